/*
 * As byte-forms.test.ts, of puts in CBOR: whatever comes, the form over bytes and the general path answer the same to the byte, and leave
 * the same state behind.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CborWriter } from '../../../src/wire/index.ts'
import { times } from '../../effort.ts'
import { withoutPlainForms } from '../byte-form-services.ts'
import { cbor, kinds, orders, readBoth, send, sendBoth, startKind, startServer } from './both-forms.ts'
import { cborOf, writeMembers } from './cbor-of.ts'

const data = (text: string) => Buffer.from(text)
const record = { Data: data('hello'), PartitionKey: 'a' }
const put = (...records: object[]) => cborOf({ Records: records, StreamName: 'orders' })

/** Members twice, which no object has. */
function twice(name: string, ...values: unknown[]): Buffer {
  const writer = new CborWriter()
  const members = values.map((value): [string, unknown] => [name, value])
  writeMembers(writer, [['StreamName', 'orders'], ...members], true)
  return Buffer.from(writer.finish())
}

/** A list of an indefinite length, and a text in two parts. */
const openList = Buffer.concat([
  cborOf({ StreamName: 'orders' }).subarray(0, -1),
  ...[cborOf('Records'), Buffer.of(0x9f), cborOf(record), Buffer.of(0xff, 0xff)],
])
const partsOfKey = Buffer.concat([
  ...[Buffer.of(0xa2), cborOf('StreamName'), cborOf('orders'), cborOf('Records'), Buffer.of(0x81, 0xa2)],
  ...[
    cborOf('Data'),
    cborOf(data('x')),
    cborOf('PartitionKey'),
    Buffer.of(0x7f),
    cborOf('a'),
    cborOf('b'),
    Buffer.of(0xff),
  ],
])

const bodies: [string, Buffer][] = [
  ['plain records', put(record, { Data: data(''), PartitionKey: 'b' })],
  ['maps of a definite length', cborOf({ StreamName: 'orders', Records: [record] }, false)],
  ['a list of an indefinite length', openList],
  ['a key in parts', partsOfKey],
  ['an ARN', cborOf({ Records: [record], StreamARN: orders })],
  ['an ARN and a name', cborOf({ Records: [record], StreamARN: orders, StreamName: 'orders' })],
  ['hash keys', put({ ...record, ExplicitHashKey: '7' }, { ...record, ExplicitHashKey: 'x' })],
  ['a hash key of none', put({ ...record, ExplicitHashKey: '' })],
  ['a key beyond ASCII', put({ ...record, PartitionKey: 'd\u00e9j\u00e0' })],
  ['an empty key', put({ ...record, PartitionKey: '' })],
  ['no key', put({ Data: data('x') })],
  [
    'a key of 256 characters and one of 257',
    put({ ...record, PartitionKey: 'k'.repeat(256) }, { ...record, PartitionKey: 'k'.repeat(257) }),
  ],
  ['no data', put({ PartitionKey: 'a' })],
  ['data that is text', put({ Data: 'aGVsbG8=', PartitionKey: 'a' })],
  ['a member that nobody knows', put({ ...record, More: 1 })],
  ['null for a member', cborOf({ Records: [record], StreamName: 'orders', StreamARN: null })],
  ['no records', put()],
  ['records twice', twice('Records', [record], [record])],
  ['a name twice', twice('StreamName', 'orders')],
  ['no stream', cborOf({ Records: [record] })],
  ['a stream that there is not', cborOf({ Records: [record], StreamName: 'other' })],
  [
    '200 records of all shards',
    put(...Array.from({ length: 200 }, (_, i) => ({ ...record, PartitionKey: `k${i}` }))),
  ],
  ['500 records', put(...Array(500).fill(record))],
  ['501 records', put(...Array(501).fill(record))],
  ['a byte behind', Buffer.concat([put(record), Buffer.of(0)])],
  ['nothing', Buffer.alloc(0)],
  ['a list', cborOf([record])],
  [
    'a length beyond the end',
    Buffer.concat([Buffer.of(0xbf), cborOf('StreamName'), Buffer.of(0x7a, 0xff, 0xff, 0xff, 0xff)]),
  ],
  ['records that are a map', cborOf({ Records: record, StreamName: 'orders' })],
]

test.each(Object.keys(kinds))('both forms of PutRecords in CBOR answer the same on %s', async (kind) => {
  const servers = await startKind(kind)
  for (const [, body] of bodies) {
    await sendBoth(servers, 'PutRecords', body, cbor)
    await sendBoth(servers, 'PutRecords', put(record), cbor)
    for (const { clock } of servers) clock.advance(5_000)
  }
  expect(await readBoth(servers, 200)).toBeGreaterThan(500)
})

const singles: object[] = [
  { ...record, StreamName: 'orders' },
  { ...record, ExplicitHashKey: '9', StreamARN: orders },
  { ...record, StreamName: 'orders', SequenceNumberForOrdering: '1' },
  { PartitionKey: 'a', StreamName: 'orders' },
  {},
]

test.each(Object.keys(kinds))('both forms of PutRecord in CBOR answer the same on %s', async (kind) => {
  const servers = await startKind(kind)
  for (const members of singles)
    for (const open of [true, false]) await sendBoth(servers, 'PutRecord', cborOf(members, open), cbor)
  expect(await readBoth(servers)).toBeGreaterThan(0)
})

test('an empty answer and one of 300 records are the same in both forms', async () => {
  const servers = await startKind('plain streams')
  const request = { StreamName: 'orders', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }
  const { body } = await sendBoth(servers, 'GetShardIterator', JSON.stringify(request))
  const get = cborOf(JSON.parse(body))
  await sendBoth(servers, 'GetRecords', get, cbor)
  const many = Array.from({ length: 300 }, (_, i) => ({
    ...record,
    Data: data('x'.repeat(i)),
    ExplicitHashKey: '0',
  }))
  await sendBoth(servers, 'PutRecords', put(...many), cbor)
  const { exact } = await sendBoth(servers, 'GetRecords', get, cbor)
  expect(exact.split(data('SequenceNumber').toString('hex'))).toHaveLength(301)
})

test('the form over bytes serves what the Java SDK sends', async () => {
  const server = await startServer(withoutPlainForms)
  const member = { ...record, ExplicitHashKey: '7' }
  expect(await send(server, 'PutRecords', put(record, member), cbor)).toMatchObject({ status: 200 })
  const single = cborOf({ ...member, StreamARN: orders })
  expect(await send(server, 'PutRecord', single, cbor)).toMatchObject({ status: 200 })
  expect(await send(server, 'PutRecords', openList, cbor)).toMatchObject({ status: 200 })
})

/*
 * Goal: no body makes the two forms differ.
 * Method: sequences of random bodies, some of them damaged; then everything is read back.
 */
test('both forms answer any bodies in CBOR the same', async () => {
  const any = fc.record(
    {
      Data: fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.nat(70_000).map((size) => Buffer.alloc(size, 'data')),
      ),
      PartitionKey: fc.oneof(fc.stringMatching(/^[ -~]{1,70}$/), fc.string({ unit: 'binary', maxLength: 4 })),
      ExplicitHashKey: fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 129n }).map(String), fc.constant('x')),
    },
    { requiredKeys: ['Data', 'PartitionKey'] },
  )
  const damage = fc.record({ at: fc.nat(200), byte: fc.nat(255) })
  const step = fc.record({
    records: fc.array(any, { minLength: 1, maxLength: 5 }),
    single: fc.boolean(),
    open: fc.boolean(),
    damages: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(damage, { maxLength: 2 })),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(kinds)),
      fc.array(step, { minLength: 1, maxLength: 5 }),
      async (kind, steps) => {
        const servers = await startKind(kind)
        for (const { records, single, open, damages } of steps) {
          const members = single ? records[0] : { Records: records }
          const body = cborOf({ StreamName: 'orders', ...members }, open)
          for (const { at, byte } of damages) body[at % body.length] = byte
          await sendBoth(servers, single ? 'PutRecord' : 'PutRecords', body, cbor)
        }
        await readBoth(servers)
      },
    ),
    { numRuns: times(10) },
  )
})
