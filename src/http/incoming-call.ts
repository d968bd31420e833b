import type { ApiRequest } from '../api/index.ts'
import type { Exchange } from './exchange.ts'
import type { RequestHeaders } from './request-headers.ts'

/** What is the same for all calls. */
export interface IncomingCallParts {
  /** Aborts when the server is about to stop. */
  readonly stopping: AbortSignal
  readonly holdStream: (exchange: Exchange) => boolean
  readonly beginToWait: (exchange: Exchange) => void
}

/** A request as the API sees it. */
export class IncomingCall implements ApiRequest {
  readonly method: string
  readonly path: string
  readonly headers: RequestHeaders
  readonly body: Buffer
  readonly requestId: string
  readonly #exchange: Exchange
  readonly #parts: IncomingCallParts
  #signal: AbortSignal | undefined

  constructor(exchange: Exchange, body: Buffer, parts: IncomingCallParts) {
    const { call, requestId } = exchange
    this.method = call.method
    this.path = call.path
    this.headers = call.headers
    this.body = body
    this.requestId = requestId
    this.#exchange = exchange
    this.#parts = parts
  }

  holdStream(): boolean {
    return this.#parts.holdStream(this.#exchange)
  }

  beginToWait(): void {
    this.#parts.beginToWait(this.#exchange)
  }

  get scheme(): 'http' | 'https' {
    return this.#exchange.call.scheme
  }

  /** Made when somebody asks: an AbortController costs more than all the rest of this object. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      const gone = new AbortController()
      const { call } = this.#exchange
      if (call.isOver) gone.abort()
      else call.onOver(() => gone.abort())
      this.#signal = AbortSignal.any([gone.signal, this.#parts.stopping])
    }
    return this.#signal
  }
}
