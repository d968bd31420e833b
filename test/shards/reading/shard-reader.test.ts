import { expect, test } from 'vitest'
import { CodedError } from '../../../src/base/index.ts'
import {
  openTestStreams,
  owner,
  positionOf,
  putAll,
  readList,
  readShard,
  type TestStreams,
} from '../open-test-streams.ts'

const mebibyte = 1024 * 1024
const hourMs = 3_600_000

async function openWithStream(options: Parameters<typeof openTestStreams>[0] = {}, maxRecordSizeKiB = 1024) {
  const opened = await openTestStreams(options)
  const request = { name: 'test', mode: 'PROVISIONED' as const, shardCount: 1, maxRecordSizeKiB }
  await opened.streams.control.create(owner, request)
  return opened
}

const put = ({ streams }: TestStreams, ...data: (string | Buffer)[]) =>
  putAll(
    streams,
    'test',
    data.map((bytes) => ({ key: 'k', data: Buffer.from(bytes) })),
  )

const read = ({ streams }: TestStreams, offset: number, countMax = 10_000) =>
  readList(streams, positionOf(streams, 'test', 0, offset), countMax)

test('a read gives as many records as asked for, and where to go on', async () => {
  const opened = await openWithStream()
  await put(opened, 'a', 'b', 'c')
  const { list, nextIterator } = await read(opened, 0, 2)
  expect(list.map(({ data }) => String(data))).toEqual(['a', 'b'])
  const next = opened.streams.iterators.open(owner, nextIterator!)
  expect((await readList(opened.streams, next, 2)).list.map(({ data }) => String(data))).toEqual(['c'])
})

test('a read with nothing to give has a fresh iterator all the same', async () => {
  const opened = await openWithStream()
  const first = await read(opened, 0)
  expect(first).toMatchObject({ count: 0, next: 0, millisBehindLatest: 0 })
  opened.clock.advance(299_999)
  const again = await readList(opened.streams, opened.streams.iterators.open(owner, first.nextIterator!), 1)
  opened.clock.advance(299_999)
  await put(opened, 'late')
  const position = opened.streams.iterators.open(owner, again.nextIterator!)
  expect((await readList(opened.streams, position, 1)).count).toBe(1)
})

test('a read gives no more than 10 MiB of keys and data, and a single record of that size', async () => {
  const opened = await openWithStream({}, 10 * 1024)
  for (let i = 0; i < 3; i++) await put(opened, Buffer.alloc(5 * mebibyte - 1))
  await put(opened, Buffer.alloc(10 * mebibyte - 1), 'last')
  const counts: number[] = []
  for (let offset = 0; offset < 5; ) {
    const records = await read(opened, offset)
    expect(records.keyBytes + records.dataBytes).toBeLessThanOrEqual(10 * mebibyte)
    counts.push(records.count)
    offset = records.next
  }
  expect(counts).toEqual([2, 1, 1, 1])
})

test('millisBehindLatest is the age of the last record read, and 0 at the end', async () => {
  const opened = await openWithStream()
  await put(opened, 'a')
  opened.clock.advance(1_500)
  await put(opened, 'b')
  opened.clock.advance(500)
  expect((await read(opened, 0, 1)).millisBehindLatest).toBe(2_000)
  expect((await read(opened, 0, 2)).millisBehindLatest).toBe(0)
  expect((await read(opened, 2)).millisBehindLatest).toBe(0)
})

test('records are given for 24 hours to the millisecond, trimmed or not', async () => {
  const opened = await openWithStream()
  await put(opened, 'old')
  opened.clock.advance(1)
  await put(opened, 'younger')
  opened.clock.advance(24 * hourMs - 1)
  expect((await read(opened, 0)).count).toBe(2)
  opened.clock.advance(1)
  const records = await read(opened, 0)
  expect(records.list.map(({ data }) => String(data))).toEqual(['younger'])
  opened.clock.advance(1)
  expect(await read(opened, 0)).toMatchObject({ count: 0, next: 2 })
})

test('an iterator past the end, left over from a crash that took records, goes on at the end', async () => {
  const opened = await openWithStream()
  await put(opened, 'a')
  const records = await read(opened, 7)
  expect(records).toMatchObject({ count: 0, next: 1, millisBehindLatest: 0 })
})

test('a long read is made in pieces, with commits in between, and gives each record once and in its order', async () => {
  const opened = await openWithStream()
  const values = Array.from({ length: 4_200 }, (_, i) => String(i).padEnd(300, '.'))
  for (let i = 0; i < values.length; i += 500) await put(opened, ...values.slice(i, i + 500))
  const reading = read(opened, 0)
  let isRead = false
  void reading.then(() => {
    isRead = true
  })
  await put(opened, 'late')
  expect(isRead).toBe(false)
  const { list, count, next } = await reading
  expect(list.slice(0, 4_200).map(({ data }) => String(data))).toEqual(values)
  expect(next).toBe(count)
  expect((await read(opened, 10, 1_500)).list.map(({ data }) => String(data))).toEqual(
    values.slice(10, 1_510),
  )
})

test('a read in parts makes each when it is asked for, and ends where retention has left a gap by then', async () => {
  const opened = await openWithStream()
  const values = (from: number) => Array.from({ length: 400 }, (_, i) => String(from + i).padEnd(700, '.'))
  await put(opened, ...values(0))
  await put(opened, ...values(400))
  opened.clock.advance(1)
  await put(opened, ...values(800))
  const parts = opened.streams.readInParts(
    positionOf(opened.streams, 'test', 0),
    10_000,
    ({ count }) => count,
  )
  const first = await parts.next()
  expect(first.done).toBe(false)
  opened.clock.advance(24 * hourMs)
  const end = await parts.next()
  expect(end).toMatchObject({ done: true, value: { next: first.value, children: [] } })
  expect((await read(opened, first.value as number)).list[0]!.data.toString()).toBe(values(800)[0])
})

test('what cannot be read behind the first piece is left to the next read, which fails', async () => {
  const { store, streams } = await openWithStream()
  const records = Array.from({ length: 500 }, (_, i) => ({ key: 'k', data: Buffer.from(`${i}`) }))
  for (let i = 0; i < 5; i++) await putAll(streams, 'test', records)
  const { readInPlace } = store
  store.readInPlace = (log, from, limit, use) =>
    from >= 2_000
      ? Promise.reject(new CodedError('LOG_CORRUPT', 'a block fails its check'))
      : (readInPlace.call(store, log, from, limit, use) as Promise<never>)
  const { count, next } = await readList(streams, positionOf(streams, 'test', 0), 10_000)
  expect([count, next]).toEqual([2_000, 2_000])
  await expect(readList(streams, positionOf(streams, 'test', 0, next), 10_000)).rejects.toMatchObject({
    code: 'LOG_CORRUPT',
  })
})

test('the sixth read within a second is refused, and one fits again after 200 ms', async () => {
  const opened = await openWithStream({ limits: 'aws' })
  for (let i = 0; i < 5; i++) await read(opened, 0)
  await expect(read(opened, 0)).rejects.toMatchObject({
    code: 'SHARD_RATE_EXCEEDED',
    message: 'Rate exceeded for shard shardId-000000000000 in stream test under account 000000000000.',
  })
  opened.clock.advance(200)
  await read(opened, 0)
})

test('a read of 10 MiB makes those of the next five seconds fail', async () => {
  const opened = await openWithStream({ limits: 'aws' }, 10 * 1024)
  await put(opened, Buffer.alloc(10 * mebibyte - 1))
  expect((await read(opened, 0)).count).toBe(1)
  opened.clock.advance(4_999)
  await expect(read(opened, 1)).rejects.toMatchObject({ code: 'SHARD_RATE_EXCEEDED' })
  opened.clock.advance(1)
  await read(opened, 1)
})

test('a read of 10 MiB of many records makes those of the next five seconds fail', async () => {
  const opened = await openWithStream({ limits: 'aws' }, 10 * 1024)
  for (let i = 0; i < 10; i++) {
    await put(opened, Buffer.alloc(mebibyte - 1))
    opened.clock.advance(1_000)
  }
  expect((await read(opened, 0)).count).toBe(10)
  opened.clock.advance(4_999)
  await expect(read(opened, 1)).rejects.toMatchObject({ code: 'SHARD_RATE_EXCEEDED' })
  opened.clock.advance(1)
  await read(opened, 1)
})

test('reads that come at once share the one throttle of their shard', async () => {
  const opened = await openWithStream({ limits: 'aws' })
  const reads = await Promise.allSettled(Array.from({ length: 8 }, () => read(opened, 0)))
  expect(reads.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
})

test('empty data and keys of several bytes a character come back as they were', async () => {
  const { streams } = await openWithStream()
  const records = [
    { key: 'ключ', data: Buffer.alloc(0) },
    { key: '🔑'.repeat(128), data: Buffer.from([0, 255]) },
  ]
  await putAll(streams, 'test', records)
  expect((await readShard(streams, 'test', 0)).map(({ key, data }) => ({ key, data }))).toEqual(records)
})
