import { expect, test } from 'vitest'
import { isOpen } from '../../src/shards/index.ts'
import { afterCrash, FailingDisk } from '../log/memory-disk.ts'
import { openTestStreams, owner, putAll, readShard } from './open-test-streams.ts'

const record = (data: string) => ({ key: 'k', data: Buffer.from(data) })
const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })

async function openOnFailingDisk() {
  const disk = new FailingDisk()
  const opened = await openTestStreams({}, disk)
  const { streams } = opened
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  await putAll(streams, 'test', [record('before')])
  return { ...opened, disk }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

test('a disk that is full in the middle of a reshard fails it and the puts that wait for it', async () => {
  const { disk, streams, clock } = await openOnFailingDisk()
  disk.failure = full
  const stream = streams.active(owner, 'test')
  const split = codeOf(streams.resharding.split(owner, 'test', 'shardId-000000000000', 2n ** 127n))
  while (stream.handedOver === undefined) await Promise.resolve()
  const waiting = codeOf(putAll(streams, 'test', [record('waiting')]))
  expect(await Promise.all([split, waiting])).toEqual(['LOG_STORE_FAILED', 'LOG_STORE_FAILED'])
  expect(await codeOf(putAll(streams, 'test', [record('later')]))).toBe('LOG_STORE_FAILED')
  expect(streams.control.get(owner, 'test').shards).toHaveLength(1)

  const again = await openTestStreams({}, await afterCrash(disk), clock)
  expect(again.streams.control.get(owner, 'test').shards.filter(isOpen)).toHaveLength(1)
  await putAll(again.streams, 'test', [record('after')])
  const texts = (await readShard(again.streams, 'test', 0)).map(({ data }) => `${data}`)
  expect(texts).toEqual(['before', 'after'])
})

test('a consumer that could not be written is none, and may be registered after a restart', async () => {
  const { disk, streams, clock } = await openOnFailingDisk()
  disk.failure = full
  expect(await codeOf(streams.consumers.register(owner, 'test', 'reader'))).toBe('LOG_STORE_FAILED')
  expect(streams.consumers.list(streams.control.get(owner, 'test'))).toEqual([])
  const again = await openTestStreams({}, await afterCrash(disk), clock)
  expect(await codeOf(again.streams.consumers.register(owner, 'test', 'reader'))).toBe('done')
})

test('a disk that has too much to write fails a reshard and leaves the stream as it was, and it may be tried again', async () => {
  const { store, streams, restart } = await openTestStreams({ log: { pendingBytesMax: 4096 } })
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const before = streams.control.get(owner, 'test')
  const stream = streams.active(owner, 'test')
  const split = () => codeOf(streams.resharding.split(owner, 'test', 'shardId-000000000000', 2n ** 127n))

  const large = putAll(streams, 'test', [record('x'.repeat(4000))])
  expect(store.bounds(before.shards[0]!.log).end).toBe(0)
  expect(await split()).toBe('LOG_BUSY')
  expect(stream.handedOver).toBeUndefined()
  expect(streams.control.get(owner, 'test')).toBe(before)
  await large
  await putAll(streams, 'test', [record('between')])
  expect(await split()).toBe('done')
  await putAll(streams, 'test', [record('after')])

  const again = await restart()
  const texts = await Promise.all([0, 1, 2].map((shard) => readShard(again.streams, 'test', shard)))
  expect(texts.flat().map(({ data }) => `${data}`.length)).toEqual([4000, 'between'.length, 'after'.length])
})
