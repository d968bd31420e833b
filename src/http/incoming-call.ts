import type { ApiRequest } from '../api/index.ts'
import type { RawResponse } from './answer.ts'
import type { RawRequest } from './request-body.ts'

/** A request as the API sees it. */
export class IncomingCall implements ApiRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly requestId: string
  readonly #response: RawResponse
  readonly #stopping: AbortSignal
  #signal: AbortSignal | undefined

  /** @param stopping aborts when the server is about to stop */
  constructor(
    request: RawRequest,
    response: RawResponse,
    { body, requestId, stopping }: { body: Buffer; requestId: string; stopping: AbortSignal },
  ) {
    this.method = request.method ?? 'GET'
    this.path = request.url ?? '/'
    this.headers = request.headers
    this.body = body
    this.requestId = requestId
    this.#response = response
    this.#stopping = stopping
  }

  /** Made when somebody asks: an AbortController costs more than all the rest of this object. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      const gone = new AbortController()
      if (this.#response.destroyed) gone.abort()
      else this.#response.once('close', () => gone.abort())
      this.#signal = AbortSignal.any([gone.signal, this.#stopping])
    }
    return this.#signal
  }
}
