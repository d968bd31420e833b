import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Of either protocol: node:http2's compatibility API has the same calls, though no type in common. */
export type RawResponse = ServerResponse

/**
 * Up to here the body of an HTTP/1.1 answer goes to node:http as text, which it joins with the head to one piece for
 * one plain write; a buffer behind a head is two pieces for writev, at 5 us more. Larger ones are not worth the copy.
 */
const joinedBodyMax = 4096

/** Writes a whole answer, in one system call. Nothing happens when the client is gone already. */
export function writeAnswer(
  response: RawResponse,
  status: number,
  headers: Record<string, string>,
  body: Buffer,
): void {
  if (response.destroyed || response.headersSent) return
  headers['Content-Length'] = String(body.length)
  response.writeHead(status, headers)
  /* latin1 is one byte a character, so the bytes come out as they went in. */
  if (body.length <= joinedBodyMax && response.req.httpVersionMajor === 1)
    response.end(body.toString('latin1'), 'latin1')
  else response.end(body)
}

/**
 * Writes an answer piece by piece, no faster than the client reads. Resolves when all is written, or the client is
 * gone, or `body` has failed: the client sees an answer that is cut off, as its status has long been sent.
 */
export async function streamAnswer(
  response: RawResponse,
  status: number,
  headers: Record<string, string>,
  body: AsyncIterable<Buffer>,
): Promise<void> {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, headers)
  response.flushHeaders()
  await pipeline(Readable.from(body, { objectMode: true, highWaterMark: 1 }), response)
}
