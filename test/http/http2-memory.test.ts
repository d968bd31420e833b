import { once } from 'node:events'
import http2, { type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2'
import { expect, test } from 'vitest'
import type { Api } from '../../src/api/index.ts'
import { http2Request, http2Session } from './http2-client.ts'
import { echo, startTestServer } from './start.ts'

/*
 * Goal: what all HTTP/2 clients together make the server hold of bodies is bounded, whatever they send.
 * Method: limits so small that bodies of every kind are there at once (one with all of the memory, some that wait, the
 * others refused), and the bytes that left their clients.
 */
const kibibyte = 1024
const bodySize = 1024 * kibibyte
const streamWindow = 64 * kibibyte
const waitingMax = 4
/** No more than a client of node:http2 holds for one connection: 10 MB. */
const othersCount = 8
/** So that all that wait have room in half of it (body-memory.ts). */
const bodyMemory = 2 * waitingMax * bodySize
const limits = { bodyMemory, streamWindow, waitingMemory: waitingMax * streamWindow }

function post(
  session: ClientHttp2Session,
  headers: http2.OutgoingHttpHeaders = {},
  size = bodySize,
): ClientHttp2Stream {
  const head = { ':method': 'POST', 'content-length': size, ...headers }
  const stream = session.request(head, { endStream: false })
  /* The server ends a refused one. */
  stream.on('error', () => undefined)
  stream.end(Buffer.alloc(size, 'x'))
  return stream
}

async function statusOf(stream: ClientHttp2Stream): Promise<number> {
  const [headers] = await once(stream, 'response')
  stream.resume()
  return headers[':status']
}

/** An API that answers when it is told to. */
function gate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  const api: Api = async (request) => {
    arrive()
    await opened
    return await echo(request)
  }
  return { api, arrived, open }
}

/** A session whose client knows the window. */
async function sessionTo(port: number) {
  const session = await http2Session(`http://127.0.0.1:${port}`)
  await http2Request(session, { ':path': '/health' })
  return session
}

const bytesSent = (session: ClientHttp2Session) => session.socket?.bytesWritten ?? 0

test('large bodies on many HTTP/2 connections are held within the memory for bodies and for those that wait', async () => {
  const { api, arrived, open } = gate()
  await using server = await startTestServer({ api, limits })
  await using served = await sessionTo(server.port)
  await using waiting = await sessionTo(server.port)
  await using refused = await sessionTo(server.port)
  const first = statusOf(post(served, {}, bodyMemory))
  await arrived

  const statuses = Array.from({ length: waitingMax + 1 }, () => statusOf(post(waiting)))
  expect(await Promise.race(statuses)).toBe(503)
  const others = Array.from({ length: othersCount }, () => statusOf(post(refused)))
  expect(await Promise.all(others)).toEqual(Array(othersCount).fill(503))
  await new Promise((resolve) => waiting.ping(resolve))
  const dropped = bodySize
  expect(bytesSent(waiting)).toBeLessThan(dropped + limits.waitingMemory + waitingMax * 16 * kibibyte)

  open()
  expect(await first).toBe(200)
  expect((await Promise.all(statuses)).sort()).toEqual([...Array(waitingMax).fill(200), 503])
})

test('a body that waits for memory and is given up makes room for another to wait', async () => {
  const { api, arrived, open } = gate()
  await using server = await startTestServer({ api, limits: { ...limits, waitingMemory: streamWindow } })
  await using session = await sessionTo(server.port)
  const first = statusOf(post(session, {}, bodyMemory))
  await arrived
  const given = post(session)
  expect(await statusOf(post(session))).toBe(503)
  given.close(http2.constants.NGHTTP2_CANCEL)
  await once(given, 'close')
  const next = statusOf(post(session))
  expect(await statusOf(post(session))).toBe(503)
  open()
  expect(await Promise.all([first, next])).toEqual([200, 200])
})

test.each([
  ['of a refused request', { origin: 'http://elsewhere.example' }],
  ['of a health check', { ':method': 'GET', ':path': '/health' }],
])('the body %s is dropped, even if its client never reads the answer', async (_, headers) => {
  await using server = await startTestServer({ limits })
  await using session = await http2Session(`http://127.0.0.1:${server.port}`, {
    settings: { initialWindowSize: 0 },
  })
  const stream = post(session, headers)
  await once(stream, 'finish')
  expect(bytesSent(session)).toBeGreaterThan(bodySize)
  stream.close(http2.constants.NGHTTP2_CANCEL)
})
