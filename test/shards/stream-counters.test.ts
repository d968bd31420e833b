import { expect, test } from 'vitest'
import {
  openTestStreams,
  owner,
  positionOf,
  putAll,
  readList,
  type TestStreams,
} from './open-test-streams.ts'

async function openWithStream(limits: 'aws' | 'off' = 'off') {
  const opened = await openTestStreams({ limits })
  await opened.streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  return opened
}

const countersOf = ({ streams }: TestStreams) => {
  const stream = streams.control.get(owner, 'test')
  return [streams.inUse.countersOf(stream), streams.inUse.shardCountersOf(stream.shards[0]!.log)]
}

const record = (size: number) => ({ key: 'key', data: Buffer.alloc(size) })

test('a stream that was not used has no counters, and neither has its shard', async () => {
  expect(countersOf(await openWithStream())).toEqual([undefined, undefined])
})

test('what is put and read is counted once, by stream and by shard', async () => {
  const opened = await openWithStream()
  await putAll(opened.streams, 'test', [record(10), record(20)])
  opened.clock.advance(700)
  const position = positionOf(opened.streams, 'test', 0)
  await readList(opened.streams, position, 1)
  const expected = {
    incomingBytes: 36,
    incomingRecords: 2,
    outgoingBytes: 13,
    outgoingRecords: 1,
    writesThrottled: 0,
    readsThrottled: 0,
    iteratorAgeMs: 700,
  }
  for (const counters of countersOf(opened)) expect(counters).toEqual(expected)
  await readList(opened.streams, { ...position, offset: 1 }, 1)
  for (const counters of countersOf(opened)) {
    expect(counters).toEqual({ ...expected, outgoingBytes: 36, outgoingRecords: 2, iteratorAgeMs: 0 })
  }
})

test('records and reads that are refused are counted, and what is withdrawn is not', async () => {
  const opened = await openWithStream('aws')
  const { streams } = opened
  await putAll(streams, 'test', [record(700_000), record(700_000), record(700_000)])
  const withdrawn = streams.batches.take(streams.active(owner, 'test'))
  withdrawn.add(Buffer.from('k'), 0, 1, 700_000)
  withdrawn.layOut()
  withdrawn.withdraw()
  streams.batches.release(withdrawn)
  const position = positionOf(streams, 'test', 0)
  for (let i = 0; i < 5; i++) await readList(streams, { ...position, offset: 1 }, 1)
  await expect(readList(streams, position, 1)).rejects.toMatchObject({ code: 'SHARD_RATE_EXCEEDED' })
  for (const counters of countersOf(opened)) {
    expect(counters).toMatchObject({ incomingRecords: 1, writesThrottled: 2, readsThrottled: 1 })
  }
})

test('counters outlive a change of the stream, and go with it', async () => {
  const opened = await openWithStream()
  await putAll(opened.streams, 'test', [record(1)])
  await opened.streams.control.change(owner, 'test', () => ({ maxRecordSizeKiB: 2048 }))
  await putAll(opened.streams, 'test', [record(1)])
  for (const counters of countersOf(opened)) expect(counters).toMatchObject({ incomingRecords: 2 })
  await opened.streams.delete(owner, 'test')
  await opened.streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  expect(countersOf(opened)).toEqual([undefined, undefined])
})
