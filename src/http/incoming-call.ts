import type { ApiRequest } from '../api/index.ts'
import type { HttpCall } from './http-call.ts'
import type { RequestHeaders } from './request-headers.ts'

interface IncomingCallParts {
  readonly body: Buffer
  readonly requestId: string
  /** Aborts when the server is about to stop. */
  readonly stopping: AbortSignal
  readonly holdStream: () => boolean
  readonly beginToWait: () => void
}

/** A request as the API sees it. */
export class IncomingCall implements ApiRequest {
  readonly method: string
  readonly path: string
  readonly headers: RequestHeaders
  readonly body: Buffer
  readonly requestId: string
  readonly #call: HttpCall
  readonly #stopping: AbortSignal
  readonly #holdStream: () => boolean
  readonly #beginToWait: () => void
  #signal: AbortSignal | undefined

  constructor(call: HttpCall, parts: IncomingCallParts) {
    this.method = call.method
    this.path = call.path
    this.headers = call.headers
    this.body = parts.body
    this.requestId = parts.requestId
    this.#call = call
    this.#stopping = parts.stopping
    this.#holdStream = parts.holdStream
    this.#beginToWait = parts.beginToWait
  }

  holdStream(): boolean {
    return this.#holdStream()
  }

  beginToWait(): void {
    this.#beginToWait()
  }

  get scheme(): 'http' | 'https' {
    return this.#call.scheme
  }

  /** Made when somebody asks: an AbortController costs more than all the rest of this object. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      const gone = new AbortController()
      if (this.#call.isOver) gone.abort()
      else this.#call.onOver(() => gone.abort())
      this.#signal = AbortSignal.any([gone.signal, this.#stopping])
    }
    return this.#signal
  }
}
