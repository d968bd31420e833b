import { expect, test } from 'vitest'
import { openTestStreams, owner, positionOf } from '../open-test-streams.ts'

async function openWithStream() {
  const opened = await openTestStreams()
  await opened.streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 2 })
  return opened
}

test('an iterator leads to its place, also after a restart', async () => {
  const before = await openWithStream()
  const iterator = before.streams.iterators.create(positionOf(before.streams, 'test', 1, 2 ** 52))
  const { streams } = await before.restart()
  expect(streams.iterators.open(owner, iterator)).toEqual(positionOf(streams, 'test', 1, 2 ** 52))
})

test('an iterator of the longest stream name fits the 512 characters of the model', async () => {
  const { streams } = await openTestStreams()
  const name = 'a'.repeat(128)
  await streams.control.create(owner, { name, mode: 'PROVISIONED', shardCount: 1 })
  expect(streams.iterators.create(positionOf(streams, name, 0)).length).toBeLessThanOrEqual(512)
})

test('an iterator is good for 300 seconds and not for longer', async () => {
  const { streams, clock } = await openWithStream()
  const iterator = streams.iterators.create(positionOf(streams, 'test', 0))
  clock.advance(300_000)
  expect(streams.iterators.open(owner, iterator).offset).toBe(0)
  clock.advance(1)
  expect(() => streams.iterators.open(owner, iterator)).toThrow(
    'Iterator expired. The iterator was created at time Fri Jan 02 03:04:05 UTC 2026 while right now it is ' +
      'Fri Jan 02 03:09:05 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.',
  )
})

test('an iterator of a deleted stream is none of the next by its name', async () => {
  const { streams } = await openWithStream()
  const iterator = streams.iterators.create(positionOf(streams, 'test', 0))
  await streams.delete(owner, 'test')
  const gone = 'Shard shardId-000000000000 in stream test under account 000000000000 does not exist'
  expect(() => streams.iterators.open(owner, iterator)).toThrow(gone)
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 2 })
  expect(() => streams.iterators.open(owner, iterator)).toThrow(gone)
})

test('an iterator is no good to another account or in another region', async () => {
  const { streams } = await openWithStream()
  const iterator = streams.iterators.create(positionOf(streams, 'test', 0))
  for (const other of [
    { ...owner, account: '111111111111' },
    { ...owner, region: 'eu-west-1' },
  ]) {
    await streams.control.create(other, { name: 'test', mode: 'PROVISIONED', shardCount: 2 })
    expect(() => streams.iterators.open(other, iterator)).toThrow(/does not exist$/)
  }
})

test('what is no iterator is refused', async () => {
  const { streams } = await openWithStream()
  const other = await openWithStream()
  const ofOther = other.streams.iterators.create(positionOf(other.streams, 'test', 0))
  const token = streams.nextTokens.create('list-shards', {})
  for (const text of ['x', ofOther, token]) {
    expect(() => streams.iterators.open(owner, text)).toThrow('Invalid ShardIterator.')
  }
})

test('a next token gives back its content for 300 seconds', async () => {
  const { streams, clock } = await openWithStream()
  const token = streams.nextTokens.create('list-shards', { name: 'test', after: 3 })
  clock.advance(300_000)
  expect(streams.nextTokens.open('list-shards', token)).toEqual({ name: 'test', after: 3 })
  expect(() => streams.nextTokens.open('list-streams', token)).toThrow('Invalid NextToken.')
  clock.advance(1)
  expect(() => streams.nextTokens.open('list-shards', token)).toThrow(/^NextToken expired\./)
})
