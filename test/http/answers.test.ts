import { expect, test } from 'vitest'
import type { Api, ApiResponse } from '../../src/api/index.ts'
import { type Clock, systemClock } from '../../src/base/index.ts'
import { streamHeadDelayMs } from '../../src/http/exchange.ts'
import { rawAnswers } from './direct/raw-answers.ts'
import { http2Request, http2Session } from './http2-client.ts'
import { RawClient } from './raw-client.ts'
import { startTestServer } from './start.ts'

const answering = (body: ApiResponse['body'], headers = {}): Api => {
  return async () => ({ status: 200, headers, body })
}

test('every answer carries ids of its own', async () => {
  await using server = await startTestServer()
  const ids = new Set<string>()
  for (let i = 0; i < 100; i++) {
    const { headers } = await fetch(`http://127.0.0.1:${server.port}/`)
    expect(headers.get('x-amzn-requestid')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(headers.get('x-amz-id-2')).toMatch(/^[A-Za-z0-9+/]{64}$/)
    ids.add(headers.get('x-amzn-requestid')!).add(headers.get('x-amz-id-2')!)
  }
  expect(ids.size).toBe(200)
})

test('an answer of any bytes and any size comes back as it was, over both protocols', async () => {
  for (const size of [0, 1, 4096, 4097, 200_000, 14 * 1024 * 1024]) {
    const body = Buffer.alloc(size)
    for (let i = 0; i < size; i++) body[i] = i % 256
    await using server = await startTestServer({ api: answering(body) })
    const answer = await fetch(`http://127.0.0.1:${server.port}/`)
    expect(answer.headers.get('content-length')).toBe(String(size))
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true)
    await using session = await http2Session(`http://127.0.0.1:${server.port}`)
    const { body: text, headers } = await http2Request(session, {})
    expect(headers['content-length']).toBe(String(size))
    expect(Buffer.from(text, 'latin1').equals(body)).toBe(true)
  }
})

test('an answer that is a string comes back as it was, over both protocols', async () => {
  for (const size of [0, 1, 4097, 400_000]) {
    const body = 'a'.repeat(size)
    await using server = await startTestServer({ api: answering(body) })
    const answer = await fetch(`http://127.0.0.1:${server.port}/`)
    expect(answer.headers.get('content-length')).toBe(String(size))
    expect((await answer.text()) === body).toBe(true)
    await using session = await http2Session(`http://127.0.0.1:${server.port}`)
    const { body: text, headers } = await http2Request(session, {})
    expect(headers['content-length']).toBe(String(size))
    expect(text === body).toBe(true)
  }
})

test('HEAD is answered with the length of what GET would give, and no body', async () => {
  await using server = await startTestServer({ api: answering(Buffer.from('hello')) })
  using client = await RawClient.connect(server.port)
  client.send('HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const all = await client.until('hello')
  expect(all.match(/Content-Length: 5\r\n/g)).toHaveLength(2)
  expect(all.match(/hello/g)).toHaveLength(1)
})

test('requests that come in one piece are answered in their order', async () => {
  const api: Api = async ({ path }) => {
    if (path === '/1') await new Promise(setImmediate)
    return { status: 200, headers: {}, body: Buffer.from(`<${path}>`) }
  }
  await using server = await startTestServer({ api })
  using client = await RawClient.connect(server.port)
  client.send(['/1', '/2', '/3'].map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''))
  expect((await client.until('</3>')).match(/<.\d>/g)).toEqual(['</1>', '</2>', '</3>'])
})

test('a streamed answer arrives piece by piece, as it is made', async () => {
  const { promise: seen, resolve: sawFirst } = Promise.withResolvers<void>()
  async function* pieces() {
    yield Buffer.from('first')
    await seen
    yield Buffer.from('second')
  }
  await using server = await startTestServer({ api: answering(pieces()) })
  using client = await RawClient.connect(server.port)
  client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  expect(await client.until('first')).not.toContain('second')
  sawFirst()
  await client.until('second')
})

test('the head of a streamed answer waits until the client is surely through with its request', async () => {
  const { promise: waits, resolve: wait } = Promise.withResolvers<void>()
  const { promise: over, resolve: goOn } = Promise.withResolvers<void>()
  const clock: Clock = {
    ...systemClock,
    async sleep(delayMs, signal) {
      if (delayMs !== streamHeadDelayMs) return systemClock.sleep(delayMs, signal)
      wait()
      await over
    },
  }
  async function* pieces() {
    yield Buffer.from('first')
  }
  await using server = await startTestServer({ api: answering(pieces()), clock })
  using client = await RawClient.connect(server.port)
  let received = ''
  client.socket.on('data', (bytes) => {
    received += bytes
  })
  client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await waits
  for (let i = 0; i < 100; i++) await new Promise(setImmediate)
  expect(received).toBe('')
  goOn()
  await client.until('first')
})

test('a streamed answer stops being made when its client goes away, and never runs ahead of it', async () => {
  let made = 0
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  async function* pieces() {
    try {
      for (;;) {
        made++
        yield Buffer.alloc(1024 * 1024)
      }
    } finally {
      end()
    }
  }
  await using server = await startTestServer({ api: answering(pieces()) })
  {
    using client = await RawClient.connect(server.port)
    client.socket.pause()
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    while (made === 0) await new Promise(setImmediate)
    for (let i = 0; i < 100; i++) await new Promise(setImmediate)
    expect(made).toBeLessThan(30)
  }
  await ended
})

/** One request of each way that an answer can take. @returns the answer's body */
const ways = {
  async direct(port: number) {
    using client = await RawClient.connect(port)
    client.socket.pause()
    client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n')
    /* Until the system's buffers are full. */
    for (let i = 0; i < 200; i++) await new Promise(setImmediate)
    client.socket.resume()
    return rawAnswers(await client.until('\r\n0\r\n\r\n')).answers[0]!.body
  },
  async node(port: number) {
    return await (await fetch(`http://127.0.0.1:${port}/way`)).text()
  },
  async http2(port: number) {
    await using session = await http2Session(`http://127.0.0.1:${port}`)
    return (await http2Request(session, {})).body
  },
  async tls(port: number) {
    await using session = await http2Session(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
    return (await http2Request(session, {})).body
  },
}

test.each(Object.entries(ways))(
  'the memory of a piece may be used again when the next is asked for: %s',
  async (_, read) => {
    const sizes = [1, 4096, 4097, 70_000, 1_000_000, 300]
    async function* pieces() {
      const memory = Buffer.alloc(1_000_000)
      for (let i = 0; i < 60; i++) {
        const size = sizes[i % sizes.length]!
        memory.fill(0x61 + (i % 26))
        yield memory.subarray(0, size)
        memory.fill(0x21)
        await new Promise(setImmediate)
      }
    }
    await using server = await startTestServer({ api: answering(pieces()) })
    const expected = Array.from({ length: 60 }, (_, i) =>
      String.fromCharCode(0x61 + (i % 26)).repeat(sizes[i % sizes.length]!),
    ).join('')
    expect((await read(server.port)) === expected).toBe(true)
  },
)

test('an answer in parts is written at once, each part when the one before is taken, and is a request under way', async () => {
  const clock: Clock = {
    ...systemClock,
    async sleep(delayMs, signal) {
      expect(delayMs).not.toBe(streamHeadDelayMs)
      return systemClock.sleep(delayMs, signal)
    },
  }
  const { promise: seen, resolve: sawFirst } = Promise.withResolvers<void>()
  async function* parts() {
    yield Buffer.from('first')
    await seen
    yield Buffer.from('second')
  }
  const api: Api = async () => ({ status: 200, headers: {}, body: { parts: parts() } })
  await using server = await startTestServer({ api, clock })
  using client = await RawClient.connect(server.port)
  client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n')
  expect(await client.until('first')).not.toContain('second')
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
  expect(text).toMatch(/^millrace_http_requests_under_way 1$/m)
  expect(text).toMatch(/^millrace_http_streams 0$/m)
  sawFirst()
  await client.until('second\r\n0\r\n\r\n')
})

test('a streamed answer that fails is cut off, and the server goes on', async () => {
  async function* pieces() {
    yield Buffer.from('first')
    throw new Error('broken')
  }
  let calls = 0
  const api: Api = async () => {
    const body = calls++ === 0 ? pieces() : Buffer.from('whole')
    return { status: 200, headers: {}, body }
  }
  await using server = await startTestServer({ api })
  const url = `http://127.0.0.1:${server.port}/`
  const answer = await fetch(url)
  await expect(answer.text()).rejects.toThrow()
  expect(await (await fetch(url)).text()).toBe('whole')
})
