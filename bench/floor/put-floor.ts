/*
 * The durable floor: the least that any durable Kinesis-like server on `node:http` does for a PutRecords or PutRecord.
 * JSON.parse, one Buffer.from per record, an append to one file, a group-committed fdatasync, JSON.stringify of the
 * answer. No validation, no hashing, no recovery; nothing is tuned and nothing is slow on purpose.
 *
 *   node bench/floor/put-floor.ts --data DIR
 */
import { mkdir, open } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { announce } from './announce.ts'

interface Waiting {
  bytes: Buffer
  resolve(): void
  reject(error: unknown): void
}

const { values } = parseArgs({ options: { data: { type: 'string' } } })
if (values.data === undefined) throw new Error('--data DIR is needed')
await mkdir(values.data, { recursive: true })
const file = await open(join(values.data, 'floor.log'), 'a')

let waiting: Waiting[] = []
let syncing = false

/** Resolves once `bytes` are on disk. What arrives while a sync is on its way goes together in the next one. */
function append(bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    waiting.push({ bytes, resolve, reject })
    if (!syncing) void syncAll()
  })
}

async function syncAll(): Promise<void> {
  syncing = true
  while (waiting.length > 0) {
    const batch = waiting
    waiting = []
    try {
      await file.writev(batch.map(({ bytes }) => bytes))
      await file.datasync()
      for (const { resolve } of batch) resolve()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  syncing = false
}

const shards = 4
let sequence = 0

function receipt() {
  sequence++
  return {
    SequenceNumber: `49650000000000000000000000000000000000${String(sequence).padStart(18, '0')}`,
    ShardId: `shardId-00000000000${sequence % shards}`,
  }
}

async function answer(body: string): Promise<object> {
  const input = JSON.parse(body) as { Data: string } | { Records: { Data: string }[] }
  if (!('Records' in input)) {
    await append(Buffer.from(input.Data, 'base64'))
    return { ...receipt(), EncryptionType: 'NONE' }
  }
  await append(Buffer.concat(input.Records.map(({ Data }) => Buffer.from(Data, 'base64'))))
  return { FailedRecordCount: 0, EncryptionType: 'NONE', Records: input.Records.map(receipt) }
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    const body = JSON.stringify(await answer(Buffer.concat(chunks).toString()))
    response.writeHead(200, {
      'Content-Type': 'application/x-amz-json-1.1',
      'Content-Length': Buffer.byteLength(body),
    })
    response.end(body)
  })
}

announce(createServer(serve))
