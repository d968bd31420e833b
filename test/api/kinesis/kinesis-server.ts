import { createApi } from '../../../src/api/index.ts'
import { type CallRateSettings, CallThrottle, createKinesisService } from '../../../src/api/kinesis/index.ts'
import type { KinesisOperations } from '../../../src/api/kinesis/shapes.ts'
import { type ManualClock, silentLogger } from '../../../src/base/index.ts'
import type { FirehoseSink } from '../../../src/firehose-sink/index.ts'
import type { StreamsOptions } from '../../../src/shards/index.ts'
import { openTestStreams, type TestStreams } from '../../shards/open-test-streams.ts'
import { queuesOver } from '../../stream-queues/queues-over.ts'
import { requestOf } from '../kinesis-request.ts'
import { wholeBody } from '../whole-body.ts'

interface KinesisError {
  readonly status: number
  readonly code: string
  readonly message: string
}

type Operations = KinesisOperations

/** The Kinesis API in process, over a memory disk and a clock that stands still: calls go in and out as JSON. */
export interface KinesisServer {
  readonly clock: ManualClock
  /** The decoded answer. @throws Error when the answer is an error */
  call<Name extends keyof Operations>(
    name: Name,
    input: Operations[Name]['input'] | object,
    caller?: CallerOptions,
  ): Promise<Exclude<Operations[Name]['output'], void>>
  /** Status, and code and message of an error, or '' of an answer that is none. */
  answerOf(name: keyof Operations, input: object, caller?: CallerOptions): Promise<KinesisError>
  /** The error that a call is answered with. */
  errorOf(name: keyof Operations, input: object, caller?: CallerOptions): Promise<KinesisError>
  /** Closes all, and opens it again over the same disk. */
  restart(): Promise<KinesisServer>
}

interface CallerOptions {
  readonly account?: string
  readonly region?: string
}

interface KinesisOptions extends Partial<StreamsOptions> {
  /** `{}` for AWS's rates. Without it operations may be called as often as a test likes. */
  readonly callsPerSecond?: CallRateSettings
}

export async function startKinesis({
  callsPerSecond,
  ...options
}: KinesisOptions = {}): Promise<KinesisServer> {
  const opened = await openTestStreams({ limits: 'aws', ...options })
  return serveStreams(opened, options.limits ?? 'aws', { callsPerSecond })
}

interface ServeOptions {
  readonly callsPerSecond?: CallRateSettings | undefined
  /** What delivers what comes to channels. */
  readonly channels?: FirehoseSink['channels']
}

export function serveStreams(
  opened: TestStreams,
  limits: 'aws' | 'off',
  { callsPerSecond, channels }: ServeOptions,
): KinesisServer {
  const { streams, clock } = opened
  const queues = queuesOver(opened, limits)
  const throttle = callsPerSecond && new CallThrottle(clock, callsPerSecond)
  const api = createApi({
    services: [
      createKinesisService({ streams, queues, channels: channels && (async () => channels), throttle }),
    ],
    defaultAccount: '000000000000',
    logger: silentLogger,
  })

  async function send(name: string, input: object, { account, region = 'us-east-1' }: CallerOptions = {}) {
    const credential = `${account ?? 'key'}/20260102/${region}/kinesis/aws4_request`
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=00`
    const body = JSON.stringify(encodeBytes(input))
    const answer = await api(requestOf(name, body, { headers: { authorization } }))
    const text = String(await wholeBody(answer))
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) }
  }

  return {
    clock,
    async call(name, input, caller) {
      const { status, body } = await send(name, input, caller)
      if (status !== 200) throw new Error(`${name}: ${status} ${body.__type}: ${body.message}`)
      return body
    },
    async answerOf(name, input, caller) {
      const { status, body } = await send(name, input, caller)
      return { status, code: body.__type ?? '', message: body.message ?? '' }
    },
    async errorOf(name, input, caller) {
      const { status, body } = await send(name, input, caller)
      if (status === 200) throw new Error(`${name} succeeded: ${JSON.stringify(body)}`)
      return { status, code: body.__type, message: body.message }
    },
    async restart() {
      await queues.close()
      return serveStreams(await opened.restart(), limits, { callsPerSecond })
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
