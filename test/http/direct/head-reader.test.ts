import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeadReader } from '../../../src/http/direct/head-reader.ts'
import { HeadShapes } from '../../../src/http/direct/head-shapes.ts'
import { readRequestHead } from '../../../src/http/direct/request-head.ts'
import { headSizeMax } from '../../../src/http/http-limits.ts'
import { times } from '../../effort.ts'

const usual = [
  'Host: 127.0.0.1:4567',
  'X-Amz-Target: Kinesis_20131202.PutRecord',
  'Connection: keep-alive',
  'X-Amz-Date: 20240101T000000Z',
  'authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=c;d, Signature=e',
  'Content-Length: 5',
]

function headOf(lines: readonly string[]): Buffer {
  return Buffer.from(`POST / HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`, 'latin1')
}

/** What is read, with a copy of the headers, which hold until the next head. */
function copyOf(read: ReturnType<HeadReader['read']>) {
  return typeof read === 'string' ? read : { ...read, headers: { ...read.headers } }
}

/* Ways in which the next head of a connection differs, or does not, from the one before. */
const values = [
  ...[
    '5',
    '7',
    '05',
    '+5',
    '5, 5',
    '',
    ' ',
    '\t5\t',
    'close',
    'Keep-Alive',
    'x'.repeat(3000),
    'é',
    'a\0',
    'a\rb',
  ],
  ...[
    'a\nb',
    'a\r\n b',
    'a\r\nContent-Length: 9',
    'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=c;d, Signature=f',
  ],
]
const change = fc.oneof(
  fc.record({ kind: fc.constant('none' as const) }),
  fc.record({
    kind: fc.constant('value' as const),
    line: fc.nat(usual.length - 1),
    value: fc.constantFrom(...values),
  }),
  fc.record({ kind: fc.constant('drop' as const), line: fc.nat(usual.length - 1) }),
  fc.record({ kind: fc.constant('twice' as const), line: fc.nat(usual.length - 1) }),
  fc.record({ kind: fc.constant('case' as const), line: fc.nat(usual.length - 1) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(300) }),
  fc.record({ kind: fc.constant('byte' as const), at: fc.nat(300), byte: fc.nat(255) }),
)

type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

function changed(change: Change): Buffer {
  const lines = [...usual]
  if (change.kind === 'value') lines[change.line] = `${lines[change.line]!.split(':')[0]}: ${change.value}`
  if (change.kind === 'drop') lines.splice(change.line, 1)
  if (change.kind === 'twice') lines.push(lines[change.line]!)
  if (change.kind === 'case') lines[change.line] = lines[change.line]!.toUpperCase()
  const head = headOf(lines)
  if (change.kind === 'byte') head[change.at % head.length] = change.byte
  return change.kind === 'cut' ? head.subarray(0, change.at) : Buffer.concat([head, Buffer.from('body')])
}

test('the heads of connections are read one after the other as each is read alone', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const shapes = new HeadShapes()
      const readers = [new HeadReader(shapes), new HeadReader(shapes)]
      for (const [i, bytes] of [headOf(usual), ...changes.map(changed)].entries()) {
        const alone = readRequestHead(bytes)
        for (const reader of i % 3 === 0 ? readers : readers.slice(1))
          expect(copyOf(reader.read(bytes))).toEqual(copyOf(alone))
      }
    }),
    { numRuns: times(500) },
  )
})

test('a value that has changed and is as before again is read so', () => {
  const reader = new HeadReader(new HeadShapes())
  for (const length of ['5', '17', '5', '5', '6']) {
    const read = reader.read(headOf(usual.with(-1, `Content-Length: ${length}`)))
    expect(read).toMatchObject({ contentLength: Number(length), headers: { 'content-length': length } })
  }
})

test('a head with the names of the one before is refused over the same size as any other', () => {
  const reader = new HeadReader(new HeadShapes())
  reader.read(headOf(usual))
  const room = headSizeMax - headOf(usual.with(3, 'X-Amz-Date: ')).length
  for (const [size, expected] of [
    [room, headSizeMax],
    [room + 1, undefined],
  ] as const) {
    const read = reader.read(headOf(usual.with(3, `X-Amz-Date: ${'a'.repeat(size)}`)))
    expect(typeof read === 'string' ? undefined : read.size).toBe(expected)
    reader.read(headOf(usual))
  }
})
