import { expect, test } from 'vitest'
import { encodeEvent } from '../../../src/log/state-record.ts'
import { evenHashRanges, hashKeyMax } from '../../../src/partitioner/index.ts'
import type { ControlEvent } from '../../../src/shards/control/control-event.ts'
import { findShard, isOpen, type StreamsOptions, shardIdOf } from '../../../src/shards/index.ts'
import { reshardShardsMax } from '../../../src/shards/limits.ts'
import { lineageFaultsOf, orderFaultsOf } from '../lineage.ts'
import {
  openTestStreams,
  owner,
  putAll,
  readList,
  readShard,
  startMs,
  type TestStreams,
} from '../open-test-streams.ts'

const half = 2n ** 127n
const id = shardIdOf

async function openWithStream(shardCount: number, options: Partial<StreamsOptions> = {}) {
  const opened = await openTestStreams(options)
  await opened.streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount })
  return opened
}

const stateOf = ({ streams }: TestStreams) => streams.control.get(owner, 'test')
const openOf = (opened: TestStreams) =>
  stateOf(opened)
    .shards.filter(isOpen)
    .map(({ index }) => index)
const put = ({ streams }: TestStreams, key: string, data: string) =>
  putAll(streams, 'test', [{ key, data: Buffer.from(data) }])

test('a split closes the shard and opens two with its hash keys, the lower first', async () => {
  const opened = await openWithStream(1)
  await opened.streams.resharding.split(owner, 'test', id(0), 5n)
  const { shards } = stateOf(opened)
  expect(shards).toMatchObject([
    { index: 0, closedMs: startMs + 1, endOffset: 0 },
    { index: 1, startingHashKey: '0', endingHashKey: '4', parent: 0, createdMs: startMs + 1 },
    { index: 2, startingHashKey: '5', endingHashKey: `${hashKeyMax}`, parent: 0 },
  ])
  expect(lineageFaultsOf(stateOf(opened))).toEqual([])
})

test('a merge closes two shards and opens one, whichever of them is named first', async () => {
  for (const [one, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const opened = await openWithStream(2)
    await opened.streams.resharding.merge(owner, 'test', id(one), id(other))
    expect(openOf(opened)).toEqual([2])
    expect(findShard(stateOf(opened), 2)).toMatchObject({ parent: one, adjacentParent: other })
    expect(lineageFaultsOf(stateOf(opened))).toEqual([])
  }
})

test('records go to the shards that are open, and those of a closed shard stay', async () => {
  const opened = await openWithStream(1)
  const { streams } = opened
  await put(opened, 'k', 'k 1')
  await streams.resharding.split(owner, 'test', id(0), half)
  const [second] = await put(opened, 'k', 'k 2')
  await streams.resharding.merge(owner, 'test', id(1), id(2))
  const [third] = await put(opened, 'k', 'k 3')
  expect([1, 2]).toContain(second!.shard)
  expect(third!.shard).toBe(3)
  const shards = await Promise.all([0, 1, 2, 3].map((i) => readShard(streams, 'test', i)))
  expect(shards.flat().map(({ data }) => `${data}`)).toEqual(['k 1', 'k 2', 'k 3'])
  expect(orderFaultsOf(shards)).toEqual([])
})

test('all of it is there after a restart, and the next shard goes on counting', async () => {
  const before = await openWithStream(2)
  await put(before, 'k', 'k 1')
  await before.streams.resharding.split(owner, 'test', id(1), hashKeyMax)
  await before.streams.resharding.merge(owner, 'test', id(0), id(2))
  const state = stateOf(before)
  const after = await before.restart()
  expect(stateOf(after)).toEqual(state)
  await after.streams.resharding.split(owner, 'test', id(4), 7n)
  expect(openOf(after)).toEqual([3, 5, 6])
})

test('the numbers of children are greater than those of their parents also within one second', async () => {
  const opened = await openWithStream(1)
  const { streams } = opened
  const numbers: string[] = []
  for (let round = 0; round < 5; round++) {
    numbers.push((await put(opened, 'k', 'x'))[0]!.sequenceNumber)
    const [last] = openOf(opened)
    await streams.resharding.split(owner, 'test', id(last!), half)
    numbers.push((await put(opened, 'k', 'x'))[0]!.sequenceNumber)
    const [lower, upper] = openOf(opened)
    await streams.resharding.merge(owner, 'test', id(lower!), id(upper!))
  }
  expect(numbers.toSorted()).toEqual(numbers)
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('a sequence number of a child is found again by the shard, and refused by any other', async () => {
  const opened = await openWithStream(1)
  const { streams } = opened
  await streams.resharding.split(owner, 'test', id(0), half)
  const [answer] = await put(opened, 'k', 'x')
  const stream = stateOf(opened)
  const position = { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: answer!.sequenceNumber } as const
  for (const shard of stream.shards) {
    const offset = streams.startingOffset(stream, shard, position)
    if (shard.index === answer!.shard) expect(await offset).toBe(0)
    else await expect(offset).rejects.toMatchObject({ code: 'SEQUENCE_NUMBER_INVALID' })
  }
})

test('arrival times do not fall from a shard to its children, also when the clock steps back', async () => {
  const opened = await openWithStream(1)
  const { streams, clock } = opened
  await put(opened, 'k', 'k 1')
  clock.setWallTime(startMs - 3_600_000)
  await streams.resharding.split(owner, 'test', id(0), half)
  await put(opened, 'k', 'k 2')
  const shards = await Promise.all([0, 1, 2].map((i) => readShard(streams, 'test', i)))
  expect(orderFaultsOf(shards)).toEqual([])
  expect(stateOf(opened).shards[0]!.closedMs).toBe(startMs + 1)
})

test('a closed shard is read to its end, and names its children there', async () => {
  const opened = await openWithStream(1)
  const { streams } = opened
  for (const data of ['1', '2', '3']) await put(opened, 'k', data)
  await streams.resharding.split(owner, 'test', id(0), half)
  opened.clock.advance(1000)
  const stream = stateOf(opened)
  const from = (offset: number) => readList(streams, { stream, shard: stream.shards[0]!, offset }, 2)
  const first = await from(0)
  expect(first).toMatchObject({ count: 2, children: [], millisBehindLatest: 1000 })
  expect(first.nextIterator).toBeTypeOf('string')
  const last = await from(2)
  expect(last).toMatchObject({ count: 1, millisBehindLatest: 0, nextIterator: undefined })
  expect(last.children.map(({ shard }) => shard.index)).toEqual([1, 2])
  expect(await from(3)).toMatchObject({ count: 0, millisBehindLatest: 0, nextIterator: undefined })
  expect(await streams.startingOffset(stream, stream.shards[0]!, { type: 'LATEST' })).toBe(3)
})

test('an iterator from before a split goes on to the end of the shard', async () => {
  const opened = await openWithStream(1)
  const { streams } = opened
  const stream = stateOf(opened)
  const iterator = streams.iterators.create({ stream, shard: stream.shards[0]!, offset: 0 })
  await put(opened, 'k', '1')
  await streams.resharding.split(owner, 'test', id(0), half)
  const read = await readList(streams, streams.iterators.open(owner, iterator), 10)
  expect(read).toMatchObject({ count: 1, nextIterator: undefined })
})

test('UPDATING is seen for the time of a transition, and refuses the next reshard', async () => {
  const opened = await openWithStream(1, { transitionMs: 500 })
  const { streams, clock } = opened
  clock.advance(500)
  await streams.resharding.split(owner, 'test', id(0), half)
  expect(streams.control.statusOf(stateOf(opened))).toBe('UPDATING')
  await put(opened, 'k', 'x')
  await expect(streams.resharding.split(owner, 'test', id(1), 5n)).rejects.toMatchObject({
    code: 'STREAM_NOT_ACTIVE',
  })
  clock.advance(500)
  expect(streams.control.statusOf(stateOf(opened))).toBe('ACTIVE')
  await streams.resharding.split(owner, 'test', id(1), 5n)
})

test.each([
  ['the first hash key of the shard', 0, half, 'HASH_KEY_INVALID'],
  ['a hash key below the shard', 0, half - 1n, 'HASH_KEY_INVALID'],
  ['a hash key above all', 0, hashKeyMax + 1n, 'HASH_KEY_INVALID'],
])('a split at %s is refused, with nothing done', async (_, __, at, code) => {
  const opened = await openWithStream(2)
  const before = stateOf(opened)
  await expect(opened.streams.resharding.split(owner, 'test', id(1), at)).rejects.toMatchObject({ code })
  expect(stateOf(opened)).toBe(before)
})

test('a shard of one hash key cannot be split, and of two hash keys once', async () => {
  const opened = await openWithStream(1)
  const { resharding } = opened.streams
  await resharding.split(owner, 'test', id(0), 2n)
  await resharding.split(owner, 'test', id(1), 1n)
  await expect(resharding.split(owner, 'test', id(3), 0n)).rejects.toMatchObject({ code: 'HASH_KEY_INVALID' })
  await expect(resharding.split(owner, 'test', id(3), 1n)).rejects.toMatchObject({ code: 'HASH_KEY_INVALID' })
})

test('closed and absent shards, and those that do not adjoin, are refused', async () => {
  const { streams } = await openWithStream(4)
  const { resharding } = streams
  await expect(resharding.merge(owner, 'test', id(0), id(2))).rejects.toMatchObject({
    code: 'SHARDS_NOT_ADJACENT',
  })
  await expect(resharding.merge(owner, 'test', id(1), id(1))).rejects.toMatchObject({
    code: 'SHARDS_NOT_ADJACENT',
  })
  await resharding.merge(owner, 'test', id(0), id(1))
  await expect(resharding.merge(owner, 'test', id(1), id(2))).rejects.toMatchObject({ code: 'SHARD_CLOSED' })
  await expect(resharding.split(owner, 'test', id(0), 5n)).rejects.toMatchObject({ code: 'SHARD_CLOSED' })
  await expect(resharding.split(owner, 'test', id(9), 5n)).rejects.toMatchObject({ code: 'SHARD_NOT_FOUND' })
})

test('of two splits of one shard at once, one is done', async () => {
  const opened = await openWithStream(1)
  const results = await Promise.allSettled(
    [5n, 9n].map((at) => opened.streams.resharding.split(owner, 'test', id(0), at)),
  )
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(lineageFaultsOf(stateOf(opened))).toEqual([])
})

test('a reshard of more shards than a stream can have is refused before it is planned', async () => {
  const opened = await openWithStream(1)
  for (const count of [50_001, 2 ** 31 - 1]) {
    await expect(opened.streams.resharding.scaleTo(owner, 'test', count)).rejects.toMatchObject({
      code: 'STREAM_QUOTA_EXCEEDED',
    })
  }
})

test('the event of the largest reshard fits a record of the control log', () => {
  const shard = {
    index: 50_000,
    log: 2 ** 40,
    startingHashKey: `${hashKeyMax}`,
    endingHashKey: `${hashKeyMax}`,
    createdMs: startMs,
    numbersFromSeconds: startMs,
    parent: 50_000,
    adjacentParent: 50_000,
    closedMs: startMs,
    endOffset: 2 ** 40,
  }
  const event: ControlEvent = {
    kind: 'stream-resharded',
    owner,
    name: 'x'.repeat(128),
    closed: Array(reshardShardsMax).fill({ index: 50_000, closedMs: startMs, endOffset: 2 ** 40 }),
    opened: Array(reshardShardsMax).fill(shard),
    change: { countUpdatesMs: Array(10).fill(startMs) },
  }
  expect(encodeEvent(event).length).toBeLessThan(16 * 1024 * 1024)
})

/** Resolves when the puts of the stream wait for its reshard. */
async function changingHands({ streams }: TestStreams) {
  while (streams.active(owner, 'test').handedOver === undefined) await Promise.resolve()
}

test('a put during a reshard waits for it and goes to a child', async () => {
  const opened = await openWithStream(1)
  await put(opened, 'k', 'x')
  const split = opened.streams.resharding.split(owner, 'test', id(0), half)
  const before = put(opened, 'k', 'x')
  await changingHands(opened)
  const during = put(opened, 'k', 'x')
  await split
  expect((await before)[0]!.shard).toBe(0)
  expect([1, 2]).toContain((await during)[0]!.shard)
  expect(stateOf(opened).shards[0]).toMatchObject({ endOffset: 2 })
})

test('puts go on where they went when a reshard has failed', async () => {
  const opened = await openWithStream(1)
  const stream = opened.streams.active(owner, 'test')
  const failure = new Error('the disk is slow')
  await expect(stream.handOver(() => Promise.reject(failure))).rejects.toBe(failure)
  expect((await put(opened, 'k', 'x'))[0]!.shard).toBe(0)
})

test('a stream that is deleted while a put waits for its reshard is not found', async () => {
  const opened = await openWithStream(1)
  const { streams } = opened
  const split = streams.resharding.split(owner, 'test', id(0), half)
  await changingHands(opened)
  const waiting = put(opened, 'k', 'x').then(
    () => 'was put',
    (error: { code: string }) => error.code,
  )
  const deleted = streams.delete(owner, 'test')
  await Promise.all([split, deleted])
  expect(['was put', 'STREAM_NOT_FOUND']).toContain(await waiting)
  await expect(put(opened, 'k', 'x')).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' })
})

test('scaleTo leaves shards as CreateStream makes them', async () => {
  const opened = await openWithStream(4)
  await opened.streams.resharding.scaleTo(owner, 'test', 7)
  const starts = stateOf(opened)
    .shards.filter(isOpen)
    .map(({ startingHashKey }) => startingHashKey)
  expect(new Set(starts)).toEqual(new Set(evenHashRanges(7).map(({ start }) => `${start}`)))
})
