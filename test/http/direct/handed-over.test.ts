import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Api } from '../../../src/api/index.ts'
import { RawClient } from '../raw-client.ts'
import { echo, startTestServer } from '../start.ts'
import { rawAnswers } from './raw-answers.ts'
import { gate, post, turns, untilNothingHeld } from './requests.ts'

const mebibyte = 1024 * 1024
const get = 'GET /get HTTP/1.1\r\nHost: x\r\n\r\n'

test('after the last answer the connection is closed, also when the client keeps its half open and sends on', async () => {
  let calls = 0
  const api: Api = async (call) => {
    calls++
    return await echo(call)
  }
  await using server = await startTestServer({ api })
  using client = await RawClient.connect(server.port, { allowHalfOpen: true })
  await client.send(post('one') + post('two', 'Connection: close')).until('"start":"two"')
  client.send(post('three'))
  await untilNothingHeld(server.port)
  expect(calls).toBe(2)
})

test('a body of any size comes whole, and its client waits while there is no memory for it', async () => {
  const { opened, open, arrive, arrived } = gate()
  const api: Api = async ({ body }) => {
    arrive()
    await opened
    return { status: 200, headers: {}, body: Buffer.from(hash('sha1', body)) }
  }
  const limits = { bodyMemory: 32 * mebibyte, bodySizeMax: 32 * mebibyte }
  await using server = await startTestServer({ api, limits })
  using first = await RawClient.connect(server.port)
  first.send(post('a'.repeat(20 * mebibyte)))
  await arrived
  using client = await RawClient.connect(server.port)
  const body = Buffer.alloc(24 * mebibyte, 'abc')
  client.send(`POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`)
  client.send(body)
  await turns(200)
  expect(client.socket.writableLength, 'bytes that the server has not taken').toBeGreaterThan(4 * mebibyte)
  open()
  await client.until(hash('sha1', body))
})

test('a client that does not read is not read from, and gets all of its answers when it reads', async () => {
  const large = Buffer.alloc(24 * mebibyte, 'a')
  let calls = 0
  const api: Api = async (call) =>
    calls++ === 1 ? { status: 200, headers: {}, body: large } : await echo(call)
  await using server = await startTestServer({ api })
  using client = await RawClient.connect(server.port)
  await client.send(post('one')).until('}')
  client.socket.pause()
  client.send(get)
  await turns(20)
  client.send(post('b'.repeat(64 * 1024)).repeat(512) + post('', 'Connection: close'))
  await turns(300)
  expect(client.socket.writableLength, 'bytes that the server has not taken').toBeGreaterThan(8 * mebibyte)
  client.socket.resume()
  const { answers, rest } = rawAnswers(await client.untilClosed())
  expect([answers.length, rest]).toEqual([515, ''])
  expect(answers[1]!.body).toHaveLength(large.length)
})

test('close ends a handed-over connection that is idle, and lets the request under way come to its end', async () => {
  const { opened, open, arrive, arrived } = gate()
  const api: Api = async (call) => {
    if (call.path === '/wait') {
      arrive()
      await opened
    }
    return await echo(call)
  }
  await using server = await startTestServer({ api })
  using idle = await RawClient.connect(server.port)
  await idle.send(post('one') + get).until('"path":"/get"')
  using waiting = await RawClient.connect(server.port)
  waiting.send(post('one') + get.replace('/get', '/wait'))
  await arrived
  const closed = server.close()
  expect(rawAnswers(await idle.untilClosed()).answers).toHaveLength(2)
  open()
  const { answers } = rawAnswers(await waiting.untilClosed())
  expect(answers.at(-1)).toMatchObject({ status: 200, headers: { connection: 'close' } })
  await closed
})

test('what is no HTTP behind an answer closes the connection, and at its begin is refused', async () => {
  await using server = await startTestServer()
  using answered = await RawClient.connect(server.port)
  const { answers, rest } = rawAnswers(await answered.send(`${post('one')}garbage\r\n\r\n`).untilClosed())
  expect([answers.map(({ status }) => status), rest]).toEqual([[200], ''])
  using refused = await RawClient.connect(server.port)
  const all = await refused.send('POST / HTTP/1.1\r\nHost: x\nContent-Length: 0\n\n').untilClosed()
  expect(rawAnswers(all).answers).toMatchObject([{ status: 400 }])
  await untilNothingHeld(server.port)
})

test('a request whose connection ends before anybody asks for its body is over', async () => {
  await using server = await startTestServer()
  using client = await RawClient.connect(server.port)
  /* fastify has the GET and gives it on a moment later; by then the garbage behind it has ended the connection. */
  await client.send(post('one')).until('}')
  await client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\ngarbage\r\n\r\n').untilClosed()
  await untilNothingHeld(server.port)
})
