import { expect, test } from 'vitest'
import { readAggregatedRecord } from '../../src/aggregation/index.ts'
import {
  Producer,
  type ProducerOptions,
  type PutResult,
  type RecordMeasure,
} from '../../src/producers/index.ts'
import { VirtualTime } from '../sim/consumers/virtual-time.ts'
import { SeededRandom } from '../sim/seeded-random.ts'
import { FakeStream, type Faults, noFaults } from './fake-stream.ts'

type Options = Omit<ProducerOptions, 'client' | 'stream'>

interface World {
  readonly clock: VirtualTime
  readonly stream: FakeStream
  readonly producer: Producer
  /** Runs the time on for so long. */
  pass(ms: number): Promise<void>
}

async function world(
  options: Options = {},
  { faults = noFaults, shardCount = 1, ...facts }: Partial<FakeStream> & { shardCount?: number } = {},
): Promise<World> {
  const clock = new VirtualTime()
  const random = new SeededRandom(7)
  const stream = new FakeStream(clock, random, noFaults, shardCount)
  Object.assign(stream, facts)
  const starting = Producer.startOn(stream, { clock, random, ...options })
  await clock.run(100)
  const producer = await starting
  stream.faults = faults
  const pass = (ms: number) => clock.run(clock.monotonicMs() + ms)
  return { clock, stream, producer, pass }
}

const faulty = (faults: Partial<Faults>): Faults => ({ ...noFaults, ...faults })
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ partitionKey: `key-${i}`, data: `data-${i}` }))
const codeOf = (put: Promise<PutResult>): Promise<string> =>
  put.then(
    () => 'put',
    (error: { code: string }) => error.code,
  )

test('records of one shard gather for 100 ms and go as one, each with its place in it', async () => {
  const { producer, stream, pass } = await world()
  const results = Promise.all(numbered(3).map((record) => producer.put(record)))
  await pass(99)
  expect(stream.requests).toHaveLength(0)
  await pass(100)
  expect(stream.requests.map((entries) => entries.length)).toEqual([1])
  expect(await results).toEqual(
    [0, 1, 2].map((subSequenceNumber) => ({
      shardId: 'shard-0',
      sequenceNumber: '0',
      subSequenceNumber,
      attempts: 1,
    })),
  )
})

test('an aggregate goes by the keys of its first record, has one shard’s records and is no larger than asked for', async () => {
  const { producer, stream, pass } = await world({ aggregateBytesMax: 1_000 }, { shardCount: 4 })
  const records = [...numbered(300), { partitionKey: 'large', data: 'x'.repeat(2_000) }]
  const results = Promise.all(records.map((record) => producer.put(record)))
  await pass(1_000)
  await results
  expect(stream.stored.length).toBeLessThan(50)
  for (const { partitionKey, data, shardId } of stream.stored) {
    const inside = readAggregatedRecord(data)
    if (inside === undefined) expect(partitionKey).toBe('large')
    else {
      expect(data.length).toBeLessThanOrEqual(1_000)
      expect(inside[0]?.partitionKey).toBe(partitionKey)
    }
    expect(stream.seen().some((record) => record.shardId === shardId)).toBe(true)
  }
  expect(stream.seen()).toHaveLength(301)
})

test('without aggregation each record goes as it is, 500 in a request, with its explicit hash key', async () => {
  const { producer, stream, pass } = await world({ aggregation: false })
  const explicitHashKey = '340282366920938463463374607431768211455'
  const puts = Promise.all(numbered(501).map((record) => producer.put({ ...record, explicitHashKey })))
  await pass(1_000)
  await puts
  expect(stream.requests.map((entries) => entries.length)).toEqual([500, 1])
  expect(stream.stored.every((stored) => stored.explicitHashKey === explicitHashKey)).toBe(true)
  expect(new Set(stream.stored.map(({ data }) => data.toString()))).toEqual(
    new Set(numbered(501).map(({ data }) => data)),
  )
})

test('requests have at most 5 MiB, but for a record that is larger alone', async () => {
  const MiB = 1024 * 1024
  const { producer, stream, pass } = await world(
    { shardLimits: 'off', aggregation: false, bufferBytesMax: 64 * MiB },
    { recordSizeMax: 10 * MiB },
  )
  const sizes = [3, 3, 9.9, 1, 1]
  const puts = sizes.map((size, i) => producer.put({ partitionKey: `${i}`, data: Buffer.alloc(size * MiB) }))
  await pass(1_000)
  await Promise.all(puts)
  expect(stream.requests.map((entries) => entries.map(({ partitionKey }) => partitionKey))).toEqual([
    ['0'],
    ['1'],
    ['2'],
    ['3', '4'],
  ])
})

test.each([
  { what: '1,000 records', options: { aggregation: false }, data: 'x', perSecond: 1000 },
  { what: '1 MiB', options: {}, data: 'x'.repeat(20_000), perSecond: 52.4 },
])('a shard is sent $what a second, and no request for each', async ({ options, data, perSecond }) => {
  const { producer, stream, pass } = await world({ ...options, bufferBytesMax: 1e9, ttlMs: 60_000 })
  const count = perSecond * 5
  const puts = Promise.all(
    Array.from({ length: count }, (_, i) => producer.put({ partitionKey: `${i}`, data })),
  )
  await pass(2_100)
  /* A second's worth at once, and two seconds' more. */
  expect(stream.seen().length / perSecond).toBeGreaterThan(2.8)
  expect(stream.seen().length / perSecond).toBeLessThan(3.12)
  expect(stream.requests.length).toBeLessThan(30)
  await pass(10_000)
  await puts
})

test('a record that is not put in its time is rejected with what failed last', async () => {
  const { producer, pass } = await world({ ttlMs: 1_000 }, { faults: faulty({ throttled: 1 }) })
  const put = producer.put({ partitionKey: 'a', data: 'b' })
  put.catch(() => undefined)
  await pass(2_000)
  await expect(put).rejects.toMatchObject({
    code: 'PRODUCER_RECORD_EXPIRED',
    retryable: true,
    message: expect.stringMatching(/^not put within 1000 ms, in \d attempts: throttled$/),
  })
})

test('a request that is refused for good rejects its records and no others', async () => {
  const { producer, stream, pass } = await world({}, { faults: faulty({ refused: 1 }) })
  const refused = codeOf(producer.put({ partitionKey: 'a', data: 'b' }))
  await pass(500)
  expect(await refused).toBe('PRODUCER_REQUEST_REFUSED')
  stream.faults = noFaults
  const put = codeOf(producer.put({ partitionKey: 'a', data: 'b' }))
  await pass(500)
  expect(await put).toBe('put')
})

test('only the failed records of a request are put again', async () => {
  const { producer, stream, pass } = await world({ aggregation: false }, { faults: faulty({ failed: 0.5 }) })
  const puts = Promise.all(numbered(100).map((record) => producer.put(record)))
  await pass(25_000)
  const attempts = (await puts).map((result) => result.attempts)
  expect(Math.max(...attempts)).toBeGreaterThan(2)
  expect(stream.stored).toHaveLength(100)
})

test('a producer that is full refuses at once, and tells when it has room', async () => {
  const { producer, pass } = await world({ bufferBytesMax: 2_000 })
  const puts = ['a', 'b', 'c', 'd'].map((partitionKey) => codeOf(producer.put({ partitionKey, data: 'x' })))
  expect(await codeOf(producer.put({ partitionKey: 'e', data: 'x' }))).toBe('PRODUCER_BUFFER_FULL')
  const order: string[] = []
  const first = producer.ready().then(() => order.push('first'))
  const second = producer.ready().then(() => order.push('second'))
  await pass(0)
  expect(order).toEqual([])
  await pass(500)
  await Promise.all([first, second])
  expect(order).toEqual(['first', 'second'])
  expect(await Promise.all(puts)).toEqual(['put', 'put', 'put', 'put'])
})

test('a record larger than the whole bound goes, and the next waits for it', async () => {
  const { producer, pass } = await world({ bufferBytesMax: 1_000 })
  const put = codeOf(producer.put({ partitionKey: 'a', data: 'x'.repeat(5_000) }))
  expect(await codeOf(producer.put({ partitionKey: 'b', data: 'x' }))).toBe('PRODUCER_BUFFER_FULL')
  await pass(500)
  expect(await put).toBe('put')
})

test('flush sends at once and waits for what was put before it', async () => {
  const { producer, stream, pass } = await world({ bufferedMs: 60_000, ttlMs: 120_000 })
  void producer.put({ partitionKey: 'a', data: '1' })
  const flushed = producer.flush()
  const later = codeOf(producer.put({ partitionKey: 'a', data: '2' }))
  await pass(200)
  await flushed
  const closed = producer.close()
  await pass(200)
  await closed
  expect(await later).toBe('put')
  expect(stream.seen().map(({ text }) => text)).toEqual(['1', '2'])
  expect(await codeOf(producer.put({ partitionKey: 'a', data: '3' }))).toBe('PRODUCER_CLOSED')
})

test('an aborted producer rejects what has no result', async () => {
  const aborting = new AbortController()
  const { producer, pass } = await world({ signal: aborting.signal }, { faults: faulty({ lostRequest: 1 }) })
  const onItsWay = codeOf(producer.put({ partitionKey: 'a', data: '1' }))
  await pass(101)
  const waiting = codeOf(producer.put({ partitionKey: 'a', data: '2' }))
  aborting.abort()
  await pass(100)
  expect([await onItsWay, await waiting]).toEqual(['PRODUCER_CLOSED', 'PRODUCER_CLOSED'])
  await producer.close()
})

test.each([
  { what: 'an empty key', record: { partitionKey: '', data: 'x' } },
  { what: 'a key of 257 characters', record: { partitionKey: 'k'.repeat(257), data: 'x' } },
  { what: 'a key with half a character', record: { partitionKey: '\ud83d', data: 'x' } },
  { what: 'a hash key of 2^128', record: { partitionKey: 'a', data: 'x', explicitHashKey: `${2n ** 128n}` } },
  { what: 'a hash key that is no number', record: { partitionKey: 'a', data: 'x', explicitHashKey: '0x1' } },
  { what: 'a byte too much', record: { partitionKey: 'ab', data: 'x'.repeat(1024 * 1024 - 1) } },
])('a record with $what is refused before others could suffer', async ({ record }) => {
  const { producer } = await world()
  expect(await codeOf(producer.put(record))).toBe('PRODUCER_RECORD_INVALID')
})

test.each([
  { what: 'an empty record', record: { partitionKey: 'a', data: '' } },
  { what: '256 characters of four bytes each as key', record: { partitionKey: '🚚'.repeat(256), data: 'x' } },
  { what: 'the largest record', record: { partitionKey: 'a', data: Buffer.alloc(1024 * 1024 - 1) } },
])('$what is put', async ({ record }) => {
  const { producer, pass } = await world()
  const put = codeOf(producer.put(record))
  await pass(1_000)
  expect(await put).toBe('put')
})

test('where keys have no say in the shard, nothing is aggregated', async () => {
  const { producer, stream, pass } = await world({}, { keysChooseShards: false, shardCount: 3 })
  const puts = Promise.all(numbered(20).map((record) => producer.put(record)))
  await pass(500)
  await puts
  expect(stream.stored).toHaveLength(20)
})

test('after a reshard the records of an aggregate that are another shard’s are put again', async () => {
  const { producer, stream, pass } = await world({ aggregateBytesMax: 100_000 })
  stream.reshard()
  const puts = Promise.all(numbered(100).map((record) => producer.put(record)))
  await pass(5_000)
  const results = await puts
  expect(new Set(results.map(({ shardId }) => shardId))).toEqual(new Set(['shard-1', 'shard-2']))
  expect(stream.stored).toHaveLength(2)
  expect(stream.seen()).toHaveLength(100)
})

test('metrics are told of each request and each record', async () => {
  const records: RecordMeasure[] = []
  let failed = 0
  const metrics = {
    requestEnded(request: { failed: number }) {
      failed += request.failed
    },
    recordEnded(record: RecordMeasure) {
      records.push(record)
    },
  }
  const { producer, stream, pass } = await world({ metrics }, { faults: faulty({ lostAnswer: 1 }) })
  const put = producer.put({ partitionKey: 'a', data: 'b' })
  await pass(150)
  stream.faults = noFaults
  await pass(1_000)
  await put
  expect(failed).toBe(1)
  expect(records).toMatchObject([{ outcome: 'put', attempts: 2 }])
})

test('metrics that fail keep no record from its result', async () => {
  const fail = () => {
    throw new Error('the metrics are full')
  }
  const { producer, pass } = await world({ metrics: { requestEnded: fail, recordEnded: fail } })
  const put = producer.put({ partitionKey: 'a', data: 'b' })
  await pass(150)
  expect(await put).toMatchObject({ attempts: 1 })
  await producer.close()
})

test.each([
  { bufferedMs: -1 },
  { ttlMs: 0 },
  { bufferBytesMax: Number.NaN },
  { requestsMax: 0 },
  { shardLimits: { bytesPerSecond: 0, recordsPerSecond: 1 } },
])('the options %o are refused', async (options) => {
  const stream = new FakeStream(new VirtualTime(), new SeededRandom(1))
  await expect(Producer.startOn(stream, options)).rejects.toMatchObject({ code: 'PRODUCER_OPTION_INVALID' })
})
