import { once } from 'node:events'
import https from 'node:https'
import tls from 'node:tls'
import { expect, test } from 'vitest'
import { http2Request, http2Session } from './http2-client.ts'
import { RawClient } from './raw-client.ts'
import { startTestServer } from './start.ts'

/* The certificate is the server's own, which no authority has signed. */
const trusting = { rejectUnauthorized: false }

test('one port answers HTTP/1.1', async () => {
  await using server = await startTestServer()
  const answer = await fetch(`http://127.0.0.1:${server.port}/a?b=c`, { method: 'POST', body: 'hello' })
  expect(await answer.json()).toEqual({ method: 'POST', path: '/a?b=c', size: 5, start: 'hello' })
})

test('one port answers HTTP/2 with prior knowledge, many requests on one connection', async () => {
  await using server = await startTestServer()
  await using session = await http2Session(`http://127.0.0.1:${server.port}`)
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => http2Request(session, { ':method': 'POST' }, 'x'.repeat(i * 1000))),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200))
  expect(answers.map(({ body }) => JSON.parse(body).size)).toEqual(
    Array.from({ length: 50 }, (_, i) => i * 1000),
  )
})

test('one port answers HTTP/1.1 inside TLS', async () => {
  await using server = await startTestServer()
  const request = https.get({ ...trusting, host: '127.0.0.1', port: server.port, path: '/tls', agent: false })
  const [response] = await once(request, 'response')
  expect(JSON.parse((await response.toArray()).join('')).path).toBe('/tls')
})

test('one port answers HTTP/2 inside TLS', async () => {
  await using server = await startTestServer()
  await using session = await http2Session(`https://127.0.0.1:${server.port}`, trusting)
  expect(session.alpnProtocol).toBe('h2')
  expect(JSON.parse((await http2Request(session, { ':path': '/h2' })).body).path).toBe('/h2')
})

test('TLS without a certificate closes the connection, and asks for one again at the next', async () => {
  let tries = 0
  await using server = await startTestServer({
    certificate: async () => {
      tries++
      throw new Error('no certificate')
    },
  })
  for (let i = 0; i < 2; i++) {
    const socket = tls.connect({ ...trusting, host: '127.0.0.1', port: server.port })
    const [error] = await once(socket, 'error')
    expect(error.code).toBe('ECONNRESET')
  }
  expect(tries).toBe(2)
})

test('a protocol is told when its first bytes come one at a time', async () => {
  await using server = await startTestServer()
  using client = await RawClient.connect(server.port)
  client.socket.setNoDelay(true)
  for (const letter of 'PUT /slow HTTP/1.1\r\nHost: x\r\n\r\n') {
    client.send(letter)
    await new Promise(setImmediate)
  }
  expect(await client.until('"path":"/slow"')).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
})

test('a connection that says nothing is closed after the time to greet', async () => {
  await using server = await startTestServer({ limits: { greetingMs: 20 } })
  using client = await RawClient.connect(server.port)
  client.send('PR')
  expect(await client.untilClosed()).toBe('')
})

test('a request for an upgrade to HTTP/2 is answered in HTTP/1.1', async () => {
  await using server = await startTestServer()
  using client = await RawClient.connect(server.port)
  client.send(
    'GET /up HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
  )
  expect(await client.until('"path":"/up"')).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
})
