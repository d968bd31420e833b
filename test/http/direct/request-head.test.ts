import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRequestHead } from '../../../src/http/direct/request-head.ts'
import { headSizeMax } from '../../../src/http/http-limits.ts'
import { readByNode } from './node-oracle.ts'

function headOf(...lines: string[]): Buffer {
  return Buffer.from(`POST / HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`, 'latin1')
}

test('readRequestHead reads what an AWS client sends', () => {
  const head = headOf(
    'Host: 127.0.0.1:4567',
    'Content-Type: application/x-amz-json-1.1',
    'X-Amz-Target:Kinesis_20131202.PutRecord',
    'authorization: \tAWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=c;d, Signature=e ',
    'Connection: Keep-Alive',
    'Content-Length: 5',
  )
  const read = readRequestHead(Buffer.concat([head, Buffer.from('hello')]))
  expect(read).toMatchObject({ contentLength: 5, size: head.length })
  expect({ ...(read as { headers: object }).headers }).toEqual({
    host: '127.0.0.1:4567',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'Kinesis_20131202.PutRecord',
    authorization: 'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=c;d, Signature=e',
    connection: 'Keep-Alive',
    'content-length': '5',
  })
})

test('readRequestHead leaves all that is open to more than one reading to node:http', () => {
  const usual = ['Host: x', 'Content-Length: 5']
  const unusual = [
    headOf('Host: x'),
    headOf('Content-Length: 5'),
    headOf(...usual, 'host: y'),
    ...['+5', '-5', '5, 5', '5,5', '5 5', '0x5', '5.0', '5e0', '', "'5'", '9'.repeat(16)].map((length) =>
      headOf('Host: x', `Content-Length: ${length}`),
    ),
    headOf(...usual, 'Content-Length: 5'),
    ...['chunked', 'xchunked', 'identity', ' chunked', ''].map((coding) =>
      headOf(...usual, `Transfer-Encoding:${coding}`),
    ),
    ...['transfer-encoding : chunked', 'Transfer-Encoding\t: chunked', 'Content-Length : 6'].map((line) =>
      headOf(...usual, line),
    ),
    ...['close', 'upgrade', 'keep-alive, close', 'close, keep-alive', 'te', ''].map((option) =>
      headOf(...usual, `Connection: ${option}`),
    ),
    ...['Expect: 100-continue', 'Upgrade: h2c', 'TE: trailers', 'Trailer: x', 'Origin: null'].map((line) =>
      headOf(...usual, line),
    ),
    ...['Proxy-Connection: close', 'Set-Cookie: a', '__proto__: a'].map((line) => headOf(...usual, line)),
    ...[
      ' folded',
      '\tfolded',
      'A b: c',
      ': c',
      'no colon',
      'A(: c',
      'A: \0',
      'A\0: b',
      'A: \x7f',
      'A: é',
    ].map((line) => headOf(...usual, line)),
    headOf(...usual, 'A: b\nC: d'),
    headOf(...usual, 'A: b\rC: d'),
    headOf(...usual, ...Array.from({ length: 99 }, (_, i) => `X${i}: a`)),
    headOf(...usual, `X: ${'a'.repeat(headSizeMax)}`),
    Buffer.from(`POST / HTTP/1.1\r\nX: ${'a'.repeat(headSizeMax)}`),
    Buffer.from('POST / HTTP/1.1\nHost: x\nContent-Length: 5\n\n'),
    Buffer.from('POST / HTTP/1.1\r\nHost: x\nContent-Length: 5\n\n'),
    Buffer.from('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\n\r\n'),
    Buffer.from('POST / HTTP/1.1\r\n\r\n'),
    Buffer.from('\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n'),
    Buffer.from('POST / HTTP/1.0\r\nHost: x\r\nContent-Length: 5\r\n\r\n'),
    Buffer.from('POST http://x/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n'),
    Buffer.from('post / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n'),
    Buffer.from('GET'),
  ]
  for (const bytes of unusual) {
    expect(readRequestHead(bytes), JSON.stringify(bytes.toString('latin1', 0, 200))).toBe('unusual')
  }
})

test('readRequestHead takes a head of the largest size and count, and every beginning of it is partial', () => {
  const lines = ['Host: x', 'Content-Length: 5', ...Array.from({ length: 97 }, (_, i) => `X${i}: a`)]
  const rest = headSizeMax - headOf(...lines, 'Y: ').length
  const head = headOf(...lines, `Y: ${'a'.repeat(rest)}`)
  expect(readRequestHead(head)).toMatchObject({ contentLength: 5, size: headSizeMax })
  for (let size = 1; size < head.length; size += 1 + (size >> 5)) {
    expect(readRequestHead(head.subarray(0, size))).toBe('partial')
  }
  expect(readRequestHead(head.subarray(0, -1))).toBe('partial')
})

/* Names and values that have a meaning for the framing, in shapes that are right, nearly right and wrong. */
const names = [
  ...[
    'Content-Length',
    'content-length',
    'Content-Length ',
    'Transfer-Encoding',
    'Connection',
    'Host',
    'host',
  ],
  ...[
    'Proxy-Connection',
    'Expect',
    'Upgrade',
    'X-A',
    'x-a',
    'Cookie',
    'Set-Cookie',
    '__proto__',
    'constructor',
  ],
  ...[' X-A', '', "!#$%&'*+-.^_`|~", 'X\0A', 'X A', 'Keep-Alive', 'TE'],
]
const values = [
  ...['0', '3', '5', '05', '+5', '5,5', '5 5', '3;', '', 'chunked', 'identity', 'close', 'keep-alive'],
  ...[
    'Keep-Alive',
    'a:b',
    'é',
    '\x7f',
    '\0',
    '\x0b',
    'a\tb',
    'upgrade',
    '100-continue',
    'a\nb: c',
    'a\rb',
    'x',
  ],
]
const space = fc.constantFrom('', '', ' ', ' ', '\t', ' \t ')
const oddLine = fc
  .tuple(fc.constantFrom(...names), space, fc.constantFrom(...values), space)
  .map(([name, before, value, after]) => `${name}:${before}${value}${after}`)
const goodLines = ['Host: x', 'Content-Length: 5']
const oddHead = fc
  .tuple(fc.subarray(goodLines), fc.array(oddLine, { maxLength: 4 }), fc.constantFrom('\r\n', '\r\n', '\n'))
  .chain(([good, odd, lineEnd]) =>
    fc.shuffledSubarray([...good, ...odd], { minLength: good.length + odd.length }).map((lines) => {
      const head = lines.map((line) => `${line}\r\n`).join('')
      return Buffer.from(`POST / HTTP/1.1\r\n${head}${lineEnd}`, 'latin1')
    }),
  )

/*
 * Goal: no request can be read in one way here and in another by node:http, which is how requests are smuggled.
 * Method: heads made of lines about the framing. Each that is read here is given to node:http with a body of the size
 * read: it must see the same request, all of that body, and nothing behind it.
 */
test('readRequestHead reads nothing that node:http would read otherwise', async () => {
  let usual = 0
  await fc.assert(
    fc.asyncProperty(oddHead, async (head) => {
      const read = readRequestHead(head)
      if (typeof read === 'string') return
      usual++
      expect(read.size).toBe(head.length)
      const request = Buffer.concat([head, Buffer.alloc(read.contentLength, 'b')])
      expect(await readByNode(request, headSizeMax)).toEqual({
        method: 'POST',
        url: '/',
        headers: { ...read.headers },
        bodySize: read.contentLength,
        keepsAlive: true,
      })
    }),
    { numRuns: 3000 },
  )
  expect(usual, 'hardly a head was usual').toBeGreaterThan(100)
})
