import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Aggregate, readAggregatedRecord } from '../../src/aggregation/index.ts'

const keys = fc.constantFrom('a', 'truck-7', 'ключ', '\u{1f69a}', 'k'.repeat(256))
const userRecords = fc.array(
  fc.record({
    partitionKey: keys,
    explicitHashKey: fc.option(fc.constantFrom('0', '340282366920938463463374607431768211455'), {
      nil: undefined,
    }),
    data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 400 },
)

function aggregateOf(
  records: readonly { partitionKey: string; explicitHashKey: string | undefined; data: Buffer }[],
) {
  const aggregate = new Aggregate()
  for (const { partitionKey, explicitHashKey, data } of records) {
    const size = aggregate.sizeWith(partitionKey, explicitHashKey, data)
    aggregate.add(partitionKey, explicitHashKey, data)
    expect(aggregate.size).toBe(size)
  }
  return aggregate
}

test('what was aggregated is read back whole and in order, and takes the size that was told', () => {
  fc.assert(
    fc.property(userRecords, (records) => {
      const aggregate = aggregateOf(records)
      const bytes = aggregate.toBytes()
      expect(bytes.length).toBe(aggregate.size)
      expect(readAggregatedRecord(bytes)).toEqual(
        records.map((record, subSequenceNumber) => ({ ...record, subSequenceNumber })),
      )
    }),
  )
})

test('a key is in the record once, however many records have it', () => {
  const aggregate = new Aggregate()
  aggregate.add('the-same-key', '17', Buffer.from('a'))
  const before = aggregate.size
  aggregate.add('the-same-key', '17', Buffer.from('b'))
  /* A tag and length for the record, for its two indexes and for its data, and one byte of data. */
  expect(aggregate.size - before).toBe(2 + 2 + 2 + 2 + 1)
})

test('a record of another form is none, whatever its bytes are', () => {
  const whole = aggregateOf([
    { partitionKey: 'a', explicitHashKey: '1', data: Buffer.from('data') },
  ]).toBytes()
  expect(readAggregatedRecord(Buffer.alloc(0))).toBeUndefined()
  expect(readAggregatedRecord(Buffer.from('plain'))).toBeUndefined()
  for (let i = 0; i < whole.length; i++) {
    const changed = Buffer.from(whole)
    changed[i]! ^= 1
    expect(readAggregatedRecord(changed)).toBeUndefined()
    expect(readAggregatedRecord(whole.subarray(0, i))).toBeUndefined()
  }
})

/** With its magic number and digest right, so that the message itself is read. */
function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xf3, 0x89, 0x9a, 0xc2]), message, hash('md5', message, 'buffer')])
}

test('a message with a right digest is read or is none, but never fails', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const read = readAggregatedRecord(framed(Buffer.from(bytes)))
      expect(read === undefined || Array.isArray(read)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('a message whose record names a key that is not there is none', () => {
  const record = Buffer.from([0x08, 0x01, 0x1a, 0x01, 0x78])
  const withOneKey = Buffer.concat([Buffer.from([0x0a, 0x01, 0x61, 0x1a, record.length]), record])
  expect(readAggregatedRecord(framed(withOneKey))).toBeUndefined()
  record[1] = 0
  withOneKey.set(record, withOneKey.length - record.length)
  expect(readAggregatedRecord(framed(withOneKey))).toMatchObject([
    { partitionKey: 'a', data: Buffer.from('x') },
  ])
})

test('fields that a later version may add are passed over', () => {
  const record = Buffer.from([0x08, 0x00, 0x1a, 0x01, 0x78, 0x22, 0x03, 0x0a, 0x01, 0x74])
  const later = Buffer.from([0x25, 1, 2, 3, 4, 0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x30, 0xff, 0x01])
  const message = Buffer.concat([later, Buffer.from([0x0a, 0x01, 0x61, 0x1a, record.length]), record])
  expect(readAggregatedRecord(framed(message))).toMatchObject([{ partitionKey: 'a', data: Buffer.from('x') }])
})
