import { hash } from 'node:crypto'
import { once } from 'node:events'
import http2 from 'node:http2'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Api } from '../../src/api/index.ts'
import { rawAnswers } from './direct/raw-answers.ts'
import { gate, head, held, turns, untilNothingHeld } from './direct/requests.ts'
import { http2Request, http2Session } from './http2-client.ts'
import { RawClient } from './raw-client.ts'
import { startTestServer } from './start.ts'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

/** A request whose body comes byte by byte, if at all. */
interface SlowBody extends AsyncDisposable {
  sendByte(): void
}

/** One way for a body to come. */
interface Way {
  readonly announces: boolean
  /** @param pieces of the body, sent in turns */
  put(port: number, pieces: readonly Buffer[]): Promise<{ status: number; body: string }>
  begin(port: number, announced: number): Promise<SlowBody>
}

function http1Way(announces: boolean, headOf: (announced: number) => string, frame = asItIs, last = ''): Way {
  return {
    announces,
    async put(port, pieces) {
      using client = await RawClient.connect(port)
      client.send(headOf(sizeOf(pieces)))
      for (const piece of pieces) {
        client.send(frame(piece))
        await turns(2)
      }
      client.send(last)
      const received = await client.untilThat((text) => rawAnswers(text).answers.length > 0)
      return rawAnswers(received).answers[0]!
    },
    async begin(port, announced) {
      const client = await RawClient.connect(port)
      client.send(headOf(announced))
      return {
        sendByte: () => void client.send(frame(Buffer.from('a'))),
        [Symbol.asyncDispose]: async () => client[Symbol.dispose](),
      }
    },
  }
}

const asItIs = (piece: Buffer) => piece
const asChunk = (piece: Buffer) =>
  Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
const sizeOf = (pieces: readonly Buffer[]) => pieces.reduce((size, piece) => size + piece.length, 0)

const overHttp2: Way = {
  announces: true,
  async put(port, pieces) {
    await using session = await http2Session(`http://127.0.0.1:${port}`)
    const headers = { ':method': 'POST', 'content-length': sizeOf(pieces) }
    return await http2Request(session, headers, Buffer.concat(pieces))
  },
  async begin(port, announced) {
    const session = http2.connect(`http://127.0.0.1:${port}`)
    await once(session, 'connect')
    const stream = session.request({ ':method': 'POST', 'content-length': announced }, { endStream: false })
    stream.on('error', () => undefined)
    return {
      sendByte: () => void stream.write('a'),
      [Symbol.asyncDispose]: async () => session.destroy(),
    }
  },
}

const chunkedHead = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n'
const ways: [string, Way][] = [
  ['on the direct path', http1Way(true, head)],
  ['through node:http', http1Way(true, (announced) => head(announced).replace('POST /', 'POST /other'))],
  ['in chunks', http1Way(false, () => chunkedHead, asChunk, '0\r\n\r\n')],
  ['over HTTP/2', overHttp2],
]

/** An API that answers with the hash of the body. */
const answerHash: Api = async ({ body }) => ({
  status: 200,
  headers: {},
  body: Buffer.from(hash('sha1', body)),
})

function patterned(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let i = 0; i < size; i++) bytes[i] = i % 251
  return bytes
}

/** Sends bytes until the server holds `bytes` of memory for bodies. */
async function sendUntilHeld(port: number, slow: readonly SlowBody[], bytes: number): Promise<void> {
  while ((await held(port)).bodyBytes < bytes) {
    for (const body of slow) body.sendByte()
    await turns(5)
  }
}

test.each(ways)(
  'eight bodies of 16 MB %s that do not come keep one of 3 MB that comes not waiting',
  async (_, way) => {
    await using server = await startTestServer({ api: answerHash })
    {
      await using idle = new AsyncDisposableStack()
      const slow: SlowBody[] = []
      for (let i = 0; i < 8; i++) slow.push(idle.use(await way.begin(server.port, 16_000_000)))
      await sendUntilHeld(server.port, slow, (way.announces ? 64 * mebibyte : 0) + 4 * 64 * kibibyte)
      const body = patterned(3_000_000)
      expect(await way.put(server.port, [body])).toMatchObject({ status: 200, body: hash('sha1', body) })
    }
    await untilNothingHeld(server.port)
  },
)

/*
 * Goal: a body that begins small and grows through all sizes of buffers comes to the API byte for byte.
 * Method: half of the memory is with a body that does not come; another of a mebibyte, cut at random places.
 */
test.each(ways)('a body %s that grows while memory is scarce arrives byte for byte', async (_, way) => {
  const limits = { bodyMemory: 4 * mebibyte, bodySizeMax: 2 * mebibyte }
  await using server = await startTestServer({ api: answerHash, limits })
  const body = patterned(mebibyte)
  {
    await using hoarder = await overHttp2.begin(server.port, 2 * mebibyte)
    await sendUntilHeld(server.port, [hoarder], 2 * mebibyte)
    const cuts = fc.array(fc.integer({ min: 1, max: body.length - 1 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(cuts, async (cuts) => {
        const ends = [...new Set(cuts), body.length].sort((a, b) => a - b)
        const pieces = ends.map((end, i) => body.subarray(ends[i - 1] ?? 0, end))
        expect(await way.put(server.port, pieces)).toMatchObject({ status: 200, body: hash('sha1', body) })
      }),
      { numRuns: 10 },
    )
    expect((await held(server.port)).bodyBytes).toBe(2 * mebibyte)
  }
  await untilNothingHeld(server.port)
})

test.each(ways)('a body %s that cannot grow is answered 503 and gives its memory back', async (_, way) => {
  const { opened, open, arrive, arrived } = gate()
  const api: Api = async (call) => {
    arrive()
    await opened
    return await answerHash(call)
  }
  const limits = { bodyMemory: mebibyte, bodySizeMax: mebibyte }
  await using server = await startTestServer({ api, limits })
  const whole = way.put(server.port, [patterned(250_000), patterned(250_000)])
  await arrived
  const holds = (await held(server.port)).bodyBytes
  expect(holds).toBe(512 * kibibyte)
  const { status, body } = await way.put(server.port, [patterned(mebibyte)])
  expect([status, body]).toEqual([503, expect.stringContaining('ServiceUnavailable')])
  expect((await held(server.port)).bodyBytes).toBe(holds)
  open()
  expect((await whole).status).toBe(200)
  expect((await way.put(server.port, [patterned(mebibyte)])).status).toBe(200)
  await untilNothingHeld(server.port)
})

test('the rest of a body that could not grow is dropped, and the next request on the connection is served', async () => {
  const limits = { bodyMemory: mebibyte, bodySizeMax: mebibyte }
  await using server = await startTestServer({ api: answerHash, limits })
  await using hoarder = await overHttp2.begin(server.port, 512 * kibibyte)
  await sendUntilHeld(server.port, [hoarder], 512 * kibibyte)
  using client = await RawClient.connect(server.port)
  const small = patterned(100_000)
  client.send(head(mebibyte)).send(patterned(mebibyte)).send(head(small.length)).send(small)
  const { answers } = rawAnswers(await client.until(hash('sha1', small)))
  expect(answers.map(({ status }) => status)).toEqual([503, 200])
})

test('a body in chunks that has come to its end while it waits for memory is served when that is there', async () => {
  const { opened, open, arrive, arrived } = gate()
  const api: Api = async (call) => {
    arrive()
    await opened
    return await answerHash(call)
  }
  await using server = await startTestServer({ api, limits: { bodyMemory: mebibyte, bodySizeMax: mebibyte } })
  const [, way] = ways[0]!
  const whole = way.put(server.port, [patterned(900_000)])
  await arrived
  using client = await RawClient.connect(server.port)
  const chunk = asChunk(patterned(10))
  client.send(Buffer.concat([Buffer.from(chunkedHead), chunk, chunk, Buffer.from('0\r\n\r\n')]))
  while ((await held(server.port)).requests < 2) await turns(5)
  await turns(5)
  open()
  const expected = hash('sha1', Buffer.concat([patterned(10), patterned(10)]))
  expect(rawAnswers(await client.until(expected)).answers).toMatchObject([{ status: 200 }])
  expect((await whole).status).toBe(200)
})
