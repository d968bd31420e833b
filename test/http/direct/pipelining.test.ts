import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Api } from '../../../src/api/index.ts'
import { startLine } from '../../../src/http/direct/request-head.ts'
import { RawClient } from '../raw-client.ts'
import { startTestServer } from '../start.ts'
import { startNodeServer } from './node-oracle.ts'
import { type RawAnswer, rawAnswers } from './raw-answers.ts'

/** Says all that it was asked; with the header `X-Later` not at once. */
const tellAll: Api = async ({ method, path, headers, body }) => {
  const told = { method, path, headers: Object.entries(headers).sort(), body: hash('sha1', body) }
  if (headers['x-later'] !== undefined) await new Promise(setImmediate)
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from(JSON.stringify(told)) }
}

function post(lines: string[], body: string): string {
  return `POST / HTTP/1.1\r\nHost: x\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n${body}`
}

const sizes = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constantFrom(4096, 70_000))
/*
 * Few lines and orders, so that one request often has the names of another, on its connection or on one before, and other
 * values: that is what connections remember of heads.
 */
const lineForms = [
  ['X-Later: 1', 'x-later: '],
  ['Content-Type:  a/b\t', 'Content-Type:c/d', 'Content-Type: \t'],
  ['Connection: keep-alive', 'Connection: Keep-Alive'],
  ['AMZ:', 'AMZ: a', `AMZ: ${'b'.repeat(30)}`, `AMZ: ${'b'.repeat(3000)}`],
  ['Cookie: c=d', 'Cookie: c=e', 'COOKIE: c=e'],
].map((forms) => fc.constantFrom(...forms))
const extraLines = fc
  .tuple(fc.tuple(...lineForms), fc.constantFrom([0, 1, 2, 3, 4], [3, 4], [4, 3, 2], []))
  .map(([lines, order]) => order.map((i) => lines[i]!))
const usual = fc
  .record({
    size: sizes,
    fill: fc.constantFrom('b', '\r\n', '\r\n\r\nPOST / HTTP/1.1\r\n'),
    lines: extraLines,
  })
  .map(({ size, fill, lines }) => {
    const body = fill.repeat(size).slice(0, size)
    return post([`Content-Length: ${size}`, ...lines], body)
  })
const unusual = fc.constantFrom(
  'GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc',
  'POST http://x/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc',
  '\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc',
  post(['Transfer-Encoding: chunked', 'X-Later: 1'], '3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n'),
  post([], ''),
  post(['Host: y', 'Content-Length: 1'], 'a'),
  post(['Origin: http://localhost', 'Content-Length: 1'], 'a'),
  post(['Origin: http://example.com', 'Content-Length: 1'], 'a'),
  post(['Expect: 100-continue', 'Content-Length: 4'], 'abcd'),
  post(['X: é', 'Content-Length: 4'], 'abcd'),
  'OPTIONS / HTTP/1.1\r\nHost: x\r\nOrigin: http://localhost\r\n\r\n',
)
const last = fc.constantFrom(
  post(['Connection: close', 'Content-Length: 4'], 'abcd'),
  'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'POST / HTTP/1.0\r\nContent-Length: 4\r\n\r\nabcd',
)
/* node:http may say what is wrong with these before it answers what came ahead of them: only behind usual requests. */
const refused = fc.constantFrom(
  'garbage\r\n\r\n',
  post(['Content-Length: +5'], 'abcde'),
  post(['Content-Length: 5', 'Content-Length: 6'], 'abcdef'),
  post(['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
  post(['Content-Length: 5', 'Bad Header: a'], 'abcde'),
  'POST / HTTP/1.1\nHost: x\nContent-Length: 0\n\n',
  'POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n',
)
const requests = fc.oneof(
  fc.tuple(
    fc.array(usual, { maxLength: 4 }),
    fc.array(unusual, { maxLength: 1 }),
    fc.array(usual, { maxLength: 2 }),
    last,
  ),
  fc.tuple(fc.array(usual, { maxLength: 4 }), refused),
)

/** How the bytes of an answer look to its reader, without what differs from answer to answer. */
function seen({ status, headers, body }: RawAnswer): object {
  const { date, 'x-amzn-requestid': id, 'x-amz-id-2': extendedId, ...rest } = headers
  return { status, body, headers: rest, names: Object.keys(headers).sort() }
}

/** Sends one request after the other, each when the one before is answered. */
async function oneByOne(port: number, requests: readonly string[]): Promise<object[]> {
  using client = await RawClient.connect(port)
  for (const [i, request] of requests.slice(0, -1).entries()) {
    client.send(Buffer.from(request, 'latin1'))
    const isFinal = ({ status }: RawAnswer) => status >= 200
    await client.untilThat((received) => rawAnswers(received).answers.filter(isFinal).length > i)
  }
  client.send(Buffer.from(requests.at(-1)!, 'latin1'))
  const { answers, rest } = rawAnswers(await client.untilClosed())
  return [...answers.map(seen), { rest }]
}

/**
 * Sends all requests without waiting for an answer, in pieces that are cut at `cuts`, which are parts of the whole. Not
 * within the first line: a connection that begins so slowly is node:http's from the start.
 */
async function allAtOnce(
  port: number,
  requests: readonly string[],
  cuts: readonly number[],
): Promise<object[]> {
  using client = await RawClient.connect(port)
  const bytes = Buffer.from(requests.join(''), 'latin1')
  const line = startLine.length
  const places = cuts.map((cut) => line + Math.floor(cut * (bytes.length - line))).sort((a, b) => a - b)
  let start = 0
  for (const end of [...places, bytes.length]) {
    if (end > start) client.send(bytes.subarray(start, end))
    start = end
    await new Promise(setImmediate)
  }
  const { answers, rest } = rawAnswers(await client.untilClosed())
  return [...answers.map(seen), { rest }]
}

/*
 * Goal: whether requests are usual or not, come one by one or all at once, and wherever they are cut: the same answers
 * in the same order, and the connection ends at the same one.
 * Method: sequences of requests, one by one through node:http alone (the oracle), and all at once in pieces.
 */
test('requests that come all at once, in any pieces, are answered as node:http answers them one by one', async () => {
  await using server = await startTestServer({ api: tellAll })
  await using oracle = await startNodeServer(tellAll)
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(requests, cuts, async (sequence, cuts) => {
      const all = sequence.flat()
      expect(await allAtOnce(server.port, all, cuts)).toEqual(await oneByOne(oracle.port, all))
    }),
    { numRuns: 60 },
  )
})

test('a request is read the same wherever it is cut in two', async () => {
  await using server = await startTestServer({ api: tellAll })
  const first = post(['Content-Length: 2'], 'hi')
  const second = post(['Content-Length: 5', 'X: y'], 'hello')
  const ended = post(['Connection: close', 'Content-Length: 0'], '')
  const all = [first, second, ended]
  const whole = await allAtOnce(server.port, all, [])
  expect(whole).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }, { rest: '' }])
  const size = all.join('').length - startLine.length
  for (let at = 0; at < size; at++) {
    expect(await allAtOnce(server.port, all, [at / size]), `cut at ${at}`).toEqual(whole)
  }
})
