import type { Api, ApiResponse } from '../api/index.ts'
import { type Clock, type Logger, passOnBug } from '../base/index.ts'
import type { WholeBody } from './arriving-body.ts'
import { type AllowedOrigins, mayCall, mayGet, preflightHeaders } from './cross-origin.ts'
import { Exchange } from './exchange.ts'
import type { HttpCall } from './http-call.ts'
import type { HttpLimits } from './http-limits.ts'
import { IncomingCall, type IncomingCallParts } from './incoming-call.ts'
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
  #underWay = 0
  #streams = 0
  /** Of the requests that are not answered yet those that wait, and are not in `#underWay`. */
  #waiting = 0

  constructor(options: AwsEndpointOptions) {
    this.#options = options
    this.#bodies = new BodyCollector(options.clock, options.limits)
    this.#callParts = {
      stopping: this.#stopping.signal,
      holdStream: this.#holdStream,
      beginToWait: this.#beginToWait,
    }
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

  /** Whatever happens is answered, or the client is gone. */
  serve(call: HttpCall): void {
    const exchange = new Exchange(call, this.#options, this.#stopping.signal)
    this.#underWay++
    try {
      this.#begin(exchange)
    } catch (error) {
      this.#fail(exchange, error)
    }
  }

  #begin(exchange: Exchange): void {
    const { call, origin } = exchange
    const { origins, limits } = this.#options
    if (isForeign(call, origin, origins)) this.#refuse(exchange, refusals.foreignOrigin)
    else if (origin !== undefined && call.method === 'OPTIONS') this.#answerPreflight(exchange)
    else if (this.#underWay > limits.requestsMax) this.#refuse(exchange, refusals.busy)
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
    this.#endWait(exchange)
    const { body } = response
    if (typeof body === 'string' || Buffer.isBuffer(body)) this.#send(exchange, response, body)
    else void this.#stream(exchange, response, body)
  }

  #send(exchange: Exchange, response: ApiResponse, body: Buffer | string): void {
    this.#goOn(exchange, exchange.send(response, body), () => {
      response.release?.()
      this.#end(exchange)
    })
  }

  async #stream(exchange: Exchange, head: ApiResponse, pieces: AsyncIterable<Buffer>): Promise<void> {
    exchange.releaseBody()
    if (!this.#holdStream(exchange)) {
      this.#refuse(exchange, refusals.busy)
      return
    }
    this.#underWay--
    try {
      await exchange.stream(head, pieces)
    } catch (error) {
      this.#log(exchange, error)
    }
    this.#underWay++
    this.#end(exchange)
  }

  #refuse(exchange: Exchange, refusal: Refusal, options?: { hangUp: boolean }): void {
    exchange.refuse(refusal, options)
    this.#end(exchange)
  }

  /** Once for each exchange. */
  #end(exchange: Exchange): void {
    this.#endWait(exchange)
    exchange.releaseBody()
    if (exchange.holdsStream) this.#streams--
    this.#underWay--
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

  /** Takes a place among the streams for the answer, if it has none yet. @returns whether it has one */
  readonly #holdStream = (exchange: Exchange): boolean => {
    if (exchange.holdsStream) return true
    if (this.#streams >= this.#options.limits.streamsMax) return false
    this.#streams++
    exchange.holdsStream = true
    return true
  }

  /** Moves a request to those that wait, if there is room among them. Its body is given back then. */
  readonly #beginToWait = (exchange: Exchange): void => {
    if (exchange.waits || this.#waiting >= this.#options.limits.waitingMax) return
    this.#underWay--
    this.#waiting++
    exchange.waits = true
    exchange.releaseBody()
  }

  #endWait(exchange: Exchange): void {
    if (!exchange.waits) return
    this.#waiting--
    this.#underWay++
    exchange.waits = false
  }
}

/** Whether a page of a browser that may not call this server is behind a request. */
function isForeign(call: HttpCall, origin: string | undefined, allowed: AllowedOrigins): boolean {
  if (origin !== undefined) return !mayCall(origin, allowed)
  return call.method === 'GET' && !mayGet(call.path, call.headers, allowed)
}
