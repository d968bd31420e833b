import { once } from 'node:events'
import { expect, test } from 'vitest'
import { http2Request, http2Session } from './http2-client.ts'
import { RawClient, sendRaw } from './raw-client.ts'
import { startTestServer } from './start.ts'

test('what is no HTTP is answered 400 with a request id, and the connection is closed', async () => {
  await using server = await startTestServer()
  const wrong = [
    'GARBAGE\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n',
    'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
    '\0\0\0\0',
  ]
  for (const request of wrong) {
    const answer = await sendRaw(server.port, request)
    expect(answer, request).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n.*MalformedHttpRequestException/s)
    expect(answer).toMatch(/x-amzn-RequestId: [0-9a-f-]{36}\r\n/)
  }
})

test('headers of more than 32 KiB are answered 431', async () => {
  await using server = await startTestServer()
  const answer = await sendRaw(server.port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 431 /)
})

test('a head that does not come to its end is answered 408', async () => {
  await using server = await startTestServer({ limits: { headMs: 40 } })
  const answer = await sendRaw(server.port, 'GET / HTTP/1.1\r\nHost: x\r\nX: a')
  expect(answer).toMatch(/^HTTP\/1\.1 408 .*RequestTimeoutException/s)
})

test('a second request that is malformed closes the connection without a second answer in between', async () => {
  await using server = await startTestServer()
  using client = await RawClient.connect(server.port)
  await client.send('GET /one HTTP/1.1\r\nHost: x\r\n\r\n').until('"path":"/one"')
  const all = await client.send('GARBAGE\r\n\r\n').untilClosed()
  expect(all.match(/HTTP\/1\.1/g)).toHaveLength(1)
})

test('frames that break HTTP/2 end their connection and nobody else', async () => {
  await using server = await startTestServer()
  await using good = await http2Session(`http://127.0.0.1:${server.port}`)
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])
  const wrong = [
    Buffer.from('PRI garbage that is no preface at all'),
    Buffer.concat([preface, Buffer.from([0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0])]),
    Buffer.concat([preface, settings, Buffer.from([0, 0, 1, 0, 0, 0, 0, 0, 0, 0])]),
    Buffer.concat([preface, settings, Buffer.from([0, 0, 3, 1, 4, 0, 0, 0, 1, 0xff, 0xff, 0xff])]),
    Buffer.concat([preface, settings, Buffer.from([0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1])]),
  ]
  for (const bytes of wrong) await sendRaw(server.port, bytes)
  expect((await http2Request(good, { ':path': '/still' })).status).toBe(200)
})

test('a client that resets its streams at once is served on the next connection', async () => {
  await using server = await startTestServer()
  const session = await http2Session(`http://127.0.0.1:${server.port}`)
  session.on('error', () => undefined)
  for (let i = 0; i < 300; i++) {
    const stream = session.request({ ':method': 'POST' })
    stream.on('error', () => undefined)
    stream.write('x')
    stream.close(8)
  }
  session.destroy()
  if (!session.closed) await once(session, 'close')
  expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200)
})
