import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { Api } from '../../../src/api/index.ts'
import { ManualClock } from '../../../src/base/index.ts'
import { RawClient } from '../raw-client.ts'
import { echo, startTestServer } from '../start.ts'
import { rawAnswers } from './raw-answers.ts'
import { gate, head, held, post, turns, untilNothingHeld } from './requests.ts'

const kibibyte = 1024

test('a head whose body does not come holds no memory for it', async () => {
  const limits = { bodyMemory: 64 * kibibyte, bodySizeMax: 64 * kibibyte }
  await using server = await startTestServer({ limits })
  using silent = await RawClient.connect(server.port)
  silent.send(head(64 * kibibyte))
  while ((await held(server.port)).requests === 0) await turns(1)
  using client = await RawClient.connect(server.port)
  await client.send(post('hello')).until('"start":"hello"')
})

test('bodies wait for memory and are served in their turn, and clients that go away meanwhile hold none', async () => {
  const { opened, open } = gate()
  const begun: string[] = []
  const api: Api = async (call) => {
    begun.push(call.body.toString('latin1', 0, 1))
    await opened
    return await echo(call)
  }
  const limits = { bodyMemory: 128 * kibibyte, bodySizeMax: 64 * kibibyte }
  await using server = await startTestServer({ api, limits })
  const clients: RawClient[] = []
  for (const letter of 'abcdef') {
    const client = await RawClient.connect(server.port)
    clients.push(client.send(post(letter.repeat(50_000), 'Connection: keep-alive')))
    while ((await held(server.port)).requests < clients.length) await turns(1)
  }
  clients[2]!.socket.resetAndDestroy()
  clients[3]!.socket.end()
  expect(begun).toEqual(['a', 'b'])
  expect((await held(server.port)).bodyBytes).toBe(128 * kibibyte)
  open()
  for (const i of [0, 1, 3, 4, 5]) {
    expect(await clients[i]!.until('}')).toContain(`"start":"${'abcdef'[i]!.repeat(20)}"`)
    clients[i]!.socket.destroy()
  }
  await untilNothingHeld(server.port)
})

test('a client that ends its half while it waits is told to the API by the signal, and answered all the same', async () => {
  const { arrived, arrive, opened, open } = gate()
  const api: Api = async (call) => {
    arrive()
    if (call.body.length === 0) await opened
    else await once(call.signal, 'abort')
    return { status: 200, headers: {}, body: Buffer.from(`aborted: ${call.signal.aborted}`) }
  }
  await using server = await startTestServer({ api })
  using early = await RawClient.connect(server.port)
  using late = await RawClient.connect(server.port)
  early.send(post('asks for the signal at once'))
  late.send(post(''))
  await arrived
  await turns(5)
  early.socket.end()
  late.socket.end()
  await turns(5)
  open()
  for (const client of [early, late]) {
    const { answers } = rawAnswers(await client.untilClosed())
    expect(answers).toMatchObject([{ body: 'aborted: true', headers: { connection: 'close' } }])
  }
})

test('a body that comes slowly is answered 408 in its time, however often a byte of it comes', async () => {
  const clock = new ManualClock()
  await using server = await startTestServer({ clock, limits: { bodyMs: 800 } })
  using client = await RawClient.connect(server.port)
  client.send(`${head(1000)}a`)
  await turns(5)
  while (!client.socket.readableEnded && clock.monotonicMs() < 5_000) {
    client.send('a')
    clock.advance(100)
    await turns(5)
  }
  const { answers } = rawAnswers(await client.untilClosed())
  expect(answers).toMatchObject([{ status: 408, headers: { connection: 'close' } }])
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(800)
  expect(clock.monotonicMs()).toBeLessThanOrEqual(1_100)
  await untilNothingHeld(server.port)
})

test('the body of a refused request is dropped, and the next request on the connection is served', async () => {
  const { opened, open, arrive, arrived } = gate()
  const api: Api = async (call) => {
    arrive()
    await opened
    return await echo(call)
  }
  await using server = await startTestServer({ api, limits: { requestsMax: 1 } })
  using first = await RawClient.connect(server.port)
  first.send(post('first'))
  await arrived
  using second = await RawClient.connect(server.port)
  const body = post('not a request').repeat(5_000)
  await second.send(head(body.length) + body.slice(0, 1000)).until('ServiceUnavailable')
  second.send(body.slice(1000, 200_000))
  await turns(5)
  open()
  await first.until('"start":"first"')
  second.send(body.slice(200_000) + post('second'))
  const { answers } = rawAnswers(await second.until('"start":"second"'))
  expect(answers.map(({ status }) => status)).toEqual([503, 200])
})

test('close lets the body of a refused request come to its end before it closes the connection', async () => {
  await using server = await startTestServer({ limits: { requestsMax: 0 } })
  using client = await RawClient.connect(server.port)
  await client.send(`${head(6)}abc`).until('ServiceUnavailable')
  const closed = server.close()
  await turns(5)
  expect(client.socket.readableEnded).toBe(false)
  client.send('def')
  expect(rawAnswers(await client.untilClosed()).answers).toHaveLength(1)
  await closed
})
