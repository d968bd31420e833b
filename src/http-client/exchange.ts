import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { hasCode } from '../base/index.ts'
import { answerTooLarge, unreachable } from './errors.ts'

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

interface ExchangeOptions {
  readonly body: Uint8Array | undefined
  readonly answerBytesMax: number
  /** Its reason is what the exchange ends with when it aborts. */
  readonly signal: AbortSignal
}

/**
 * Sends a request and reads its answer to the end. When it settles the socket is either back with its agent or gone.
 * @throws HTTP_CLIENT_UNREACHABLE, HTTP_CLIENT_ANSWER_TOO_LARGE, HTTP_CLIENT_ADDRESS_FORBIDDEN, the signal's reason
 */
export async function exchange(
  request: ClientRequest,
  { body, answerBytesMax, signal }: ExchangeOptions,
): Promise<HttpAnswer> {
  const giveUp = () => request.destroy()
  signal.addEventListener('abort', giveUp)
  try {
    signal.throwIfAborted()
    const answer = await answerTo(request, body)
    const answerBody = await wholeBody(answer, answerBytesMax)
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: answerBody }
  } catch (error) {
    request.destroy()
    signal.throwIfAborted()
    throw isOurs(error) ? error : unreachable(request.host, reasonOf(error), error)
  } finally {
    signal.removeEventListener('abort', giveUp)
    /* Answered before all of it was sent: the rest would keep the socket. */
    if (!request.writableFinished) request.destroy()
  }
}

function answerTo(request: ClientRequest, body: Uint8Array | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve)
    /* Stays after the response: the socket may fail while the rest of the body is sent. */
    request.on('error', reject)
    request.on('close', () => reject(new Error('the connection was closed')))
    request.end(body)
  })
}

async function wholeBody(answer: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bytesMax) throw answerTooLarge(bytesMax)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

const isOurs = (error: unknown) =>
  hasCode(error, 'HTTP_CLIENT_ANSWER_TOO_LARGE') || hasCode(error, 'HTTP_CLIENT_ADDRESS_FORBIDDEN')

/** Of several addresses that were tried Node tells in an AggregateError without a message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}
