import type { BodyCollector, BodyRead } from './request-body.ts'
import type { RequestHeaders } from './request-headers.ts'

/** What an answer begins with, but for what says how its body is sent. */
export interface AnswerHead {
  readonly status: number
  readonly requestId: string
  readonly extendedId: string
  /** In ASCII, without a line break, as are the ids: all of them are this server's own. */
  readonly headers: Readonly<Record<string, string>>
  /** The connection, if it is one of HTTP/1.1, takes no request behind it. */
  readonly isLast: boolean
}

/**
 * One request and the means to answer it, whatever came between: node:http, node:http2 or the direct connection
 * (direct/direct-connection.ts). One answer is written, by `write` or by `stream`.
 */
export interface HttpCall {
  readonly method: string
  readonly scheme: 'http' | 'https'
  /** With the query, if there is one. */
  readonly path: string
  /** Of this request until its answer is written, and perhaps of the next one then. */
  readonly headers: RequestHeaders
  /** 1 or 2. */
  readonly version: number
  /** The client has gone, or the answer is written. */
  readonly isOver: boolean
  /** Calls `listener` once when `isOver` has become true, or may be: a client that has ended its half still gets its answer. */
  onOver(listener: () => void): void
  /**
   * Called once at the most. A call that is answered without it drops its body, as far as that is worth while.
   * @returns the body itself where it is there already
   */
  collectBody(bodies: BodyCollector): Promise<BodyRead> | BodyRead
  /**
   * Writes a whole answer, a short one in one system call; a string is in ASCII. Nothing happens when the client has gone
   * already.
   * @returns undefined when the memory of `body` may be used again; else a promise that resolves then
   */
  write(head: AnswerHead, body: Buffer | string): Promise<void> | undefined
  /**
   * Writes an answer piece by piece, each at once, and asks for the next when the system has taken the one before: so
   * its memory may be used again then, and no more than one is held for a client that does not read. Resolves when all
   * is written, or the client is gone, or `pieces` has failed: the client sees an answer that is cut off, as its status
   * has long been sent.
   */
  stream(head: AnswerHead, pieces: AsyncIterable<Buffer>): Promise<void>
  /** To be called before the `write` of an answer that does not wait for the rest of the body. */
  leaveBody(): void
}

/**
 * Up to here the body of an HTTP/1.1 answer goes out as text, joined with the head to one piece for one plain write; a
 * buffer behind a head is two pieces for writev, at 5 us more. Larger ones are not worth the copy.
 */
export const joinedBodyMax = 4096
