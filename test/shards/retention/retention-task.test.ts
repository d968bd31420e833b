import { expect, test } from 'vitest'
import { silentLogger } from '../../../src/base/index.ts'
import { RetentionTask } from '../../../src/shards/retention/retention-task.ts'
import { openTestStreams, owner, positionOf, putAll, type TestStreams } from '../open-test-streams.ts'

const hourMs = 3_600_000

async function openWithStream() {
  const opened = await openTestStreams()
  await opened.streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const { streams, store, clock } = opened
  const expiry = { expire: async () => undefined }
  const task = new RetentionTask({ control: streams.control, expiry, store, clock, logger: silentLogger })
  const { log } = positionOf(streams, 'test', 0).shard
  return { ...opened, task, log }
}

const put = ({ streams }: TestStreams) => putAll(streams, 'test', [{ key: 'k', data: Buffer.from('x') }])

test('a round trims what is older than the stream keeps it, and no more', async () => {
  const opened = await openWithStream()
  const { task, clock, store, log } = opened
  await put(opened)
  clock.advance(hourMs)
  await put(opened)
  clock.advance(23 * hourMs)
  await task.trimAll()
  expect(store.bounds(log).start).toBe(0)
  clock.advance(1)
  await task.trimAll()
  expect(store.bounds(log)).toMatchObject({ start: 1, end: 2 })
  clock.advance(hourMs)
  await task.trimAll()
  expect(store.bounds(log)).toMatchObject({ start: 2, end: 2 })
})

test('a shard that was trimmed empty goes on with the offsets it had', async () => {
  const opened = await openWithStream()
  await put(opened)
  opened.clock.advance(25 * hourMs)
  await opened.task.trimAll()
  await put(opened)
  await opened.task.trimAll()
  expect(opened.store.bounds(opened.log)).toMatchObject({ start: 1, end: 2 })
})

test('the streams trim by themselves as time goes by', async () => {
  const opened = await openWithStream()
  await put(opened)
  opened.clock.advance(24 * hourMs + 10 * 60_000)
  await expect.poll(() => opened.store.bounds(opened.log).start).toBe(1)
})
