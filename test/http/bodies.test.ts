import { once } from 'node:events'
import http from 'node:http'
import { expect, test } from 'vitest'
import type { Api } from '../../src/api/index.ts'
import { gate, held, turns } from './direct/requests.ts'
import { http2Request, http2Session } from './http2-client.ts'
import { RawClient } from './raw-client.ts'
import { echo, startTestServer } from './start.ts'

const mebibyte = 1024 * 1024

/** An API that answers with the body that it was given. */
const mirror: Api = async ({ body }) => ({ status: 200, headers: {}, body: Buffer.from(body) })

test('a body of any size up to the limit arrives whole, over both protocols', async () => {
  await using server = await startTestServer({ api: mirror })
  await using session = await http2Session(`http://127.0.0.1:${server.port}`)
  for (const size of [0, 1, 65_535, 65_536, 65_537, 3 * mebibyte, 16 * mebibyte]) {
    const body = Buffer.alloc(size)
    for (let i = 0; i < size; i++) body[i] = i % 251
    const answer = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body })
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true)
    const { body: text } = await http2Request(session, { ':method': 'POST' }, body)
    expect(Buffer.from(text, 'latin1').equals(body)).toBe(true)
  }
})

test('a chunked body arrives whole', async () => {
  await using server = await startTestServer()
  using client = await RawClient.connect(server.port)
  client.send('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
  for (const piece of ['hel', 'lo, ', 'world']) client.send(`${piece.length.toString(16)}\r\n${piece}\r\n`)
  client.send('0\r\n\r\n')
  expect(await client.until('"start":"hello, world"')).toContain('"size":12')
})

test('a body announced over the limit is answered 413 without being read', async () => {
  await using server = await startTestServer({ limits: { bodySizeMax: 1000 } })
  using client = await RawClient.connect(server.port)
  client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n')
  const answer = await client.until('too large')
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toContain('"__type":"RequestEntityTooLargeException"')
})

test('after a 413 the connection goes on with the next request', async () => {
  await using server = await startTestServer({ limits: { bodySizeMax: 10 } })
  using client = await RawClient.connect(server.port)
  client.send(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n${'a'.repeat(100_000)}`)
  client.send('GET /next HTTP/1.1\r\nHost: x\r\n\r\n')
  expect(await client.until('"path":"/next"')).toContain('413')
})

test('a body that grows over the limit is answered 413, over both protocols', async () => {
  await using server = await startTestServer({ limits: { bodySizeMax: 1000 } })
  using client = await RawClient.connect(server.port)
  client.send('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
  client.send(`3e8\r\n${'a'.repeat(1000)}\r\n`).send('1\r\na\r\n')
  expect(await client.until('too large')).toMatch(/^HTTP\/1\.1 413 /)

  await using session = await http2Session(`http://127.0.0.1:${server.port}`)
  expect((await http2Request(session, { ':method': 'POST' }, Buffer.alloc(50_000))).status).toBe(413)
  expect((await http2Request(session, { ':path': '/next' })).status).toBe(200)
})

test('a client that asks first is told to go on, or not to send a body that is too large', async () => {
  await using server = await startTestServer({ limits: { bodySizeMax: 1000 } })
  const options = { port: server.port, method: 'POST', agent: false }
  const small = http.request({ ...options, headers: { expect: '100-continue', 'content-length': 5 } })
  small.flushHeaders()
  await once(small, 'continue')
  small.end('hello')
  const [answer] = await once(small, 'response')
  expect(JSON.parse((await answer.toArray()).join('')).start).toBe('hello')

  const large = http.request({ ...options, headers: { expect: '100-continue', 'content-length': 5000 } })
  large.on('continue', () => expect.fail('told to send what is too large'))
  large.flushHeaders()
  const [refusal] = await once(large, 'response')
  expect(refusal.statusCode).toBe(413)
  large.destroy()
})

test('a body that does not come is answered 408 after its time', async () => {
  await using server = await startTestServer({ limits: { bodyMs: 40 } })
  using client = await RawClient.connect(server.port)
  client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel')
  expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 408 .*RequestTimeoutException/s)
})

test('a request whose client goes away before its body is whole never reaches the API', async () => {
  const paths: string[] = []
  const api: Api = async (request) => {
    paths.push(request.path)
    return await echo(request)
  }
  await using server = await startTestServer({ api })
  {
    using client = await RawClient.connect(server.port)
    client.send('POST /cut1 HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhel')
    using chunked = await RawClient.connect(server.port)
    chunked.send('POST /cut2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel')
    await using session = await http2Session(`http://127.0.0.1:${server.port}`)
    const stream = session.request({ ':method': 'POST', ':path': '/cut3' })
    stream.on('error', () => undefined)
    stream.write('hel')
    await http2Request(session, { ':path': '/whole' })
    stream.close(8)
    await once(stream, 'close')
  }
  await server.close()
  expect(paths).toEqual(['/whole'])
})

test('bodies wait for memory while one at the API has all of it, and all of them are served', async () => {
  const { opened, open, arrive, arrived } = gate()
  const api: Api = async (request) => {
    arrive()
    await opened
    return await mirror(request)
  }
  const limits = { bodyMemory: 4 * mebibyte, bodySizeMax: 4 * mebibyte }
  await using server = await startTestServer({ api, limits })
  const mirrored = async (body: Buffer) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body })
    return Buffer.from(await answer.arrayBuffer())
  }
  const first = mirrored(Buffer.alloc(4 * mebibyte))
  await arrived
  const bodies = Array.from({ length: 8 }, (_, i) => Buffer.alloc(256 * 1024 - i, i))
  const others = bodies.map(mirrored)
  while ((await held(server.port)).requests < 9) await turns(1)
  open()
  expect(await first).toHaveLength(4 * mebibyte)
  for (const [i, body] of (await Promise.all(others)).entries()) expect(body.equals(bodies[i]!)).toBe(true)
})
