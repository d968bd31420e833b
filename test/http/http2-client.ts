import { once } from 'node:events'
import http2, { type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2'

export interface Http2Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** One request on an HTTP/2 session. A body that is undefined ends the request with its head. */
export async function http2Request(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: Buffer | string,
): Promise<Http2Answer> {
  const stream = session.request(headers, { endStream: body === undefined })
  if (body !== undefined) stream.end(body)
  let text = ''
  stream.setEncoding('latin1')
  stream.on('data', (piece: string) => {
    text += piece
  })
  const [answer] = await once(stream, 'response')
  if (!stream.readableEnded) await once(stream, 'end')
  return { status: answer[':status'], headers: answer, body: text }
}

/** A session that ends with the test: `await using`. */
export async function http2Session(
  url: string,
  options: http2.SecureClientSessionOptions = {},
): Promise<ClientHttp2Session & AsyncDisposable> {
  const session = http2.connect(url, options)
  await once(session, 'connect')
  const dispose = async () => {
    if (session.destroyed) return
    session.close()
    await once(session, 'close')
  }
  return Object.assign(session, { [Symbol.asyncDispose]: dispose })
}
