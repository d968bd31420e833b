import { Readable } from 'node:stream'
import {
  CreateStreamCommand,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  KinesisClient,
} from '@aws-sdk/client-kinesis'
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols'
import { type Api, createApi, type Service } from '../../../src/api/index.ts'
import { createKinesisService } from '../../../src/api/kinesis/index.ts'
import { type ManualClock, silentLogger } from '../../../src/base/index.ts'
import { requestOf } from '../../api/kinesis-request.ts'
import { openTestStreams } from '../../shards/open-test-streams.ts'
import { queuesOver } from '../../stream-queues/queues-over.ts'

/** What a request and its answer were: `PutRecords framed 200`. */
export type Seen = string

export interface KinesisInProcess {
  readonly client: KinesisClient
  readonly clock: ManualClock
  readonly seen: Seen[]
  /** An iterator from the first record of a shard on. */
  iterator(shard: number): Promise<string>
  /** The records of a shard by the SDK alone. */
  read(shard: number): Promise<GetRecordsCommandOutput>
  /** Which server answers from now on: this one, one that knows no frames, or what stands in front of a server. */
  serve(by: 'this' | 'older' | Partial<HttpResponse>): void
}

/** A client of the SDK whose requests go to the API without a socket: with AWS's limits, and a stream `orders` of two shards. */
export async function kinesisInProcess(): Promise<KinesisInProcess> {
  const opened = await openTestStreams({ limits: 'aws' })
  const { streams, clock } = opened
  const service = createKinesisService({ streams, queues: queuesOver(opened, 'aws') })
  const { ownProtocols: _, ...older } = service
  const apis = { this: apiOf(service), older: apiOf(older) }
  let by: Parameters<KinesisInProcess['serve']>[0] = 'this'
  const seen: Seen[] = []

  async function handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const response =
      typeof by === 'string' ? await answerOf(apis[by], request) : new HttpResponse({ statusCode: 0, ...by })
    const operation = request.headers['x-amz-target']?.split('.')[1]
    const isFramed = request.headers['content-type']?.includes('framed')
    seen.push(`${operation} ${isFramed ? 'framed' : 'json'} ${response.statusCode}`)
    return { response }
  }

  const client = new KinesisClient({
    endpoint: 'http://localhost',
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: { handle },
  })
  await client.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 2 }))
  async function iterator(shard: number): Promise<string> {
    clock.advance(1_000)
    const command = new GetShardIteratorCommand({
      StreamName: 'orders',
      ShardId: `shardId-00000000000${shard}`,
      ShardIteratorType: 'TRIM_HORIZON',
    })
    return (await client.send(command)).ShardIterator as string
  }
  return {
    client,
    clock,
    seen,
    iterator,
    async read(shard) {
      return await client.send(new GetRecordsCommand({ ShardIterator: await iterator(shard) }))
    },
    serve(next) {
      by = next
    },
  }
}

function apiOf(service: Service): Api {
  return createApi({ services: [service], defaultAccount: '000000000000', logger: silentLogger })
}

async function answerOf(api: Api, { headers, body }: HttpRequest): Promise<HttpResponse> {
  const sent = body as Uint8Array
  const text = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength)
  const { status, headers: answered, body: bytes, release } = await api(requestOf('', text, { headers }))
  /* A copy: the memory of the answer is used again. */
  const copy = Buffer.from(bytes as Buffer)
  release?.()
  return new HttpResponse({ statusCode: status, headers: { ...answered }, body: Readable.from([copy]) })
}
