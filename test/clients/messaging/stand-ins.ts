import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'

interface Sent {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface StandIns {
  /** An SMS gateway, FCM and ADM, with their token endpoints. */
  readonly url: string
  /** APNs. */
  readonly http2Url: string
  close(): void
}

/** What each path is answered with. Tokens of devices that begin with `gone` are not known any more, numbers that end in 99 are opted out. */
function answerTo(path: string, body: string): [status: number, answer: object] {
  if (/token$/i.test(path)) return [200, { access_token: 'access', expires_in: 3600 }]
  if (path === '/sms') return [200, { status: /"phoneNumber":"\+\d+99"/.test(body) ? 'opted-out' : 'sent' }]
  if (path.includes('messages:send') && body.includes('"token":"gone')) {
    return [404, { error: { status: 'NOT_FOUND', details: [{ errorCode: 'UNREGISTERED' }] } }]
  }
  return [200, {}]
}

/** Services that phones are reached by, as far as the server knows them. What they were sent is at `/sent`. */
export async function startStandIns(): Promise<StandIns> {
  const sent: Sent[] = []
  const server = createServer(async (request, response) => {
    const { url: path = '', headers } = request
    const body = await textOf(request)
    if (path === '/sent') {
      response.end(JSON.stringify(sent.splice(0)))
      return
    }
    sent.push({ path, headers, body })
    const [status, answer] = answerTo(path, body)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  const sessions = new Set<ServerHttp2Session>()
  const http2 = createHttp2Server()
  http2.on('session', (session) => sessions.add(session))
  http2.on('stream', async (stream, headers) => {
    sent.push({ path: headers[':path'] ?? '', headers, body: await textOf(stream) })
    stream.respond({ ':status': 200 })
    stream.end()
  })
  return {
    url: await listen(server),
    http2Url: await listen(http2),
    close() {
      server.closeAllConnections()
      server.close()
      for (const session of sessions) session.destroy()
      http2.close()
    },
  }
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
