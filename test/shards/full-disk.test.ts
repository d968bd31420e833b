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
