import { expect, test } from 'vitest'
import type { Api } from '../../../src/api/index.ts'
import { ManualClock } from '../../../src/base/index.ts'
import { RawClient } from '../raw-client.ts'
import { echo, startTestServer } from '../start.ts'
import { rawAnswers } from './raw-answers.ts'
import { gate, head, post, turns, untilNothingHeld } from './requests.ts'

const mebibyte = 1024 * 1024

/** An API whose answers are larger than all that the system buffers for a connection. */
const large = Buffer.alloc(24 * mebibyte, 'a')
const answerLarge: Api = async () => ({ status: 200, headers: {}, body: large })

const statusesOf = (received: string) => rawAnswers(received).answers.map(({ status }) => status)

test('thousands of requests in one read are answered one after the other, refused or not', async () => {
  for (const [requestsMax, status] of [
    [0, 503],
    [10, 200],
  ] as const) {
    await using server = await startTestServer({ limits: { requestsMax } })
    using client = await RawClient.connect(server.port)
    await client.send(post('')).until('\r\n\r\n{')
    client.send(post('').repeat(2_000) + post('', 'Connection: close'))
    const statuses = statusesOf(await client.untilClosed())
    expect(statuses).toHaveLength(2_002)
    expect(new Set(statuses)).toEqual(new Set([status]))
  }
})

test('a request that came in one read with the one before is not refused for it', async () => {
  const bodies = {
    small: () => 'small',
    large: () => Buffer.alloc(2 * mebibyte),
    stream: async function* () {
      yield Buffer.from('piece')
    },
  }
  for (const body of Object.values(bodies)) {
    const api: Api = async () => ({ status: 200, headers: {}, body: body() })
    await using server = await startTestServer({ api, limits: { requestsMax: 1, streamsMax: 1 } })
    using client = await RawClient.connect(server.port)
    client.send(post('a').repeat(3) + post('', 'Connection: close'))
    expect(statusesOf(await client.untilClosed()), body.name).toEqual([200, 200, 200, 200])
  }
})

test('a client that sends many requests ahead does not keep others waiting until all are answered', async () => {
  for (const requestsMax of [10, 0]) {
    await using server = await startTestServer({ limits: { requestsMax } })
    using greedy = await RawClient.connect(server.port)
    using other = await RawClient.connect(server.port)
    for (const client of [greedy, other]) await client.send(post('')).until('}')
    greedy.send(post('').repeat(500))
    other.send(post(''))
    await other.untilThat((received) => statusesOf(received).length === 2)
    expect(statusesOf(await greedy.until('}')).length, `${requestsMax}`).toBeLessThan(400)
  }
})

test('what a client has sent ahead is not looked at when it has gone', async () => {
  let calls = 0
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const api: Api = async (call) => {
    calls++
    await opened
    return await echo(call)
  }
  await using server = await startTestServer({ api })
  using client = await RawClient.connect(server.port)
  client.send(post('') + head(5))
  await turns(5)
  client.socket.resetAndDestroy()
  open()
  await untilNothingHeld(server.port)
  expect(calls).toBe(1)
})

test('a client that sends and does not read is not read from, and served when it reads', async () => {
  let calls = 0
  const api: Api = async (call) => (calls++ === 0 ? await answerLarge(call) : await echo(call))
  await using server = await startTestServer({ api })
  using client = await RawClient.connect(server.port)
  client.socket.pause()
  client.send(post(''))
  await turns(20)
  client.send(post('b'.repeat(64 * 1024)).repeat(512) + post('', 'Connection: close'))
  await turns(300)
  expect(client.socket.writableLength, 'bytes that the server has not taken').toBeGreaterThan(8 * mebibyte)
  expect(calls, 'none behind the answer that is not read').toBe(1)
  client.socket.resume()
  expect(statusesOf(await client.untilClosed())).toEqual(Array(514).fill(200))
})

test('a client that ends its half in the middle of an answer gets all of it', async () => {
  await using server = await startTestServer({ api: answerLarge })
  using client = await RawClient.connect(server.port)
  client.socket.pause()
  client.send(post(''))
  await turns(20)
  client.socket.end()
  await turns(20)
  client.socket.resume()
  expect(rawAnswers(await client.untilClosed()).answers[0]?.body).toHaveLength(large.length)
})

test('a client that ends its half behind its requests gets all of the answers', async () => {
  await using server = await startTestServer()
  for (const ahead of ['', post('')]) {
    using client = await RawClient.connect(server.port)
    client.send(ahead)
    await turns(5)
    client.socket.end(post('one') + post('two') + post('three'))
    const { answers } = rawAnswers(await client.untilClosed())
    expect(answers.slice(-3).map(({ body }) => JSON.parse(body).start)).toEqual(['one', 'two', 'three'])
  }
})

test('a client that ends its half in the middle of a request is told so, and the API is not called', async () => {
  let calls = 0
  const api: Api = async (call) => {
    calls++
    return await echo(call)
  }
  await using server = await startTestServer({ api })
  using inHead = await RawClient.connect(server.port)
  inHead.socket.end('POST / HTTP/1.1\r\nHost: x\r\nContent-Len')
  expect(statusesOf(await inHead.untilClosed())).toEqual([400])
  using inBody = await RawClient.connect(server.port)
  inBody.socket.end(`${head(5)}abc`)
  expect(await inBody.untilClosed()).toBe('')
  expect(calls).toBe(0)
  await untilNothingHeld(server.port)
})

test('close lets a client read an answer to its end, and looks at nothing that it sends behind the last request', async () => {
  const { open, opened, arrive, arrived } = gate()
  let calls = 0
  const api: Api = async (call) => {
    calls++
    arrive()
    await opened
    return await answerLarge(call)
  }
  await using server = await startTestServer({ api })
  using answered = await RawClient.connect(server.port)
  answered.socket.pause()
  answered.send(post(''))
  using waiting = await RawClient.connect(server.port)
  await arrived
  open()
  await turns(20)
  waiting.socket.pause()
  waiting.send(post('one'))
  await turns(20)
  const closed = server.close()
  answered.send(post(''))
  waiting.send(post(''))
  await turns(20)
  answered.socket.resume()
  waiting.socket.resume()
  for (const client of [answered, waiting]) {
    expect(rawAnswers(await client.untilClosed()).answers.map(({ body }) => body.length)).toEqual([
      large.length,
    ])
  }
  await closed
  expect(calls).toBe(2)
})

test('close lets what has begun to come come to its end, and says that it is the last', async () => {
  await using server = await startTestServer()
  const begun = ['POST / HTTP/1.1\r\nHost: x\r\n', `${head(6)}abc`]
  const rests = ['Content-Length: 0\r\n\r\n', 'def']
  const clients: RawClient[] = []
  for (const part of begun) clients.push((await RawClient.connect(server.port)).send(part))
  using idle = await RawClient.connect(server.port)
  await idle.send(post('')).until('}')
  const closed = server.close()
  expect(statusesOf(await idle.untilClosed())).toEqual([200])
  for (const [i, client] of clients.entries()) client.send(rests[i]! + post('not looked at'))
  for (const client of clients) {
    const { answers } = rawAnswers(await client.untilClosed())
    expect(answers).toMatchObject([{ status: 200, headers: { connection: 'close' } }])
  }
  await closed
})

test('a head that comes slowly is answered 408 in its time, however often a byte of it comes', async () => {
  const clock = new ManualClock()
  await using server = await startTestServer({ clock, limits: { headMs: 800 } })
  using client = await RawClient.connect(server.port)
  client.send('POST / HTTP/1.1\r\nX: ')
  await turns(5)
  while (!client.socket.readableEnded && clock.monotonicMs() < 5_000) {
    client.send('a')
    clock.advance(100)
    await turns(5)
  }
  expect(statusesOf(await client.untilClosed())).toEqual([408])
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(800)
  expect(clock.monotonicMs()).toBeLessThanOrEqual(1_100)
})

test('a connection between two requests has all the time of the silence, and a slow second head no 408', async () => {
  const clock = new ManualClock()
  await using server = await startTestServer({ clock, limits: { headMs: 800, silenceMs: 8_000 } })
  using slow = await RawClient.connect(server.port)
  using silent = await RawClient.connect(server.port)
  for (const client of [slow, silent]) {
    client.send(post('').slice(0, 40))
    await turns(5)
    await client.send(post('').slice(40)).until('}')
  }
  clock.advance(7_000)
  slow.send('POST / HTTP/1.1\r\nX: ')
  await turns(5)
  const closedAtMs = async ({ socket }: RawClient) => {
    while (!socket.readableEnded && clock.monotonicMs() < 20_000) {
      clock.advance(100)
      await turns(2)
    }
    return clock.monotonicMs()
  }
  const slowMs = await closedAtMs(slow)
  expect(slowMs).toBeGreaterThanOrEqual(7_800)
  expect(slowMs).toBeLessThanOrEqual(8_100)
  expect(await closedAtMs(silent)).toBeGreaterThan(8_100)
  for (const client of [slow, silent]) expect(statusesOf(await client.untilClosed())).toEqual([200])
})
