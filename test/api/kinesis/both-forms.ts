import { expect } from 'vitest'
import { type Api, type ApiResponse, createApi, type Service } from '../../../src/api/index.ts'
import { createKinesisService } from '../../../src/api/kinesis/index.ts'
import { type ManualClock, silentLogger } from '../../../src/base/index.ts'
import { framedBody, framedType, partsOfFramed } from '../../../src/framed/index.ts'
import { openTestStreams } from '../../shards/open-test-streams.ts'
import { queuesOver } from '../../stream-queues/queues-over.ts'
import { countingRandom, withoutByteForms } from '../byte-form-services.ts'
import { requestOf } from '../kinesis-request.ts'
import { wholeBody } from '../whole-body.ts'
import { cborOf } from './cbor-of.ts'

/* Two servers that differ in nothing but having the byte forms of hot operations. */

export const orders = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders'

export interface TestServer {
  readonly api: Api
  readonly clock: ManualClock
}

export async function startServer(change = (service: Service) => service): Promise<TestServer> {
  const opened = await openTestStreams({ random: countingRandom(), limits: 'aws' })
  const { streams, clock } = opened
  const service = createKinesisService({ streams, queues: queuesOver(opened) })
  const api = createApi({ services: [change(service)], defaultAccount: '000000000000', logger: silentLogger })
  const server = { api, clock }
  await send(server, 'CreateStream', '{"StreamName":"orders","ShardCount":3}')
  return server
}

/** Both forms work on streams of all kinds. */
export const kinds: Record<string, [operation: string, members: object][]> = {
  'plain streams': [],
  'encrypted streams': [['StartStreamEncryption', { EncryptionType: 'KMS', KeyId: 'alias/a' }]],
  'streams that spread their records': [
    ['UpdateStreamMode', { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }],
    ['UpdateStreamRecordDistributionStrategy', { RecordDistributionStrategy: 'AUTO' }],
  ],
}

export async function startKind(kind: string): Promise<TestServer[]> {
  const servers = await startBoth()
  for (const [operation, members] of kinds[kind]!) {
    const { status } = await sendBoth(servers, operation, JSON.stringify({ StreamARN: orders, ...members }))
    expect(status).toBe(200)
  }
  return servers
}

export const startBoth = () => Promise.all([startServer(), startServer(withoutByteForms)])

export function send(
  { api }: TestServer,
  name: string,
  body: string | Buffer,
  contentType?: string,
): Promise<ApiResponse> {
  const headers = contentType === undefined ? {} : { 'content-type': contentType }
  return api(requestOf(name, body, { headers }))
}

/** @returns what both have answered */
export async function sendBoth(
  servers: readonly TestServer[],
  name: string,
  body: string | Buffer,
  contentType?: string,
) {
  const [bytes, plain] = await Promise.all(
    servers.map(async (server) => readOnce(await send(server, name, body, contentType))),
  )
  expect(bytes, `${name} ${Buffer.from(body).toString('latin1').slice(0, 200)}`).toEqual(plain)
  return bytes!
}

/** What a client sees of an answer, whose memory may be used again afterwards. */
async function readOnce(answer: ApiResponse) {
  const { status, headers, release } = answer
  const whole = await wholeBody(answer)
  release?.()
  const body = headers['content-type'] === framedType ? sizedAhead(whole) : whole
  return { status, headers, body: String(body), exact: body.toString('hex') }
}

/** The body as the general path writes it, which makes none in parts. */
function sizedAhead(body: Buffer): Buffer {
  const parts = partsOfFramed(body)
  return parts === undefined ? body : framedBody(parts)
}

export const cbor = 'application/x-amz-cbor-1.1'

/** Reads every shard of both to its end, in JSON, in CBOR and framed. @returns how many records there are */
export async function readBoth(servers: readonly TestServer[], limit = 7): Promise<number> {
  let count = 0
  for (const shard of [0, 1, 2]) {
    const request = {
      StreamName: 'orders',
      ShardId: `shardId-00000000000${shard}`,
      ShardIteratorType: 'TRIM_HORIZON',
    }
    const first = await sendBoth(servers, 'GetShardIterator', JSON.stringify(request))
    expect(first.status, first.body).toBe(200)
    for (let iterator = JSON.parse(first.body).ShardIterator; iterator !== undefined; ) {
      const inCbor = await sendBoth(
        servers,
        'GetRecords',
        cborOf({ ShardIterator: iterator, Limit: limit }),
        cbor,
      )
      expect(inCbor.status, inCbor.body).toBe(200)
      const members = Buffer.from(JSON.stringify({ ShardIterator: iterator, Limit: limit }))
      const inFrames = framedBody({ records: Buffer.alloc(0), members })
      expect((await sendBoth(servers, 'GetRecords', inFrames, framedType)).status).toBe(200)
      const answer = await sendBoth(
        servers,
        'GetRecords',
        JSON.stringify({ ShardIterator: iterator, Limit: limit }),
      )
      expect(answer.status, answer.body).toBe(200)
      const { Records, NextShardIterator, MillisBehindLatest } = JSON.parse(answer.body)
      count += Records.length
      iterator = MillisBehindLatest === 0 ? undefined : NextShardIterator
      for (const { clock } of servers) clock.advance(500)
    }
  }
  return count
}
