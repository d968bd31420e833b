import type { Api, ApiResponse } from '../api/index.ts'
import { type Clock, type Logger, passOnBug } from '../base/index.ts'
import { type AllowedOrigins, crossOriginHeaders, mayCall, mayGet, preflightHeaders } from './cross-origin.ts'
import type { HttpCall } from './http-call.ts'
import type { HttpLimits } from './http-limits.ts'
import { IncomingCall } from './incoming-call.ts'
import { type Refusal, refusalBody, refusals } from './refusals.ts'
import { BodyCollector, type BodyRead } from './request-body.ts'
import { announcedSize, firstOf } from './request-headers.ts'
import type { RequestIds } from './request-ids.ts'
import type { RequestMetrics } from './request-metrics.ts'

export interface AwsEndpointOptions {
  api: Api
  clock: Clock
  ids: RequestIds
  limits: HttpLimits
  logger: Logger
  metrics: RequestMetrics
  origins: AllowedOrigins
}

/** What is left of a refused body is read and dropped up to this size, so that the client gets to read the answer. */
const droppedBodyMax = 64 * 1024 * 1024

/**
 * The head of a stream goes out this much later than it could. The SDK for Go closes a request's body when it sees the
 * head of the answer; where Go's transport is not yet through with that body, some 0.1 ms after its last byte, it takes
 * this for a failed request and closes the connection under the stream: seen in 2 of 100 subscriptions with smithy-go
 * 1.28.8. Other answers are at the client by then.
 */
export const streamHeadDelayMs = 10

/** Everything between a request's head and its answer that is the same for all services: ids, origins, bodies, limits, metrics. */
export class AwsEndpoint {
  readonly #options: AwsEndpointOptions
  readonly #bodies: BodyCollector
  readonly #stopping = new AbortController()
  #underWay = 0
  #streams = 0
  /** Of the requests that are not answered yet those that wait, and are not in `#underWay`. */
  #waiting = 0

  constructor(options: AwsEndpointOptions) {
    this.#options = options
    this.#bodies = new BodyCollector(options.clock, options.limits)
  }

  get requestsUnderWay(): number {
    return this.#underWay + this.#waiting
  }

  /** Not among those of `requestsUnderWay`: they last minutes, and would keep others out. */
  get streamsUnderWay(): number {
    return this.#streams
  }

  get bodyMemoryUsed(): number {
    return this.#bodies.memory.usedBytes
  }

  /** Tells the requests that wait for something to come to an end. */
  stop(): void {
    this.#stopping.abort()
    this.#bodies.stop()
  }

  /** Never rejects: whatever happens is answered, or the client is gone. */
  async serve(call: HttpCall): Promise<void> {
    const exchange = new Exchange(call, this.#options, this.#stopping.signal)
    this.#underWay++
    try {
      await this.#answer(exchange)
    } catch (error) {
      passOnBug(error)
      this.#options.logger.error({ err: error, requestId: exchange.requestId }, 'a request failed')
      exchange.refuse(refusals.internal)
    } finally {
      this.#underWay--
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const { call } = exchange
    if (exchange.origin !== undefined) {
      if (!mayCall(exchange.origin, this.#options.origins)) return exchange.refuse(refusals.foreignOrigin)
      if (call.method === 'OPTIONS') return void exchange.send(200, preflightHeaders(call.headers), noBody)
    } else if (call.method === 'GET' && !mayGet(call.path, call.headers, this.#options.origins)) {
      return exchange.refuse(refusals.foreignOrigin)
    }
    if (this.#underWay > this.#options.limits.requestsMax) return exchange.refuse(refusals.busy)

    const read = await call.collectBody(this.#bodies)
    if (read.kind === 'too-large') exchange.refuse(refusals.tooLarge)
    else if (read.kind === 'too-slow') exchange.refuse(refusals.tooSlow, { hangUp: true })
    else if (read.kind === 'no-memory') exchange.refuse(refusals.busy)
    else if (read.kind === 'body') await this.#call(exchange, read)
  }

  async #call(exchange: Exchange, read: BodyRead & { kind: 'body' }): Promise<void> {
    try {
      const stream = await this.#callWithBody(exchange, read)
      if (stream === undefined) return
      if (!this.#holdStream(exchange)) return exchange.refuse(refusals.busy)
      this.#underWay--
      await exchange.stream(stream).finally(() => this.#underWay++)
    } finally {
      if (exchange.holdsStream) this.#streams--
    }
  }

  /** Takes a place among the streams for the answer, if it has none yet. @returns whether it has one */
  #holdStream(exchange: Exchange): boolean {
    if (exchange.holdsStream) return true
    if (this.#streams >= this.#options.limits.streamsMax) return false
    this.#streams++
    exchange.holdsStream = true
    return true
  }

  /** Moves a request to those that wait, if there is room among them. @returns whether it is one of them now */
  #beginToWait(exchange: Exchange): boolean {
    if (exchange.waits || this.#waiting >= this.#options.limits.waitingMax) return exchange.waits
    this.#underWay--
    this.#waiting++
    exchange.waits = true
    return true
  }

  #endWait(exchange: Exchange): void {
    if (!exchange.waits) return
    this.#waiting--
    this.#underWay++
    exchange.waits = false
  }

  /** The body belongs to the call until its answer is written, or it waits. @returns an answer that is a stream and has none of it */
  async #callWithBody(
    exchange: Exchange,
    { bytes, release }: BodyRead & { kind: 'body' },
  ): Promise<StreamedAnswer | undefined> {
    let isHeld = true
    const giveBack = () => {
      if (isHeld) release()
      isHeld = false
    }
    try {
      const { requestId, call } = exchange
      const stopping = this.#stopping.signal
      const holdStream = () => this.#holdStream(exchange)
      const beginToWait = () => {
        if (this.#beginToWait(exchange)) giveBack()
      }
      const request = new IncomingCall(call, { body: bytes, requestId, stopping, holdStream, beginToWait })
      exchange.bytesIn = bytes.length
      const response = await this.#options.api(request)
      this.#endWait(exchange)
      const { status, headers, body, target } = response
      if (!Buffer.isBuffer(body)) return { status, headers, pieces: body }
      const written = exchange.send(status, headers, body, target)
      if (written !== undefined) await written
      response.release?.()
      return undefined
    } finally {
      this.#endWait(exchange)
      giveBack()
    }
  }
}

type Pieces = AsyncIterable<Buffer>

interface StreamedAnswer extends Pick<ApiResponse, 'status' | 'headers'> {
  readonly pieces: Pieces
}

const noBody = Buffer.alloc(0)

/** One request and its answer, which is sent once. */
class Exchange {
  readonly call: HttpCall
  readonly requestId: string
  readonly #options: AwsEndpointOptions
  readonly #startedMs: number
  readonly #stopping: AbortSignal
  bytesIn = 0
  /** Whether its answer is counted among the streams: it is one, or is about to become one. */
  holdsStream = false
  /** Whether it is counted among the requests that wait. */
  waits = false

  constructor(call: HttpCall, options: AwsEndpointOptions, stopping: AbortSignal) {
    this.#stopping = stopping
    this.call = call
    this.#options = options
    this.requestId = options.ids.requestId()
    this.#startedMs = options.clock.monotonicMs()
  }

  get origin(): string | undefined {
    return firstOf(this.call.headers.origin)
  }

  /** @returns undefined when the memory of `body` may be used again; else a promise that resolves then */
  send(
    status: number,
    headers: Readonly<Record<string, string>>,
    body: Buffer,
    target = this.call.headers['x-amz-target'],
  ): Promise<void> | undefined {
    const written = this.call.write(status, this.#headers(headers), body)
    this.#measure(status, body.length, target)
    return written
  }

  /** Measured when it begins: how long it lasts is no measure of this server. Resolves when it is over. */
  async stream({ status, headers, pieces }: StreamedAnswer): Promise<void> {
    this.#measure(status, 0, this.call.headers['x-amz-target'])
    await this.#options.clock.sleep(streamHeadDelayMs, this.#stopping)
    await this.call.stream(status, this.#headers(headers), this.#counted(pieces))
  }

  async *#counted(pieces: Pieces): Pieces {
    const target = this.call.headers['x-amz-target']
    for await (const piece of pieces) {
      this.#options.metrics.addBytesOut(target, piece.length)
      yield piece
    }
  }

  /** @param hangUp when what follows on the connection cannot be trusted to be the next request soon */
  refuse(refusal: Refusal, { hangUp = false } = {}): void {
    const { contentType, body } = refusalBody(refusal, firstOf(this.call.headers['content-type']))
    const headers: Record<string, string> = { 'Content-Type': contentType }
    const unread = announcedSize(this.call.headers) ?? 0
    if (this.call.version === 1 && (hangUp || unread > droppedBodyMax)) headers.Connection = 'close'
    this.call.leaveBody()
    this.send(refusal.status, headers, body)
  }

  #headers(headers: Readonly<Record<string, string>>): Record<string, string> {
    const all: Record<string, string> = {
      'x-amzn-RequestId': this.requestId,
      'x-amz-id-2': this.#options.ids.extendedId(),
    }
    if (this.origin !== undefined) Object.assign(all, crossOriginHeaders)
    if (this.#stopping.aborted && this.call.version === 1) all.Connection = 'close'
    return Object.assign(all, headers)
  }

  #measure(status: number, bytesOut: number, target: string | string[] | undefined): void {
    const durationMs = this.#options.clock.monotonicMs() - this.#startedMs
    this.#options.metrics.record(target, { status, durationMs, bytesIn: this.bytesIn, bytesOut })
  }
}
