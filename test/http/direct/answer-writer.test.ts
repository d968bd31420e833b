import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import type { Api, ApiResponse } from '../../../src/api/index.ts'
import { AnswerWriter } from '../../../src/http/direct/answer-writer.ts'
import { RawClient } from '../raw-client.ts'
import { echo, startTestServer } from '../start.ts'
import { rawAnswers } from './raw-answers.ts'
import { gate, post, turns, untilNothingHeld } from './requests.ts'

const mebibyte = 1024 * 1024

/** An API that answers the first call with `body`, and says what it was asked from then on. */
function firstAnswering(body: ApiResponse['body'], release?: () => void): Api {
  let calls = 0
  return async (call) =>
    calls++ === 0 ? { status: 200, headers: {}, body, ...(release && { release }) } : await echo(call)
}

test('an answer of any size comes back as it was, and the next one behind it', async () => {
  for (const size of [0, 1, 4096, 4097, 100_000, 5 * mebibyte]) {
    const body = Buffer.alloc(size)
    for (let i = 0; i < size; i++) body[i] = i % 256
    await using server = await startTestServer({ api: firstAnswering(body) })
    using client = await RawClient.connect(server.port)
    const { answers } = rawAnswers(await client.send(post('') + post('next')).until('"start":"next"'))
    expect(answers[0]!.headers['content-length']).toBe(String(size))
    expect(Buffer.from(answers[0]!.body, 'latin1').equals(body)).toBe(true)
  }
})

test('a string of any size is an answer, and the next one is behind it', async () => {
  for (const size of [0, 4097, 2 * mebibyte]) {
    await using server = await startTestServer({ api: firstAnswering('a'.repeat(size)) })
    using client = await RawClient.connect(server.port)
    const { answers } = rawAnswers(await client.send(post('') + post('next')).until('"start":"next"'))
    expect(answers[0]!.body === 'a'.repeat(size)).toBe(true)
  }
})

test('the memory of an answer is not used again before the client has got all of it', async () => {
  const body = Buffer.alloc(24 * mebibyte, 'a')
  let isReleased = false
  const api = firstAnswering(body, () => {
    isReleased = true
    body.fill('b')
  })
  await using server = await startTestServer({ api })
  using client = await RawClient.connect(server.port)
  client.socket.pause()
  client.send(post(''))
  await turns(50)
  expect(isReleased).toBe(false)
  client.socket.resume()
  const text = await client
    .send(post('next'))
    .untilThat((received) => received.length > body.length && received.endsWith('}'))
  expect(rawAnswers(text).answers[0]!.body === 'a'.repeat(body.length)).toBe(true)
  expect(isReleased).toBe(true)
})

test('the memory of an answer is given back when the client goes away before it has read it', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  await using server = await startTestServer({
    api: firstAnswering(Buffer.alloc(24 * mebibyte), release),
  })
  {
    using client = await RawClient.connect(server.port)
    client.socket.pause()
    client.send(post('body'))
    await turns(50)
  }
  await released
  await untilNothingHeld(server.port)
})

test('a streamed answer comes piece by piece, and the next answer behind it', async () => {
  const { opened, open } = gate()
  async function* pieces() {
    yield Buffer.from('first, ')
    yield Buffer.alloc(0)
    await opened
    yield Buffer.from('second')
  }
  await using server = await startTestServer({ api: firstAnswering(pieces()) })
  using client = await RawClient.connect(server.port)
  client.send(post('') + post('next'))
  expect(await client.until('first')).not.toContain('second')
  open()
  const { answers } = rawAnswers(await client.until('"start":"next"'))
  expect(answers.map(({ headers }) => headers.connection)).toEqual(['keep-alive', 'keep-alive'])
  expect(answers[0]!.body).toBe('first, second')
})

test('a streamed answer never runs ahead of its client, and ends when the client goes away', async () => {
  let made = 0
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  async function* pieces() {
    try {
      for (;;) {
        made++
        yield Buffer.alloc(mebibyte)
      }
    } finally {
      end()
    }
  }
  await using server = await startTestServer({ api: firstAnswering(pieces()) })
  {
    using client = await RawClient.connect(server.port)
    client.socket.pause()
    client.send(post(''))
    while (made === 0) await turns(10)
    await turns(200)
    expect(made).toBeLessThan(30)
  }
  await ended
  await untilNothingHeld(server.port)
})

test('a streamed answer that fails is cut off', async () => {
  async function* pieces() {
    yield Buffer.from('first')
    throw new Error('broken')
  }
  await using server = await startTestServer({ api: firstAnswering(pieces()) })
  using client = await RawClient.connect(server.port)
  const { answers, rest } = rawAnswers(await client.send(post('') + post('next')).untilClosed())
  expect(answers).toEqual([])
  expect(rest).toContain('first')
  await untilNothingHeld(server.port)
})

test('a streamed answer to a client that has ended its half comes to its end', async () => {
  const { opened, open } = gate()
  async function* pieces() {
    yield Buffer.from('first, ')
    await opened
    yield Buffer.from('second')
  }
  await using server = await startTestServer({ api: firstAnswering(pieces()) })
  using client = await RawClient.connect(server.port)
  client.socket.end(post(''))
  await client.until('first')
  await turns(5)
  open()
  expect(rawAnswers(await client.untilClosed()).answers).toMatchObject([{ body: 'first, second' }])
})

/** A connection that the client has reset: the system refuses every write at once. */
class ResetSocket extends Duplex {
  override _read(): void {}

  override _writev(_chunks: object[], done: (error: Error) => void): void {
    done(new Error('write EPIPE'))
  }
}

test('a stream whose pieces are all there ends with a connection that refuses them', async () => {
  const socket = new ResetSocket()
  socket.on('error', () => undefined)
  const writer = new AnswerWriter(socket as unknown as Socket)
  let made = 0
  async function* pieces() {
    while (made < 1000) {
      made++
      yield Buffer.alloc(100_000)
    }
  }
  await writer.stream('head', pieces())
  expect(made).toBe(1)
})
