import type { Protocol } from '../wire/index.ts'
import { type ApiRequest, originOf } from './api-request.ts'
import type { Caller } from './caller.ts'
import type { BytesCall } from './operation.ts'

/** Says whether a caller may do `action` on `resource`. @throws AwsError AccessDeniedException when not */
export type Authorize = (caller: Caller, action: string, resource: string) => void

/** The call that one request is. */
export class RequestCall implements BytesCall {
  readonly caller: Caller
  readonly protocol: Protocol
  readonly #request: ApiRequest
  readonly #action: string
  readonly #authorize: Authorize

  constructor(
    request: ApiRequest,
    {
      caller,
      protocol,
      action,
      authorize,
    }: { caller: Caller; protocol: Protocol; action: string; authorize: Authorize },
  ) {
    this.caller = caller
    this.protocol = protocol
    this.#request = request
    this.#action = action
    this.#authorize = authorize
  }

  get requestId(): string {
    return this.#request.requestId
  }

  get origin(): string {
    return originOf(this.#request)
  }

  /** Asked of the request only when an operation wants it, since a signal costs more than a small call. */
  get signal(): AbortSignal {
    return this.#request.signal
  }

  beginToWait(): void {
    this.#request.beginToWait?.()
  }

  authorize(resource: string): void {
    this.#authorize(this.caller, this.#action, resource)
  }
}
