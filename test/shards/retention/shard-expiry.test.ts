import { expect, test } from 'vitest'
import { isOpen, pageOfShards, shardIdOf } from '../../../src/shards/index.ts'
import { openTestStreams, owner, putAll, type TestStreams } from '../open-test-streams.ts'

const hourMs = 3_600_000
const half = 2n ** 127n

async function openWithSplit() {
  const opened = await openTestStreams()
  const { streams } = opened
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  await putAll(streams, 'test', [{ key: 'k', data: Buffer.from('x') }])
  const { log } = streams.control.get(owner, 'test').shards[0]!
  await streams.resharding.split(owner, 'test', shardIdOf(0), half)
  return { ...opened, log }
}

const stateOf = ({ streams }: TestStreams) => streams.control.get(owner, 'test')
const indexesOf = (opened: TestStreams) => stateOf(opened).shards.map(({ index }) => index)

test('a closed shard is gone, from lists and from the disk, once retention has passed since it was closed', async () => {
  const opened = await openWithSplit()
  const { store, log, clock } = opened
  clock.advance(24 * hourMs)
  await new Promise((resolve) => setImmediate(resolve))
  expect(indexesOf(opened)).toEqual([0, 1, 2])
  clock.advance(1)
  const { shards } = pageOfShards(stateOf(opened), undefined, { after: -1, count: 10 }, clock.nowMs())
  expect(shards.map(({ index }) => index)).toEqual([1, 2])
  clock.advance(10 * 60_000)
  await expect.poll(() => indexesOf(opened)).toEqual([1, 2])
  expect(store.bounds(log)).toMatchObject({ start: 0, end: 0, next: 0 })
  expect(stateOf(opened).shards.every(isOpen)).toBe(true)
})

test('what is gone is gone after a restart too, and numbers and ids go on', async () => {
  const before = await openWithSplit()
  before.clock.advance(24 * hourMs + 10 * 60_000)
  await expect.poll(() => indexesOf(before)).toEqual([1, 2])
  const after = await before.restart()
  expect(indexesOf(after)).toEqual([1, 2])
  expect(after.store.bounds(before.log)).toMatchObject({ next: 0 })
  await expect(after.streams.resharding.split(owner, 'test', shardIdOf(0), half)).rejects.toMatchObject({
    code: 'SHARD_NOT_FOUND',
  })
  await after.streams.resharding.merge(owner, 'test', shardIdOf(1), shardIdOf(2))
  expect(indexesOf(after)).toEqual([1, 2, 3])
})

test('an iterator of a shard that is gone is refused', async () => {
  const opened = await openWithSplit()
  const { streams, clock } = opened
  const stream = stateOf(opened)
  clock.advance(24 * hourMs - 60_000)
  const iterator = streams.iterators.create({ stream, shard: stream.shards[0]!, offset: 0 })
  clock.advance(4 * 60_000)
  await expect.poll(() => indexesOf(opened)).toEqual([1, 2])
  expect(() => streams.iterators.open(owner, iterator)).toThrow(
    expect.objectContaining({ code: 'SHARD_NOT_FOUND' }),
  )
})

test('shards that are open stay, however old they are', async () => {
  const opened = await openWithSplit()
  opened.clock.advance(1000 * hourMs)
  await expect.poll(() => indexesOf(opened)).toEqual([1, 2])
  opened.clock.advance(1000 * hourMs)
  await new Promise((resolve) => setImmediate(resolve))
  expect(indexesOf(opened)).toEqual([1, 2])
})
