import type { Server as Http1Server } from 'node:http'
import type { Http2Server, Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { Server as TlsServer } from 'node:tls'
import { hasCode, nodeHttp } from '../base/index.ts'
import { type HttpLimits, headSizeMax } from './http-limits.ts'
import type { RawResponse } from './node-call.ts'
import { type Refusal, rawRefusal, refusals } from './refusals.ts'
import type { RawRequest } from './request-body.ts'
import { announcedSize } from './request-headers.ts'

/*
 * The servers behind the one port: each speaks one protocol on connections that are handed to it, and none listens.
 * HTTP/2 and TLS are loaded when the first connection wants them: an empty start has no use for either.
 */

export type RawHandler = (request: RawRequest, response: RawResponse) => void

export interface InnerServerOptions {
  handler: RawHandler
  limits: HttpLimits
  newRequestId: () => string
}

const slowHeadCheckMs = 2_000

export function makeHttp1Server({ handler, limits, newRequestId }: InnerServerOptions): Http1Server {
  const server = nodeHttp.createServer(
    {
      headersTimeout: limits.headMs,
      connectionsCheckingInterval: Math.min(slowHeadCheckMs, limits.headMs),
      maxHeaderSize: headSizeMax,
      /* Bodies have their own time (request-body.ts), and connections theirs (silence-watch.ts). */
      requestTimeout: 0,
      keepAliveTimeout: 0,
    },
    handler,
  )
  server.on('checkContinue', (request, response) => {
    /* The client waits for a word before it sends the body: one that will be refused need not come at all. */
    if ((announcedSize(request.headers) ?? 0) <= limits.bodySizeMax) response.writeContinue()
    handler(request, response)
  })
  server.on('clientError', (error, socket) => hangUp(error, socket, newRequestId()))
  return server
}

/** Answers what was no HTTP, if nothing was sent yet, and closes. */
function hangUp(error: Error, socket: Duplex, requestId: string): void {
  const answered = 'bytesWritten' in socket && socket.bytesWritten !== 0
  if (!socket.writable || answered || hasCode(error, 'ECONNRESET')) socket.destroy()
  else socket.end(rawRefusal(refusalFor(error), requestId), () => socket.destroy())
}

function refusalFor(error: Error): Refusal {
  if (hasCode(error, 'HPE_HEADER_OVERFLOW')) return refusals.headTooLarge
  if (hasCode(error, 'ERR_HTTP_REQUEST_TIMEOUT')) return refusals.tooSlow
  return refusals.malformed
}

/*
 * So that one body that is not read does not hold up the others of its connection. No bound on memory: node:http2 opens
 * this window again as soon as bytes come, read or not (40 unread bodies of 8 MiB got 160 MiB through one of 1 MiB, with
 * 4 MiB for each stream). The window of each stream is the bound, and BodyCollector's on how many of them are not read.
 */
const connectionWindow = 16 * 1024 * 1024
const frameSizeMax = 1024 * 1024
const streamsPerConnection = 256
/** In MiB. Answers of GetRecords are 13 MiB and several may wait for one reader; Node's 10 would end the session. */
const sessionMemory = 256

export async function makeHttp2Server({ handler, limits }: InnerServerOptions): Promise<Http2Server> {
  const http2 = await import('node:http2')
  const handle = handler as unknown as (request: Http2ServerRequest, response: Http2ServerResponse) => void
  const server = http2.createServer(
    {
      maxSessionMemory: sessionMemory,
      settings: {
        initialWindowSize: limits.streamWindow,
        maxConcurrentStreams: streamsPerConnection,
        maxFrameSize: frameSizeMax,
        maxHeaderListSize: headSizeMax,
      },
    },
    handle,
  )
  server.on('session', (session) => {
    session.setLocalWindowSize(connectionWindow)
  })
  server.on('checkContinue', (request, response) => {
    if ((announcedSize(request.headers) ?? 0) <= limits.bodySizeMax) response.writeContinue()
    handle(request, response)
  })
  /* A connection that breaks the protocol ends; without a listener it would end the process. */
  server.on('sessionError', () => undefined)
  return server
}

export interface TlsCertificate {
  /** PEM: the certificate, with the chain behind it if there is one. */
  readonly cert: string | Buffer
  /** PEM. */
  readonly key: string | Buffer
}

/** Ends TLS; what it carries is for the two above, by ALPN. */
export async function makeTlsServer(
  { cert, key }: TlsCertificate,
  { greetingMs }: HttpLimits,
): Promise<TlsServer> {
  const tls = await import('node:tls')
  return tls.createServer({
    cert,
    key,
    ALPNProtocols: ['h2', 'http/1.1'],
    handshakeTimeout: greetingMs,
    minVersion: 'TLSv1.2',
  })
}
