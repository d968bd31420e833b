import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSocketServer, type LookupFunction, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { HttpRequest } from '../../src/http-client/index.ts'
import { ClientWorld } from './client-world.ts'

let world = new ClientWorld()
afterEach(async () => {
  await world.close()
  world = new ClientWorld()
})

const answerOk = (_request: IncomingMessage, response: ServerResponse) => response.end('ok')

test('HttpClient sends method, headers and body, and gives status, headers and body of the answer', async () => {
  const url = await world.serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    response.writeHead(418, { 'x-kind': request.headers['x-kind'], 'content-type': 'text/plain' })
    response.end(
      `${request.method} ${request.url} ${request.headers['content-length']} ${Buffer.concat(chunks)}`,
    )
  })
  const answer = await world.request(`${url}/a?b=c`, {
    method: 'POST',
    headers: { 'x-kind': 'tea' },
    body: Buffer.from('hello'),
  })
  expect([answer.status, answer.headers['x-kind'], answer.body.toString()]).toEqual([
    418,
    'tea',
    'POST /a?b=c 5 hello',
  ])
})

test('HttpClient sends user and password of the URL as Basic credentials, but not over an authorization given', async () => {
  const url = await world.serve((request, response) => response.end(request.headers.authorization))
  const named = url.replace('//', '//us%40er:p%3Aw@')
  const basic = await world.request(named)
  expect(basic.body.toString()).toBe(`Basic ${Buffer.from('us@er:p:w').toString('base64')}`)
  const given = await world.request(named, { headers: { Authorization: 'Bearer x' } })
  expect(given.body.toString()).toBe('Bearer x')
})

test('HttpClient uses a connection again', async () => {
  const url = await world.serve(answerOk)
  for (let i = 0; i < 3; i++) await world.request(url)
  expect(world.connections).toBe(1)
})

test('HttpClient sends a request again when the connection that it used again was closed', async () => {
  let requests = 0
  const url = await world.serve((request, response) => {
    if (++requests === 2) request.socket.destroy()
    else response.end('ok')
  })
  await world.request(url)
  expect((await world.request(url)).status).toBe(200)
  expect([requests, world.connections]).toEqual([3, 2])
})

test('HttpClient does not send a request again when a new connection fails', async () => {
  let requests = 0
  const url = await world.serve((request) => {
    requests++
    request.socket.destroy()
  })
  await expect(world.request(url)).rejects.toMatchObject({ code: 'HTTP_CLIENT_UNREACHABLE', retryable: true })
  expect(requests).toBe(1)
})

test('HttpClient follows no redirect', async () => {
  const url = await world.serve((_, response) => response.writeHead(302, { location: '/other' }).end())
  const { status, headers } = await world.request(url)
  expect([status, headers.location]).toEqual([302, '/other'])
})

test.each([
  ['does not answer', () => undefined],
  [
    'answers a byte and then nothing more',
    (_: IncomingMessage, response: ServerResponse) => response.write('x'),
  ],
])('HttpClient gives up a host that %s, and closes the connection', async (_, handle) => {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  const url = await world.serve((request, response) => {
    request.socket.on('close', () => resolve())
    handle(request, response)
    arrive()
  })
  const pending = world.request(url, { timeoutMs: 5000 })
  await arrived
  world.clock.advance(4999)
  world.clock.advance(1)
  await expect(pending).rejects.toMatchObject({ code: 'HTTP_CLIENT_TIMED_OUT', retryable: true })
  await closed
})

test('a host that hangs holds its own sockets only, and a wait for one of them is in the deadline', async () => {
  const arrivals: (() => void)[] = []
  const hanging = await world.serve(() => arrivals.shift()?.())
  const good = await world.serve(answerOk)
  world.limit({ socketsPerHostMax: 1, socketsMax: 2 })
  const arrived = new Promise<void>((resolve) => arrivals.push(resolve))
  const first = world.request(hanging, { timeoutMs: 1000 })
  await arrived
  const second = world.request(hanging, { timeoutMs: 500 })
  const third = world.request(hanging, { timeoutMs: 5000 })
  expect((await world.request(good)).status).toBe(200)

  world.clock.advance(500)
  await expect(second).rejects.toMatchObject({ code: 'HTTP_CLIENT_TIMED_OUT' })
  const thirdArrived = new Promise<void>((resolve) => arrivals.push(resolve))
  world.clock.advance(500)
  await expect(first).rejects.toMatchObject({ code: 'HTTP_CLIENT_TIMED_OUT' })
  await thirdArrived
  world.clock.advance(5000)
  await expect(third).rejects.toMatchObject({ code: 'HTTP_CLIENT_TIMED_OUT' })
})

test('HttpClient gives up an answer that is too large, be it endless', async () => {
  const url = await world.serve((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1000)));
    }
    response.on('drain', more)
    more()
  })
  await expect(world.request(url, { answerBytesMax: 9999 })).rejects.toMatchObject({
    code: 'HTTP_CLIENT_ANSWER_TOO_LARGE',
  })
})

test('HttpClient takes an answer that comes before the whole of the body was sent', async () => {
  const url = await world.serve((_, response) => response.writeHead(413).end('no'))
  const { status } = await world.request(url, { method: 'POST', body: Buffer.alloc(8 * 1024 * 1024) })
  expect(status).toBe(413)
})

test.each([
  ['closes', (socket: Socket) => socket.destroy()],
  ['is no HTTP', (socket: Socket) => socket.end('SSH-2.0-x\r\n')],
  [
    'switches protocols',
    (socket: Socket) => socket.write('HTTP/1.1 101 Up\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  ],
  ['ends within the answer', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx')],
  [
    'has endless headers',
    (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\n${'a: bcdefghijklm\r\n'.repeat(5000)}`),
  ],
])('HttpClient tells of a peer that %s', async (_, answer) => {
  const url = await world.listen(createSocketServer((socket) => socket.once('data', () => answer(socket))))
  await expect(world.request(url)).rejects.toMatchObject({ code: 'HTTP_CLIENT_UNREACHABLE', retryable: true })
})

test('HttpClient tells of a host that refuses connections', async () => {
  const server = createServer(answerOk)
  const url = await world.listen(server)
  await new Promise((resolve) => server.close(resolve))
  await expect(world.request(url)).rejects.toMatchObject({ code: 'HTTP_CLIENT_UNREACHABLE' })
})

test('HttpClient gives up when the signal aborts, before or after it has begun', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  const url = await world.serve(() => arrive())
  const stop = new AbortController()
  const pending = world.request(url, { signal: stop.signal })
  await arrived
  stop.abort()
  await expect(pending).rejects.toMatchObject({ code: 'HTTP_CLIENT_ABORTED' })
  await expect(world.request(url, { signal: stop.signal })).rejects.toMatchObject({
    code: 'HTTP_CLIENT_ABORTED',
  })
})

const bad: [string, string, Partial<HttpRequest>][] = [
  ['a URL that is none', 'nowhere', {}],
  ['another protocol', 'ftp://127.0.0.1/', {}],
  ['credentials that are no UTF-8', 'http://%ff:x@127.0.0.1/', {}],
  ['a header with a line feed', 'http://127.0.0.1:9/', { headers: { 'x-a': 'b\r\nc: d' } }],
]
test.each(bad)('HttpClient refuses %s', async (_, url, options) => {
  await expect(world.request(url, options)).rejects.toMatchObject({
    code: 'HTTP_CLIENT_REQUEST_INVALID',
    retryable: false,
  })
})

const resolvingTo =
  (...addresses: string[]): LookupFunction =>
  (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

test('a name that resolves to a private address is not connected to, unless that is allowed', async () => {
  const url = (await world.serve(answerOk)).replace('127.0.0.1', 'rebound.example')
  world.limit({ lookup: resolvingTo('127.0.0.1'), allowPrivateAddresses: false })
  await expect(world.request(url)).rejects.toMatchObject({ code: 'HTTP_CLIENT_ADDRESS_FORBIDDEN' })
  expect(world.connections).toBe(0)
  world.limit({ lookup: resolvingTo('127.0.0.1'), allowPrivateAddresses: true })
  expect((await world.request(url)).status).toBe(200)
})

test('of the addresses of a name, only those are tried that are allowed', async () => {
  const url = (await world.serve(answerOk)).replace('127.0.0.1', 'two.example')
  world.limit({ lookup: resolvingTo('169.254.169.254', '127.0.0.1') })
  expect((await world.request(url)).status).toBe(200)
})

test.each([
  'http://127.0.0.1:9/',
  'http://[::1]:9/',
  'http://0x7f.1:9/',
  'http://2130706433:9/',
  'http://[::ffff:10.0.0.1]/',
])('%s is refused where private addresses are not allowed', async (url) => {
  world.limit({ allowPrivateAddresses: false })
  await expect(world.request(url)).rejects.toMatchObject({ code: 'HTTP_CLIENT_ADDRESS_FORBIDDEN' })
})

test.each(['http://169.254.169.254/', 'http://[::ffff:169.254.169.254]/', 'http://[fd00:ec2::254]/'])(
  '%s is refused also where private addresses are allowed',
  async (url) => {
    await expect(world.request(url)).rejects.toMatchObject({ code: 'HTTP_CLIENT_ADDRESS_FORBIDDEN' })
  },
)
