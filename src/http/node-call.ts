import type { ServerResponse } from 'node:http'
import { type AnswerHead, type HttpCall, joinedBodyMax } from './http-call.ts'
import type { BodyCollector, BodyRead, RawRequest } from './request-body.ts'
import type { RequestHeaders } from './request-headers.ts'

/** Of either protocol: node:http2's compatibility API has the same calls, though no type in common. */
export type RawResponse = ServerResponse

/** HTTP/2's code for an end without an error (RFC 9113, 7). */
const noError = 0

/** A call that came through node:http or node:http2. */
export class NodeCall implements HttpCall {
  readonly #request: RawRequest
  readonly #response: RawResponse

  constructor(request: RawRequest, response: RawResponse) {
    this.#request = request
    this.#response = response
    /* A client that goes away in the middle is no matter; without a listener it would end the process. */
    request.on('error', ignore)
  }

  get method(): string {
    return this.#request.method ?? 'GET'
  }

  get scheme(): 'http' | 'https' {
    const { headers, socket } = this.#request
    return headers[':scheme'] === 'https' || 'encrypted' in socket ? 'https' : 'http'
  }

  get path(): string {
    return this.#request.url ?? '/'
  }

  get headers(): RequestHeaders {
    return this.#request.headers
  }

  get version(): number {
    return this.#request.httpVersionMajor
  }

  get isOver(): boolean {
    const request = this.#request
    /* The answers of node:http2 do not say. */
    return 'stream' in request ? request.stream.destroyed : this.#response.destroyed
  }

  onOver(listener: () => void): void {
    this.#response.once('close', listener)
  }

  collectBody(bodies: BodyCollector): Promise<BodyRead> {
    return bodies.collect(this.#request)
  }

  write(head: AnswerHead, body: Buffer | string): Promise<void> | undefined {
    const response = this.#response
    if (response.destroyed || response.headersSent) return undefined
    response.writeHead(head.status, { ...this.#headersOf(head), 'Content-Length': String(body.length) })
    /* latin1 is one byte a character, so the bytes come out as they went in. */
    const isText = typeof body === 'string'
    if (isText || (body.length <= joinedBodyMax && this.version === 1)) {
      response.end(isText ? body : body.toString('latin1'), 'latin1')
      return undefined
    }
    return new Promise((resolve) => {
      response.once('close', resolve)
      response.end(body, resolve)
    })
  }

  async stream(head: AnswerHead, pieces: AsyncIterable<Buffer>): Promise<void> {
    const response = this.#response
    if (this.isOver || response.headersSent) return
    response.writeHead(head.status, this.#headersOf(head))
    response.flushHeaders()
    try {
      for await (const piece of pieces) {
        if (piece.length > 0) await this.#writePiece(piece)
        /* Without asking for more: the system may still look at the piece of a client that has gone. */
        if (this.isOver) return
      }
      response.end()
    } catch (error) {
      /* The status has been sent: that the answer is cut off is all that can be said. */
      response.destroy(error instanceof Error ? error : undefined)
      throw error
    }
  }

  #headersOf({ requestId, extendedId, headers, isLast }: AnswerHead): Record<string, string> {
    const connection = isLast && this.version === 1 ? { Connection: 'close' } : undefined
    return { 'x-amzn-RequestId': requestId, 'x-amz-id-2': extendedId, ...connection, ...headers }
  }

  /** Resolves when the system has the piece, or the client is gone. */
  #writePiece(piece: Buffer): Promise<void> {
    const response = this.#response
    return new Promise((resolve) => {
      const done = () => {
        response.off('close', done)
        resolve()
      }
      response.on('close', done)
      response.write(piece, done)
    })
  }

  leaveBody(): void {
    const request = this.#request
    /* Says that the client may stop sending (RFC 9113, 8.1). HTTP/1.1 has no such word: node:http drops what comes. */
    if (!('stream' in request)) return
    /* Until then what comes is dropped: a client that does not read the answer could fill its window for ever. */
    request.resume()
    this.#response.once('finish', () => request.stream.close(noError))
  }
}

const ignore = () => undefined
