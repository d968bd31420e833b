import { lookup } from 'node:dns'
import type { OutgoingHttpHeaders, RequestOptions } from 'node:http'
import type { LookupFunction } from 'node:net'
import { type Clock, hasCode, nodeHttp, nodeHttps } from '../base/index.ts'
import { AddressGuard } from './address-guard.ts'
import { Agents } from './agents.ts'
import { requestAborted, requestInvalid, timedOut } from './errors.ts'
import { exchange, type HttpAnswer } from './exchange.ts'
import { SocketSlots } from './socket-slots.ts'
import { type Target, targetOf } from './target.ts'

export interface HttpRequest {
  /** http or https. A user and a password in it are sent as Basic credentials, unless `headers` has an authorization. */
  readonly url: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** From the call to the last byte of the answer, the wait for a socket included. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Of the answer's body. */
  readonly answerBytesMax: number
}

export interface HttpClientOptions {
  readonly clock: Clock
  /** Without it only public addresses are connected to. Link-local ones, where clouds keep credentials, never are. */
  readonly allowPrivateAddresses: boolean
  /** PEM certificates that are trusted instead of those that Node comes with. */
  readonly authorities?: string
  readonly socketsPerHostMax?: number
  readonly socketsMax?: number
  /** How names become addresses. The system's resolver by default. */
  readonly lookup?: LookupFunction
}

/** Requests that wait for a socket. Each has its body in memory. */
const waitingMax = 10_000

/**
 * Requests over HTTP/1.1 to hosts that others have named: guarded addresses, checked certificates, one deadline over
 * everything, bounded sockets, connections kept and used again. Redirects are answers like any other.
 */
export class HttpClient {
  readonly #clock: Clock
  readonly #guard: AddressGuard
  readonly #slots: SocketSlots
  readonly #kept: Agents
  readonly #fresh: Agents

  constructor({
    clock,
    allowPrivateAddresses,
    authorities,
    socketsPerHostMax = 64,
    socketsMax = 1024,
    lookup: resolve = lookup as LookupFunction,
  }: HttpClientOptions) {
    this.#clock = clock
    this.#guard = new AddressGuard(allowPrivateAddresses, resolve)
    this.#slots = new SocketSlots({ perHostMax: socketsPerHostMax, countMax: socketsMax, waitingMax })
    const options = { lookup: this.#guard.lookup, ...(authorities !== undefined && { ca: authorities }) }
    this.#kept = Agents.keeping(options)
    this.#fresh = Agents.fresh(options)
  }

  /**
   * Resolves with any answer, whatever its status. A request that a kept connection failed before it answered (its
   * server had closed it meanwhile, as a rule) is sent once more on a new one: so it may arrive twice.
   * @throws HTTP_CLIENT_TIMED_OUT, HTTP_CLIENT_UNREACHABLE, HTTP_CLIENT_ANSWER_TOO_LARGE,
   * HTTP_CLIENT_ADDRESS_FORBIDDEN, HTTP_CLIENT_REQUEST_INVALID, HTTP_CLIENT_BUSY, HTTP_CLIENT_ABORTED
   */
  async request(request: HttpRequest): Promise<HttpAnswer> {
    const target = targetOf(request.url)
    this.#guard.checkLiteral(target.host)
    const end = new AbortController()
    const onAbort = () => end.abort(requestAborted(request.signal?.reason))
    if (request.signal?.aborted) onAbort()
    request.signal?.addEventListener('abort', onAbort)
    const overdue = () => end.abort(timedOut(request.timeoutMs))
    void this.#clock.sleep(request.timeoutMs, end.signal).then(overdue)
    try {
      return await this.#inTurn(request, target, end.signal)
    } finally {
      request.signal?.removeEventListener('abort', onAbort)
      end.abort()
    }
  }

  /** Closes the connections that wait for requests. Requests that are under way end as they would. */
  close(): void {
    this.#kept.destroy()
  }

  async #inTurn(request: HttpRequest, target: Target, signal: AbortSignal): Promise<HttpAnswer> {
    const slot = `${target.host}:${target.port}`
    await this.#slots.take(slot, signal)
    try {
      return await this.#send(request, target, signal)
    } finally {
      this.#slots.give(slot)
    }
  }

  async #send(request: HttpRequest, target: Target, signal: AbortSignal): Promise<HttpAnswer> {
    const options = { body: request.body, answerBytesMax: request.answerBytesMax, signal }
    const first = begin(request, target, this.#kept)
    let answered = false
    first.once('response', () => {
      answered = true
    })
    try {
      return await exchange(first, options)
    } catch (error) {
      const wasStale = first.reusedSocket && !answered && hasCode(error, 'HTTP_CLIENT_UNREACHABLE')
      if (!wasStale) throw error
      return await exchange(begin(request, target, this.#fresh), options)
    }
  }
}

function begin({ method, headers, body }: HttpRequest, target: Target, agents: Agents) {
  const { secure, host, port, path, authorization } = target
  const options: RequestOptions = {
    host,
    port,
    path,
    method,
    headers: headersOf(headers, body, authorization),
    agent: secure ? agents.https : agents.http,
  }
  try {
    return secure ? nodeHttps().request(options) : nodeHttp.request(options)
  } catch (cause) {
    throw requestInvalid('a header has characters that HTTP does not allow', cause)
  }
}

function headersOf(
  headers: Readonly<Record<string, string>> = {},
  body: Uint8Array | undefined,
  authorization: string | undefined,
): OutgoingHttpHeaders {
  return {
    ...(authorization !== undefined && { authorization }),
    ...(body !== undefined && { 'content-length': body.length }),
    ...headers,
  }
}
