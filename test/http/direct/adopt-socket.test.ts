import { hash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Api } from '../../../src/api/index.ts'
import { adoptSocket } from '../../../src/http/direct/adopt-socket.ts'
import { RawClient } from '../raw-client.ts'
import { startTestServer } from '../start.ts'
import { rawAnswers } from './raw-answers.ts'
import { post } from './requests.ts'

/** What the two ends of an adopted connection do to each other, told by the server's end. */
async function conversation(server: net.Server, connect: () => net.Socket): Promise<object> {
  const accepted = once(server, 'connection')
  const client = connect()
  const [socket] = (await accepted) as [net.Socket]
  const pieces: string[] = []
  const { promise: cameTwice, resolve } = Promise.withResolvers<void>()
  const place = Buffer.alloc(100)
  const inPlace: boolean[] = []
  const adopted = adoptSocket(socket, {
    placeForBytes: () => (pieces.length === 1 ? place : undefined),
    onBytes: (bytes) => {
      inPlace.push(bytes.buffer === place.buffer)
      pieces.push(bytes.toString())
      if (pieces.join('').length === 6) resolve()
      return pieces.length > 1
    },
  })
  adopted.resume()
  client.write('one')
  while (pieces.length === 0) await new Promise(setImmediate)
  client.write('two')
  for (let i = 0; i < 10; i++) await new Promise(setImmediate)
  const whilePaused = pieces.length
  adopted.resume()
  await cameTwice
  const ended = once(adopted, 'end')
  client.end()
  await ended
  const answer = once(client, 'data')
  adopted.write('answer')
  const [text] = await answer
  const closed = Promise.all([once(adopted, 'close'), once(client, 'close')])
  adopted.destroySoon()
  await closed
  const count = await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))
  return { isItself: adopted === socket, inPlace, pieces, whilePaused, answer: String(text), count }
}

test('adoptSocket reads, pauses, answers behind the end of the input, and closes, whatever the socket is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'adopt-socket-'))
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${folder}` : join(folder, 'socket')
  const tcp = net.createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
  const pipe = net.createServer({ pauseOnConnect: true }).listen(path)
  await Promise.all([once(tcp, 'listening'), once(pipe, 'listening')])
  const { port } = tcp.address() as net.AddressInfo
  const same = { pieces: ['one', 'two'], whilePaused: 1, answer: 'answer', count: 0 }
  const overTcp = await conversation(tcp, () => net.connect(port, '127.0.0.1'))
  expect(overTcp).toEqual({ isItself: false, inPlace: [false, true], ...same })
  /* The handle of a pipe is not the one that is known here: as with a Node that has none. */
  const overPipe = await conversation(pipe, () => net.connect(path))
  expect(overPipe).toEqual({ isItself: true, inPlace: [false, false], ...same })
  tcp.close()
  pipe.close()
  await rm(folder, { recursive: true })
})

/*
 * Goal: no byte of one connection is ever seen on another, although all are read into one buffer, and bodies lie in
 * memory that is used again and again.
 * Method: connections that each send requests full of a letter of their own, cut in pieces that take turns; the API
 * looks at a body again after others have come. Bodies wait for memory and grow in it, some until it is refused, some are
 * read to where they stay; heads come in parts, some are handed over; some clients leave in the middle of a body.
 */
test('what one connection sends is never seen on another', async () => {
  const api: Api = async ({ body, headers }) => {
    const letter = String(headers['x-letter'])
    await new Promise(setImmediate)
    const isOwn = hash('sha1', body) === hash('sha1', letter[0]!.repeat(body.length))
    return { status: isOwn ? 200 : 500, headers: {}, body: Buffer.from(letter) }
  }
  const limits = { bodyMemory: 384 * 1024, bodySizeMax: 128 * 1024 }
  /* For one body: others have other memory. */
  const bodyPlace = Buffer.alloc(1024 * 1024 + 64)
  await using server = await startTestServer({ api, limits, bodyPlace })
  let served = 0
  const lineOf = fc.constantFrom('X: y', 'X: y', 'Connection: keep-alive', 'X: \xe9')
  const request = fc.record({ size: fc.constantFrom(0, 10, 5_000, 66_000, 128 * 1024), line: lineOf })
  const connection = fc.record({
    requests: fc.array(request, { minLength: 1, maxLength: 3 }),
    /** How much of the last request the client keeps to itself, and leaves; 0 for one that stays. */
    unsent: fc.constantFrom(0, 0, 0, 5_000, 60_000),
  })
  /* A large piece now and then, or a body would take thousands of them. */
  const pieceSizes = fc
    .array(fc.integer({ min: 20, max: 60_000 }), { maxLength: 3 })
    .map((sizes) => [...sizes, 60_000])
  await fc.assert(
    fc.asyncProperty(fc.array(connection, { minLength: 2, maxLength: 6 }), pieceSizes, async (all, sizes) => {
      const sent = all.map(({ requests, unsent }, i) => {
        const letter = 'abcdef'[i]!
        const xLetter = `X-Letter: ${letter.repeat(50)}`
        const text = requests.map(({ size, line }) => post(letter.repeat(size), xLetter, line)).join('')
        return text.slice(0, Math.max(1, text.length - unsent))
      })
      const clients = await Promise.all(sent.map(() => RawClient.connect(server.port)))
      const places = sent.map(() => 0)
      for (let turn = 0; places.some((place, i) => place < sent[i]!.length); turn++) {
        const size = sizes[turn % sizes.length]!
        for (const [i, client] of clients.entries()) {
          client.send(Buffer.from(sent[i]!.slice(places[i]!, places[i]! + size), 'latin1'))
          places[i]! += size
        }
        await new Promise(setImmediate)
      }
      for (const [i, client] of clients.entries()) if (all[i]!.unsent > 0) client.socket.destroy()
      for (const [i, client] of clients.entries()) {
        const { requests, unsent } = all[i]!
        if (unsent > 0) continue
        const enough = (received: string) => rawAnswers(received).answers.length === requests.length
        for (const { status, body } of rawAnswers(await client.untilThat(enough)).answers) {
          if (status === 503) continue
          served++
          expect([status, body]).toEqual([200, 'abcdef'[i]!.repeat(50)])
        }
        client.socket.destroy()
      }
    }),
    { numRuns: 20 },
  )
  expect(served, 'hardly a body was served').toBeGreaterThan(50)
})
