import { createApi } from '../../../src/api/index.ts'
import { createKinesisService } from '../../../src/api/kinesis/index.ts'
import type { KinesisOperations } from '../../../src/api/kinesis/shapes.ts'
import { ManualClock, MemoryFileSystem, silentLogger, systemRandom } from '../../../src/base/index.ts'
import { type LogStore, openLogStore } from '../../../src/log/index.ts'
import { openStreams, type Streams, type StreamsOptions } from '../../../src/shards/index.ts'

/** 2026-01-02T03:04:05.678Z */
export const startMs = 1_767_323_045_678

interface KinesisError {
  readonly status: number
  readonly code: string
  readonly message: string
}

type Operations = KinesisOperations

/** The Kinesis API in process, over a memory disk and a clock that stands still: calls go in and out as JSON. */
export interface KinesisServer {
  readonly clock: ManualClock
  readonly streams: Streams
  readonly store: LogStore
  /** The decoded answer. @throws Error when the answer is an error */
  call<Name extends keyof Operations>(
    name: Name,
    input: Operations[Name]['input'] | object,
    caller?: CallerOptions,
  ): Promise<Exclude<Operations[Name]['output'], void>>
  /** The error that a call is answered with. */
  errorOf(name: keyof Operations, input: object, caller?: CallerOptions): Promise<KinesisError>
  /** Closes all, and opens it again over the same disk. */
  restart(): Promise<KinesisServer>
}

interface CallerOptions {
  readonly account?: string
  readonly region?: string
}

export interface ServerOptions extends Partial<StreamsOptions> {
  readonly files?: MemoryFileSystem
  readonly clock?: ManualClock
}

export async function startKinesis(options: ServerOptions = {}): Promise<KinesisServer> {
  const { files = new MemoryFileSystem(), clock = new ManualClock(startMs) } = options
  const random = systemRandom
  const logger = silentLogger
  const store = await openLogStore({ files, directory: '/data', clock, random, logger, durability: 'fsync' })
  const streams = await openStreams({ store, random, logger, limits: 'aws', ...options, clock })
  const api = createApi({
    services: [createKinesisService({ streams })],
    defaultAccount: '000000000000',
    logger,
  })

  async function send(name: string, input: object, { account, region = 'us-east-1' }: CallerOptions = {}) {
    const answer = await api({
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `Kinesis_20131202.${name}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${account ?? 'key'}/20260102/${region}/kinesis/aws4_request, SignedHeaders=host, Signature=00`,
      },
      body: Buffer.from(JSON.stringify(encodeBytes(input))),
      requestId: 'request',
      signal: new AbortController().signal,
    })
    const text = String(answer.body)
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) }
  }

  return {
    clock,
    streams,
    store,
    async call(name, input, caller) {
      const { status, body } = await send(name, input, caller)
      if (status !== 200) throw new Error(`${name}: ${status} ${body.__type}: ${body.message}`)
      return body
    },
    async errorOf(name, input, caller) {
      const { status, body } = await send(name, input, caller)
      if (status === 200) throw new Error(`${name} succeeded: ${JSON.stringify(body)}`)
      return { status, code: body.__type, message: body.message }
    },
    async restart() {
      await streams.close()
      await store.close()
      return startKinesis({ ...options, files, clock })
    },
  }
}

/** As the SDK would: blobs in base64. (JSON.stringify would make arrays of numbers of them.) */
function encodeBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(encodeBytes)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, encodeBytes(member)]))
}
