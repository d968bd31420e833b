import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2'
import { type Clock, nodeHttp2 } from '../../../base/index.ts'
import { answerBytesMax, pushTimeoutMs } from './push-provider.ts'

export interface ApnsPost {
  readonly url: string
  /** Whose: a connection is for one key. Source: Apple, "Establishing a token-based connection to APNs". */
  readonly credentials: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

export interface ApnsAnswer {
  readonly status: number
  /** Empty when none is given. */
  readonly reason: string
}

/** HTTP/2's code for a stream that is wanted no more: CANCEL (RFC 9113, 7). */
const cancelled = 8

/** Connections that are kept open. Beyond them the one that was not used for the longest time is closed when its requests are done. */
const connectionsMax = 100

/** Connections of HTTP/2, one for each key, opened when they are needed and used until they end. */
export class ApnsConnections {
  readonly #clock: Clock
  readonly #sessions = new Map<string, ClientHttp2Session>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @returns a text when there was no answer */
  async post(request: ApnsPost): Promise<ApnsAnswer | string> {
    const key = `${request.url} ${request.credentials}`
    const session = this.#sessionOf(key, request.url)
    const end = new AbortController()
    const giveUp = () => end.abort('the attempt was given up')
    if (request.signal.aborted) giveUp()
    request.signal.addEventListener('abort', giveUp)
    void this.#clock.sleep(pushTimeoutMs, end.signal).then(() => {
      if (end.signal.aborted) return
      end.abort(`no whole answer within ${pushTimeoutMs} ms`)
      /* It may be that nobody is there any more: the next request tries a new connection. */
      this.#drop(key, session)
    })
    try {
      return await exchange(session, request, end.signal)
    } finally {
      request.signal.removeEventListener('abort', giveUp)
      end.abort()
    }
  }

  close(): void {
    for (const session of this.#sessions.values()) session.destroy()
    this.#sessions.clear()
  }

  #sessionOf(key: string, url: string): ClientHttp2Session {
    const known = this.#sessions.get(key)
    if (known !== undefined) {
      this.#sessions.delete(key)
      this.#sessions.set(key, known)
      return known
    }
    const session = nodeHttp2().connect(url)
    /* Requests hear of errors themselves. */
    for (const end of ['error', 'goaway', 'close']) session.on(end, () => this.#drop(key, session))
    session.unref()
    this.#sessions.set(key, session)
    for (const [oldest, oldestSession] of this.#sessions) {
      if (this.#sessions.size <= connectionsMax) break
      this.#drop(oldest, oldestSession)
    }
    return session
  }

  /** What is under way on it may end. */
  #drop(key: string, session: ClientHttp2Session): void {
    if (this.#sessions.get(key) === session) this.#sessions.delete(key)
    if (!session.closed) session.close()
  }
}

function exchange(
  session: ClientHttp2Session,
  { path, headers, body }: ApnsPost,
  signal: AbortSignal,
): Promise<ApnsAnswer | string> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(String(signal.reason))
    const stream = begin(session, path, headers)
    if (typeof stream === 'string') return resolve(stream)
    signal.addEventListener('abort', () => {
      resolve(String(signal.reason))
      stream.close(cancelled)
    })
    hear(stream, resolve)
    stream.end(body)
  })
}

/** @returns a text when the connection takes no request any more */
function begin(
  session: ClientHttp2Session,
  path: string,
  headers: Readonly<Record<string, string>>,
): ClientHttp2Stream | string {
  try {
    return session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/json',
      ...headers,
    })
  } catch (error) {
    return (error as Error).message
  }
}

function hear(stream: ClientHttp2Stream, resolve: (answer: ApnsAnswer | string) => void): void {
  let status = 0
  let size = 0
  const chunks: Buffer[] = []
  stream.on('response', (headers) => {
    status = headers[':status'] ?? 0
  })
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= answerBytesMax) chunks.push(chunk)
    else stream.close(cancelled)
  })
  stream.on('error', (error) => resolve(error.message))
  stream.on('end', () => {
    if (status !== 0) resolve({ status, reason: reasonIn(Buffer.concat(chunks)) })
  })
  stream.on('close', () => resolve('the connection was closed'))
}

function reasonIn(body: Buffer): string {
  try {
    const { reason } = JSON.parse(body.toString()) as { reason?: unknown }
    return typeof reason === 'string' ? reason.slice(0, 100) : ''
  } catch {
    return ''
  }
}
