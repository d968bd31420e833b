import type { Api, ApiResponse, BodyParts } from '../api/index.ts'
import { type Clock, type Logger, passOnBug } from '../base/index.ts'
import type { WholeBody } from './arriving-body.ts'
import { type AllowedOrigins, mayCall, mayGet, preflightHeaders } from './cross-origin.ts'
import { Exchange } from './exchange.ts'
import type { HttpCall } from './http-call.ts'
import type { HttpLimits } from './http-limits.ts'
import { IncomingCall, type IncomingCallParts } from './incoming-call.ts'
import { Places } from './places.ts'
import { type Refusal, refusals } from './refusals.ts'
import { BodyCollector, type BodyRead } from './request-body.ts'
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
  bodyPlace?: Buffer | undefined
}

const noBody = Buffer.alloc(0)

const refusalsOfBodies = {
  'too-large': refusals.tooLarge,
  'too-slow': refusals.tooSlow,
  'no-memory': refusals.busy,
} as const

/**
 * Everything between a request's head and its answer that is the same for all services: ids, origins, bodies, limits,
 * metrics. Each step calls the next, at once where nothing has to be waited for: async functions from end to end were
 * eight promises a request, 4 us of a PutRecord.
 */
export class AwsEndpoint {
  readonly #options: AwsEndpointOptions
  readonly #bodies: BodyCollector
  readonly #stopping = new AbortController()
  readonly #callParts: IncomingCallParts
  readonly #places: Places

  constructor(options: AwsEndpointOptions) {
    this.#options = options
    this.#bodies = new BodyCollector(options.clock, options.limits, options.bodyPlace)
    this.#places = new Places(options.limits)
    this.#callParts = {
      stopping: this.#stopping.signal,
      holdStream: (exchange) => this.#places.holdStream(exchange),
      beginToWait: (exchange) => this.#beginToWait(exchange),
    }
  }

  get requestsUnderWay(): number {
    return this.#places.requests
  }

  /** Not among those of `requestsUnderWay`: they last minutes, and would keep others out. */
  get streamsUnderWay(): number {
    return this.#places.streams
  }

  get bodyMemoryUsed(): number {
    return this.#bodies.memory.usedBytes
  }

  /** Tells the requests that wait for something to come to an end. */
  stop(): void {
    this.#stopping.abort()
    this.#bodies.stop()
  }

  /** Whatever happens is answered, or the client is gone. */
  serve(call: HttpCall): void {
    const exchange = new Exchange(call, this.#options, this.#stopping.signal)
    const hasPlace = this.#places.enter()
    try {
      this.#begin(exchange, hasPlace)
    } catch (error) {
      this.#fail(exchange, error)
    }
  }

  #begin(exchange: Exchange, hasPlace: boolean): void {
    const { call, origin } = exchange
    const { origins } = this.#options
    if (isForeign(call, origin, origins)) this.#refuse(exchange, refusals.foreignOrigin)
    else if (origin !== undefined && call.method === 'OPTIONS') this.#answerPreflight(exchange)
    else if (!hasPlace) this.#refuse(exchange, refusals.busy)
    else this.#goOn(exchange, call.collectBody(this.#bodies), this.#callApi)
  }

  #answerPreflight(exchange: Exchange): void {
    exchange.send({ status: 200, headers: preflightHeaders(exchange.call.headers) }, noBody)
    this.#end(exchange)
  }

  readonly #callApi = (exchange: Exchange, read: BodyRead): void => {
    if (read.kind === 'body') this.#callWith(exchange, read)
    else if (read.kind === 'aborted') this.#end(exchange)
    else this.#refuse(exchange, refusalsOfBodies[read.kind], { hangUp: read.kind === 'too-slow' })
  }

  #callWith(exchange: Exchange, read: WholeBody): void {
    exchange.holdBody(read.bytes, read.release)
    const request = new IncomingCall(exchange, read.bytes, this.#callParts)
    this.#goOn(exchange, this.#options.api(request), this.#answer)
  }

  readonly #answer = (exchange: Exchange, response: ApiResponse): void => {
    this.#places.endWait(exchange)
    const { body } = response
    if (typeof body === 'string' || Buffer.isBuffer(body)) this.#send(exchange, response, body)
    else if ('parts' in body) void this.#sendParts(exchange, response, body)
    else void this.#stream(exchange, response, body)
  }

  #send(exchange: Exchange, response: ApiResponse, body: Buffer | string): void {
    this.#goOn(exchange, exchange.send(response, body), () => {
      response.release?.()
      this.#end(exchange)
    })
  }

  /** It keeps its place among the requests under way: it ends, and its client waits for it. */
  async #sendParts(exchange: Exchange, head: ApiResponse, { parts }: BodyParts): Promise<void> {
    exchange.releaseBody()
    try {
      await exchange.sendParts(head, parts)
    } catch (error) {
      this.#log(exchange, error)
    }
    this.#end(exchange)
  }

  async #stream(exchange: Exchange, head: ApiResponse, pieces: AsyncIterable<Buffer>): Promise<void> {
    exchange.releaseBody()
    if (!this.#places.holdStream(exchange)) {
      this.#refuse(exchange, refusals.busy)
      return
    }
    try {
      await this.#places.whileStreaming(exchange.stream(head, pieces))
    } catch (error) {
      this.#log(exchange, error)
    }
    this.#end(exchange)
  }

  #refuse(exchange: Exchange, refusal: Refusal, options?: { hangUp: boolean }): void {
    exchange.refuse(refusal, options)
    this.#end(exchange)
  }

  /** Once for each exchange. */
  #end(exchange: Exchange): void {
    exchange.releaseBody()
    this.#places.leave(exchange)
  }

  /** Calls `next` with the value: at once, or when it is there. */
  #goOn<Value>(
    exchange: Exchange,
    value: Value | Promise<Value>,
    next: (exchange: Exchange, value: Value) => void,
  ): void {
    if (!(value instanceof Promise)) {
      next(exchange, value)
      return
    }
    value.then(
      (there) => {
        try {
          next(exchange, there)
        } catch (error) {
          this.#fail(exchange, error)
        }
      },
      (error: unknown) => this.#fail(exchange, error),
    )
  }

  #fail(exchange: Exchange, error: unknown): void {
    this.#log(exchange, error)
    this.#refuse(exchange, refusals.internal)
  }

  #log({ requestId }: Exchange, error: unknown): void {
    passOnBug(error)
    this.#options.logger.error({ err: error, requestId }, 'a request failed')
  }

  /** The body of who waits is given back. */
  #beginToWait(exchange: Exchange): void {
    if (this.#places.beginWait(exchange)) exchange.releaseBody()
  }
}

/** Whether a page of a browser that may not call this server is behind a request. */
function isForeign(call: HttpCall, origin: string | undefined, allowed: AllowedOrigins): boolean {
  if (origin !== undefined) return !mayCall(origin, allowed)
  return call.method === 'GET' && !mayGet(call.path, call.headers, allowed)
}
