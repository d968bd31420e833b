import { expect, test } from 'vitest'
import type { StartingPosition } from '../../../src/shards/index.ts'
import { openTestStreams, owner, positionOf, putAll, startMs } from '../open-test-streams.ts'

/** A stream of one shard with four records, one a second from `startMs` on. */
async function openWithRecords() {
  const opened = await openTestStreams()
  const { streams, clock } = opened
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const numbers: string[] = []
  for (let i = 0; i < 4; i++) {
    const [answer] = await putAll(streams, 'test', [{ key: 'k', data: Buffer.from(`${i}`) }])
    numbers.push(answer!.sequenceNumber)
    clock.advance(1000)
  }
  const { stream, shard } = positionOf(streams, 'test', 0)
  const offsetOf = (position: StartingPosition) => streams.startingOffset(stream, shard, position)
  return { ...opened, numbers, stream, shard, offsetOf }
}

test('TRIM_HORIZON is the oldest record and LATEST behind the newest', async () => {
  const { offsetOf } = await openWithRecords()
  expect(await offsetOf({ type: 'TRIM_HORIZON' })).toBe(0)
  expect(await offsetOf({ type: 'LATEST' })).toBe(4)
})

test('AT_SEQUENCE_NUMBER is the record and AFTER_SEQUENCE_NUMBER the one behind it', async () => {
  const { offsetOf, numbers } = await openWithRecords()
  for (const [i, sequenceNumber] of numbers.entries()) {
    expect(await offsetOf({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber })).toBe(i)
    expect(await offsetOf({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber })).toBe(i + 1)
  }
})

test('the StartingSequenceNumber of the shard is before its first record', async () => {
  const { offsetOf, streams, stream, shard } = await openWithRecords()
  const sequenceNumber = streams.inUse
    .open(stream)
    .shard(shard)
    .numbers.first(Math.floor(startMs / 1000))
  expect(await offsetOf({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber })).toBe(0)
  expect(await offsetOf({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber })).toBe(0)
})

test('a number that the shard has not given out yet is refused', async () => {
  const { offsetOf, streams, stream, shard } = await openWithRecords()
  const { numbers } = streams.inUse.open(stream).shard(shard)
  const next = numbers.textOf(4, Math.floor(startMs / 1000))
  for (const sequenceNumber of [next, numbers.last(Math.floor(startMs / 1000))]) {
    await expect(offsetOf({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber })).rejects.toMatchObject({
      code: 'SEQUENCE_NUMBER_INVALID',
      message:
        `StartingSequenceNumber ${sequenceNumber} used in GetShardIterator on shard shardId-000000000000 in stream ` +
        'test under account 000000000000 is invalid because it did not come from this stream.',
    })
  }
})

test('a number of an earlier stream of the name is refused', async () => {
  const { streams, clock, numbers } = await openWithRecords()
  await streams.delete(owner, 'test')
  clock.advance(1000)
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const { stream, shard } = positionOf(streams, 'test', 0)
  const position = { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: numbers[0]! } as const
  await expect(streams.startingOffset(stream, shard, position)).rejects.toMatchObject({
    code: 'SEQUENCE_NUMBER_INVALID',
    message: expect.stringContaining('is invalid because it did not come from this stream.'),
  })
})

test.each([
  [-1, 0],
  [0, 0],
  [1, 1],
  [999, 1],
  [1000, 1],
  [3000, 3],
  [3001, 4],
  [4000, 4],
])('AT_TIMESTAMP %i ms after the first record is record %i', async (afterMs, offset) => {
  const { offsetOf } = await openWithRecords()
  expect(await offsetOf({ type: 'AT_TIMESTAMP', timestampMs: startMs + afterMs })).toBe(offset)
})

test('AT_TIMESTAMP refuses what is still to come', async () => {
  const { offsetOf, clock } = await openWithRecords()
  const nowMs = clock.nowMs()
  await expect(offsetOf({ type: 'AT_TIMESTAMP', timestampMs: nowMs + 1 })).rejects.toMatchObject({
    code: 'TIMESTAMP_INVALID',
    message:
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
      `timestampInMillis: ${nowMs + 1}, currentTimestampInMillis: ${nowMs}`,
  })
  expect(await offsetOf({ type: 'AT_TIMESTAMP', timestampMs: nowMs })).toBe(4)
})

test('AT_TIMESTAMP takes the time of the newest record after the clock has stepped back', async () => {
  const { offsetOf, clock } = await openWithRecords()
  clock.setWallTime(startMs - 60_000)
  expect(await offsetOf({ type: 'AT_TIMESTAMP', timestampMs: startMs + 3000 })).toBe(3)
  await expect(offsetOf({ type: 'AT_TIMESTAMP', timestampMs: startMs + 3001 })).rejects.toMatchObject({
    code: 'TIMESTAMP_INVALID',
  })
})
