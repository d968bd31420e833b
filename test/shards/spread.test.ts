import { expect, test } from 'vitest'
import { openTestStreams, owner, readShard, type TestStreams } from './open-test-streams.ts'

async function openWithStream() {
  const opened = await openTestStreams()
  await opened.streams.control.create(owner, { name: 'test', mode: 'ON_DEMAND', distribution: 'AUTO' })
  return opened
}

/** Puts records without keys. @returns their shards */
async function putSpread({ streams }: TestStreams, count: number) {
  const batch = streams.batches.take(streams.active(owner, 'test'))
  for (let i = 0; i < count; i++) batch.addSpread(0, 1)
  batch.layOut()
  for (let i = 0; i < count; i++) batch.buffer.write('x', batch.dataAt(i))
  return await streams.batches.commit(batch, () =>
    Array.from({ length: count }, (_, i) => batch.shardOf(i).index),
  )
}

test('spread records go to the open shards in turn, over calls too', async () => {
  const opened = await openWithStream()
  expect(await putSpread(opened, 6)).toEqual([0, 1, 2, 3, 0, 1])
  expect(await putSpread(opened, 1)).toEqual([2])
  expect(await putSpread(opened, 3)).toEqual([3, 0, 1])
  const counts = await Promise.all(
    [0, 1, 2, 3].map(async (i) => (await readShard(opened.streams, 'test', i)).length),
  )
  expect(counts).toEqual([3, 3, 2, 2])
})

test('a batch that is withdrawn takes no turn', async () => {
  const opened = await openWithStream()
  const batch = opened.streams.batches.take(opened.streams.active(owner, 'test'))
  batch.addSpread(0, 1)
  batch.layOut()
  batch.withdraw()
  opened.streams.batches.release(batch)
  expect(await putSpread(opened, 1)).toEqual([0])
})

test('a record without a key is read as one', async () => {
  const opened = await openWithStream()
  await putSpread(opened, 1)
  expect(await readShard(opened.streams, 'test', 0)).toMatchObject([{ key: '', data: Buffer.from('x') }])
})
