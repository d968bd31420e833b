import { expect, test } from 'vitest'
import { ManualClock, MemoryFileSystem, silentLogger } from '../../../src/base/index.ts'
import { decreasedRetention, increasedRetention } from '../../../src/shards/index.ts'
import { RetentionTask } from '../../../src/shards/retention/retention-task.ts'
import {
  openTestStreams,
  owner,
  positionOf,
  putAll,
  readList,
  readShard,
  startMs,
  type TestStreams,
} from '../open-test-streams.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const expiry = { expire: async () => undefined }

const trimAll = ({ streams, store, clock }: TestStreams) =>
  new RetentionTask({ control: streams.control, expiry, store, clock, logger: silentLogger }).trimAll()

const daysRead = async ({ streams }: TestStreams) =>
  (await readShard(streams, 'test', 0)).map(({ data }) => Number(data.toString()))

/** The days from `first` to `last`. */
const days = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** What a reader sees who begins there now. */
async function firstDayFrom(
  { streams }: TestStreams,
  position: Parameters<TestStreams['streams']['startingOffset']>[2],
) {
  const { stream, shard } = positionOf(streams, 'test', 0)
  const offset = await streams.startingOffset(stream, shard, position)
  const { list } = await readList(streams, { stream, shard, offset }, 1)
  return list.length === 0 ? undefined : Number(list[0]!.data.toString())
}

/*
 * A record each day of a year, at the longest retention period; a restart each week, so that the records of each week are
 * in a segment of their own. Then the period becomes shorter and shorter.
 */
test('a year of records is kept for a year, and what a shorter period leaves out goes from reads and from the disk', async () => {
  const files = new MemoryFileSystem()
  let opened = await openTestStreams({}, files, new ManualClock(startMs))
  await opened.streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  await opened.streams.control.change(owner, 'test', (stream) => increasedRetention(stream, 8760, startMs))
  for (let day = 0; day <= 365; day++) {
    if (day > 0) opened.clock.advance(dayMs)
    await putAll(opened.streams, 'test', [{ key: 'k', data: Buffer.from(String(day)) }])
    await trimAll(opened)
    if (day % 7 === 6) opened = await opened.restart()
  }
  opened = await opened.restart()
  const { log } = positionOf(opened.streams, 'test', 0).shard
  const segments = async () =>
    (await files.list(`/data/logs/${log}`)).filter((name) => name.endsWith('.seg')).length

  expect(await daysRead(opened)).toEqual(days(0, 365))
  expect(await segments()).toBe(53)
  opened.clock.advance(1)
  expect(await daysRead(opened)).toEqual(days(1, 365))

  for (const hours of [4368, 720, 168, 24]) {
    await opened.streams.control.change(owner, 'test', (stream) => decreasedRetention(stream, hours))
    const first = 365 - hours / 24 + 1
    expect(await daysRead(opened)).toEqual(days(first, 365))
    for (const position of [
      { type: 'TRIM_HORIZON' },
      { type: 'AT_TIMESTAMP', timestampMs: startMs },
      { type: 'AT_TIMESTAMP', timestampMs: startMs + first * dayMs },
    ] as const) {
      expect(await firstDayFrom(opened, position)).toBe(first)
    }
    await trimAll(opened)
    await expect.poll(segments).toBe(53 - Math.floor(first / 7))
    opened = await opened.restart()
    expect(await daysRead(opened)).toEqual(days(first, 365))
  }

  opened.clock.advance(dayMs)
  expect(await daysRead(opened)).toEqual([])
  expect(await firstDayFrom(opened, { type: 'TRIM_HORIZON' })).toBeUndefined()
  await trimAll(opened)
  await expect.poll(segments).toBe(0)
  await putAll(opened.streams, 'test', [{ key: 'k', data: Buffer.from('366') }])
  expect(await daysRead(opened)).toEqual([366])
})

test('a longer period does not bring back what is too old and still on the disk', async () => {
  const opened = await openTestStreams()
  const { streams, clock } = opened
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  await putAll(streams, 'test', [{ key: 'k', data: Buffer.from('0') }])
  // Less than the interval of the rounds that trim, so that none comes.
  const restMs = 4 * 60_000
  clock.advance(dayMs - restMs)
  await putAll(streams, 'test', [{ key: 'k', data: Buffer.from('1') }])
  clock.advance(restMs + 1)
  await streams.control.change(owner, 'test', (stream) => increasedRetention(stream, 48, clock.nowMs()))
  expect(await daysRead(opened)).toEqual([1])
  const { log } = positionOf(streams, 'test', 0).shard
  expect(opened.store.bounds(log).start).toBe(0)
  expect(await daysRead(await opened.restart())).toEqual([1])
})
