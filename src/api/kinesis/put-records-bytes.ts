import { hashKeyWords, parseHashKey } from '../../partitioner/index.ts'
import {
  callBytesMax,
  type PutBatch,
  type Shard,
  type Stream,
  type Streams,
  sequenceNumberDigits,
} from '../../shards/index.ts'
import type { ApiRequest, ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import { base64DataLength, decodeBase64Into } from './base64-slot.ts'
import type { KinesisContext } from './operation.ts'
import { PutRecordsScan } from './put-records-scan.ts'
import { addressedArn, findStream } from './stream-address.ts'

/** Source: the model of PutRecords. */
const partitionKeyCharactersMax = 256

/* Used from the scan to the commit without giving way to another call, so one of each serves the process. */
const scan = new PutRecordsScan()
const hashKey = new Uint32Array(hashKeyWords)

/**
 * PutRecords from the bytes of a JSON body to the bytes of the answer, without an object for a record.
 * Takes calls of the common shape that succeed in full, all records admitted; what is unusual,
 * wrong or over a limit is left to the general path, with nothing done.
 */
export function putRecordsBytes(
  request: ApiRequest,
  { streams }: KinesisContext,
  call: BytesCall,
): Promise<ApiResponse> | undefined {
  if (call.protocol.name !== 'json' || !scan.scan(request.body)) return undefined
  const address = {
    ...(scan.streamName !== '' && { StreamName: scan.streamName }),
    ...(scan.streamArn !== '' && { StreamARN: scan.streamArn }),
  }
  const stream = findStream(streams, address, call.caller)
  if (stream === undefined) return undefined
  call.authorize(addressedArn(address, call.caller))
  const batch = streams.batches.take(stream)
  if (fill(batch, stream, request.body)) return commit(batch, streams, call)
  streams.batches.release(batch)
  return undefined
}

/** @returns false for the general path; then no token of a throttle is spent */
function fill(batch: PutBatch, stream: Stream, body: Buffer): boolean {
  if (!addRecords(batch, stream, body)) return false
  batch.layOut()
  if (batch.refusedCount === 0 && writeRecords(batch, body)) return true
  batch.withdraw()
  return false
}

function addRecords(batch: PutBatch, stream: Stream, body: Buffer): boolean {
  let total = 0
  for (let i = 0; i < scan.count; i++) {
    const keyStart = scan.keyStart[i]!
    const keyEnd = scan.keyEnd[i]!
    const keyLength = keyEnd - keyStart
    const dataLength = base64DataLength(body, scan.dataStart[i]!, scan.dataEnd[i]!)
    if (keyLength === 0 || keyLength > partitionKeyCharactersMax || dataLength < 0) return false
    if (keyLength + dataLength > stream.recordBytesMax) return false
    total += keyLength + dataLength
    if (scan.explicitEnd[i] === 0) batch.add(body, keyStart, keyEnd, dataLength)
    else {
      if (!parseHashKey(body.toString('latin1', scan.explicitStart[i]!, scan.explicitEnd[i]!), hashKey, 0))
        return false
      batch.addHashed(hashKey, 0, keyLength, dataLength)
    }
  }
  return total <= callBytesMax
}

function writeRecords(batch: PutBatch, body: Buffer): boolean {
  const { buffer } = batch
  for (let i = 0; i < batch.count; i++) {
    const keyStart = scan.keyStart[i]!
    const keyEnd = scan.keyEnd[i]!
    let at = batch.keyAt(i)
    for (let from = keyStart; from < keyEnd; from++) buffer[at++] = body[from]!
    if (!decodeBase64Into(body, scan.dataStart[i]!, scan.dataEnd[i]!, buffer, batch.dataAt(i))) return false
  }
  return true
}

async function commit(batch: PutBatch, { batches }: Streams, { protocol }: BytesCall): Promise<ApiResponse> {
  try {
    await batch.commit()
    return { status: 200, headers: { 'content-type': protocol.contentType }, body: answer(batch) }
  } finally {
    batches.release(batch)
  }
}

/*
 * {"FailedRecordCount":0,"Records":[{"SequenceNumber":"<56 digits>","ShardId":"shardId-000000000000"},...]}
 */
const head = Buffer.from('{"FailedRecordCount":0,"Records":[')
const recordHead = '{"SequenceNumber":"'
const tail = Buffer.from(']}')

/** The result of a record by its shard, but for the sequence number. */
const resultTemplates = new WeakMap<Shard, Buffer>()

function resultTemplateOf(shard: Shard): Buffer {
  const known = resultTemplates.get(shard)
  if (known !== undefined) return known
  const template = Buffer.from(`${recordHead}${' '.repeat(sequenceNumberDigits)}","ShardId":"${shard.id}"},`)
  resultTemplates.set(shard, template)
  return template
}

function answer(batch: PutBatch): Buffer {
  const body = Buffer.allocUnsafe(answerSizeMax(batch.count))
  body.set(head, 0)
  let at = head.length
  for (let i = 0; i < batch.count; i++) {
    const template = resultTemplateOf(batch.shardOf(i))
    body.set(template, at)
    batch.writeSequenceNumber(i, body, at + recordHead.length)
    at += template.length
  }
  // The tail takes the place of the last comma.
  body.set(tail, at - 1)
  return body.subarray(0, at - 1 + tail.length)
}

/** What one result takes beside its shard id at the most. */
const resultSizeMax = recordHead.length + sequenceNumberDigits + '","ShardId":"shardId-000000000000"},'.length

function answerSizeMax(count: number): number {
  return head.length + count * resultSizeMax + tail.length
}
