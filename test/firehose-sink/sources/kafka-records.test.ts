import type { KafkaRecord, RecordsBatch } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { parseBootstrap } from '../../../src/firehose-sink/sources/kafka/bootstrap.ts'
import { errorText } from '../../../src/firehose-sink/sources/kafka/error-text.ts'
import { FetchSize } from '../../../src/firehose-sink/sources/kafka/fetch-size.ts'
import { fetchedRecords } from '../../../src/firehose-sink/sources/kafka/fetched-records.ts'

const transactional = 0x10
const control = 0x20
const from = { topicId: 'T', offset: 0n, nowMs: 5000 }

const record = (offsetDelta: number, value: string | null, timestampDelta = 0): KafkaRecord => ({
  length: 0,
  attributes: 0,
  timestampDelta: BigInt(timestampDelta),
  offsetDelta,
  key: null,
  value: value === null ? null : Buffer.from(value),
  headers: [],
})

function batch(
  firstOffset: number,
  records: KafkaRecord[],
  changes: Partial<RecordsBatch> = {},
): RecordsBatch {
  return {
    firstOffset: BigInt(firstOffset),
    length: 0,
    partitionLeaderEpoch: 0,
    magic: 2,
    crc: 0,
    attributes: 0,
    lastOffsetDelta: records.length - 1,
    firstTimestamp: 1000n,
    maxTimestamp: 3000n,
    producerId: -1n,
    producerEpoch: -1,
    firstSequence: -1,
    records,
    ...changes,
  }
}

const fetched = (
  batches: RecordsBatch[],
  changes = {},
  abortedTransactions: { producerId: bigint; firstOffset: bigint }[] = [],
) => {
  const answer = { partitionIndex: 2, records: batches, abortedTransactions }
  const { records, next } = fetchedRecords(answer, { ...from, ...changes })
  return { texts: records.map(({ data }) => data.toString()), next, records }
}

test('fetchedRecords gives what was asked for on, each with its place and the time that it has', () => {
  const batches = [batch(4, [record(0, 'a'), record(1, 'b', 10), record(2, null, 9000)])]
  const { records, next } = fetched(batches, { offset: 5n })
  expect(next).toBe(7n)
  expect(records).toEqual([
    { data: Buffer.from('b'), arrivalMs: 1010, position: 'T:2:5' },
    { data: Buffer.alloc(0), arrivalMs: 5000, position: 'T:2:6' },
  ])
  const appended = fetched([batch(0, [record(0, 'a', 7)], { attributes: 0x08 })])
  expect(appended.records[0]?.arrivalMs).toBe(3000)
})

test('fetchedRecords goes on behind a batch that compaction has emptied, and not where nothing came', () => {
  expect(fetched([batch(4, [], { lastOffsetDelta: 9 })])).toMatchObject({ texts: [], next: 14n })
  expect(fetched([], { offset: 3n })).toMatchObject({ texts: [], next: 3n })
})

test('fetchedRecords leaves out control records, and of several transactions of a producer those that were aborted', () => {
  const written = { attributes: transactional, producerId: 7n }
  const marker = { attributes: transactional | control, producerId: 7n }
  const batches = [
    batch(0, [record(0, 'aborted')], written),
    batch(1, [record(0, 'other')], { attributes: transactional, producerId: 8n }),
    batch(2, [record(0, 'marker')], marker),
    batch(3, [record(0, 'committed')], written),
    batch(4, [record(0, 'marker')], marker),
    batch(5, [record(0, 'aborted')], written),
    batch(6, [record(0, 'plain')], { producerId: 7n }),
  ]
  const aborted = [5n, 0n].map((firstOffset) => ({ producerId: 7n, firstOffset }))
  expect(fetched(batches, {}, aborted)).toMatchObject({ texts: ['other', 'committed', 'plain'], next: 7n })
})

test.each([
  ['kafka://a:9092', { brokers: [{ host: 'a', port: 9092 }], tls: false, login: undefined }],
  [
    'kafkas://a.example:1,[::1]:2/',
    {
      brokers: [
        { host: 'a.example', port: 1 },
        { host: '::1', port: 2 },
      ],
      tls: true,
      login: undefined,
    },
  ],
  [
    'kafkas://me:p%40ss@a:9096',
    {
      brokers: [{ host: 'a', port: 9096 }],
      tls: true,
      login: { mechanism: 'SCRAM-SHA-512', username: 'me', password: 'p@ss' },
    },
  ],
  [
    'kafka://me:@a:1?mechanism=PLAIN',
    {
      brokers: [{ host: 'a', port: 1 }],
      tls: false,
      login: { mechanism: 'PLAIN', username: 'me', password: '' },
    },
  ],
])('parseBootstrap reads %s', (url, expected) => {
  expect(parseBootstrap(url)).toEqual(expected)
})

test.each([
  'http://a:9092',
  'kafka://a',
  'kafka://a:9092,b',
  'kafka://a:65536',
  'kafka://me@a:1',
  'kafka://me:%zz@a:1',
  'kafka://a:1/path',
  'kafka://a:1?mechanism=GSSAPI',
  'kafka://',
])('parseBootstrap refuses %s', (url) => {
  expect(parseBootstrap(url)).toBeUndefined()
})

test('errorText has the reasons below a failure', () => {
  const refused = new Error('connect ECONNREFUSED')
  const failure = new AggregateError([new Error('Connection failed.', { cause: refused })], 'Cannot connect.')
  expect(errorText(failure)).toBe('Cannot connect. Connection failed. connect ECONNREFUSED')
  expect(errorText('odd')).toBe('odd')
})

test('FetchSize asks for less where a little becomes much, and for more where it does not', () => {
  const size = new FetchSize()
  const records = (count: number, bytes: number) => {
    const one = { data: Buffer.alloc(bytes), arrivalMs: 0, position: '' }
    return Array.from({ length: count }, () => one)
  }
  expect(size.next(1_000_000)).toBe(65_536)
  expect(size.next(20_000)).toBe(20_000)
  size.came(65_536, records(40_000, 50))
  expect(size.next(1_000_000)).toBe(16_384)
  for (let i = 0; i < 10; i++) size.came(size.next(2_000_000), records(10, 1000))
  expect(size.next(2_000_000)).toBe(1024 * 1024)
  size.came(1024 * 1024, [])
  size.came(20_000, records(1, 1000))
  expect(size.next(2_000_000)).toBe(1024 * 1024)
})
