import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { Api } from '../../src/api/index.ts'
import { cborClient } from '../wire/cbor-client.ts'
import { RawClient } from './raw-client.ts'
import { echo, startTestServer } from './start.ts'

test('a connection over the most that may be open is closed at once', async () => {
  await using server = await startTestServer({ limits: { connectionsMax: 1 } })
  using first = await RawClient.connect(server.port)
  await first.send('GET /first HTTP/1.1\r\nHost: x\r\n\r\n').until('/first')
  using second = await RawClient.connect(server.port)
  expect(await second.untilClosed()).toBe('')
  await first.send('GET /again HTTP/1.1\r\nHost: x\r\n\r\n').until('/again')
})

test('a request over the most that may be under way is answered 503, and those before it are served', async () => {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  const api: Api = async (request) => {
    arrive()
    await opened
    return await echo(request)
  }
  await using server = await startTestServer({ api, limits: { requestsMax: 1 } })
  const url = `http://127.0.0.1:${server.port}/`
  const first = fetch(url)
  await arrived
  const refused = await fetch(url)
  expect(refused.status).toBe(503)
  expect(await refused.json()).toMatchObject({ __type: 'ServiceUnavailable' })
  open()
  expect((await first).status).toBe(200)
  expect((await fetch(url)).status).toBe(200)
})

test('requests that wait are none of those that may be under way, and their bodies hold no memory', async () => {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  let arrived = 0
  const api: Api = async (request) => {
    if (request.path !== '/wait') return await echo(request)
    request.beginToWait?.()
    arrived++
    await opened
    return { status: 200, headers: {}, body: Buffer.from('waited') }
  }
  await using server = await startTestServer({ api, limits: { requestsMax: 1, waitingMax: 2 } })
  const url = `http://127.0.0.1:${server.port}`
  const wait = () => fetch(`${url}/wait`, { method: 'POST', body: 'x'.repeat(200_000) })
  const waiting = [wait(), wait()]
  while (arrived < 2) await new Promise((resolve) => setImmediate(resolve))
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).toContain('millrace_http_body_memory_bytes 0\n')
  expect(metrics).toContain('millrace_http_requests_under_way 2\n')
  expect((await fetch(`${url}/other`)).status).toBe(200)
  // A third waits too, and then is the one that is under way.
  waiting.push(wait())
  while (arrived < 3) await new Promise((resolve) => setImmediate(resolve))
  expect((await fetch(`${url}/other`)).status).toBe(503)
  open()
  for (const answer of waiting) expect(await (await answer).text()).toBe('waited')
  expect((await fetch(`${url}/other`)).status).toBe(200)
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('millrace_http_requests_under_way 0\n')
})

test('streams are none of the requests that may be under way, and have a limit of their own', async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  async function* pieces() {
    yield Buffer.from('first')
    await ended
  }
  const api: Api = async (request) =>
    request.path === '/stream' ? { status: 200, headers: {}, body: pieces() } : await echo(request)
  await using server = await startTestServer({ api, limits: { requestsMax: 1, streamsMax: 2 } })
  const url = `http://127.0.0.1:${server.port}`
  const streams = [await fetch(`${url}/stream`), await fetch(`${url}/stream`)]
  expect((await fetch(`${url}/other`)).status).toBe(200)
  expect((await fetch(`${url}/stream`)).status).toBe(503)
  end()
  expect(await Promise.all(streams.map((stream) => stream.text()))).toEqual(['first', 'first'])
  expect((await fetch(`${url}/stream`)).status).toBe(200)
})

test('a place for a stream is taken before anything is done for it, and given back with another answer', async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  async function* pieces() {
    await ended
    yield Buffer.from('all')
  }
  const held: (boolean | undefined)[] = []
  const api: Api = async (request) => {
    held.push(request.holdStream?.())
    if (request.path !== '/stream' || held.at(-1) === false) return await echo(request)
    return { status: 200, headers: {}, body: pieces() }
  }
  await using server = await startTestServer({ api, limits: { streamsMax: 1 } })
  const url = `http://127.0.0.1:${server.port}`
  await (await fetch(`${url}/other`)).text()
  const stream = await fetch(`${url}/stream`)
  await (await fetch(`${url}/stream`)).text()
  end()
  expect(await stream.text()).toBe('all')
  await (await fetch(`${url}/stream`)).text()
  expect(held).toEqual([true, true, false, true])
})

test('a stream is counted when it begins, and its bytes as they go', async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  async function* pieces() {
    yield Buffer.from('12345')
    await ended
    yield Buffer.from('678')
  }
  await using server = await startTestServer({
    api: async () => ({ status: 200, headers: {}, body: pieces() }),
  })
  const url = `http://127.0.0.1:${server.port}`
  const operation = '{service="kinesis",operation="PutRecord"}'
  const lines = async () => (await (await fetch(`${url}/metrics`)).text()).split('\n')
  const headers = { 'x-amz-target': 'Kinesis_20131202.PutRecord' }
  const answer = await fetch(url, { method: 'POST', headers })
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'millrace_http_streams 1',
      'millrace_http_requests_under_way 0',
      'millrace_http_requests_total{service="kinesis",operation="PutRecord",status="200"} 1',
      `millrace_http_response_bytes_total${operation} 5`,
    ]),
  )
  end()
  await answer.text()
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'millrace_http_streams 0',
      'millrace_http_requests_total{service="kinesis",operation="PutRecord",status="200"} 1',
      `millrace_http_response_bytes_total${operation} 8`,
    ]),
  )
})

test('the body of a request whose answer is a stream holds no memory while that goes on', async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  async function* pieces() {
    yield Buffer.from('first')
    await ended
  }
  await using server = await startTestServer({
    api: async () => ({ status: 200, headers: {}, body: pieces() }),
  })
  const url = `http://127.0.0.1:${server.port}`
  const answer = await fetch(url, { method: 'POST', body: Buffer.alloc(1_000_000) })
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('\nmillrace_http_body_memory_bytes 0\n')
  end()
  await answer.text()
})

test('a client of CBOR is refused in CBOR', async () => {
  await using server = await startTestServer({ limits: { requestsMax: 0 } })
  const headers = { 'Content-Type': 'application/x-amz-cbor-1.1' }
  const refused = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', headers, body: 'x' })
  expect(refused.status).toBe(503)
  expect(refused.headers.get('content-type')).toBe('application/x-amz-cbor-1.1')
  expect(cborClient.decode(Buffer.from(await refused.arrayBuffer()))).toMatchObject({
    __type: 'ServiceUnavailable',
    message: expect.stringContaining('Try again later'),
  })
})

test('a connection on which nothing moves is closed, idle or in the middle of a request', async () => {
  const never: Api = () => new Promise(() => undefined)
  await using server = await startTestServer({ api: never, limits: { silenceMs: 60 } })
  using waiting = await RawClient.connect(server.port)
  waiting.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  using reading = await RawClient.connect(server.port)
  reading.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')
  expect(await waiting.untilClosed()).toBe('')
  expect(await reading.untilClosed()).toBe('')
})

test('the signal of a request aborts when its client goes away', async () => {
  const { promise: aborted, resolve } = Promise.withResolvers<void>()
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  const api: Api = async ({ signal }) => {
    arrive()
    await once(signal, 'abort')
    resolve()
    return { status: 200, headers: {}, body: Buffer.alloc(0) }
  }
  await using server = await startTestServer({ api })
  {
    using client = await RawClient.connect(server.port)
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await arrived
  }
  await aborted
})

test('an API that fails is answered 500, with nothing of the failure in it', async () => {
  const lines: object[] = []
  const collect = (fields: object) => void lines.push(fields)
  const logger = { debug: collect, info: collect, warn: collect, error: collect }
  const api: Api = async () => {
    throw new Error('a secret')
  }
  await using server = await startTestServer({ api, logger })
  const answer = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'x' })
  expect(answer.status).toBe(500)
  expect(await answer.text()).not.toContain('secret')
  expect(lines).toMatchObject([{ err: { message: 'a secret' } }])
})
