/*
 * A shard that is consumed by a loop over its batches: what the loop gets, when a batch counts as processed, and what each
 * end of the batches leaves behind. On the lease of a store in memory, as in shard-consumer.test.ts.
 */
import { expect, test } from 'vitest'
import {
  type ConsumeShard,
  type ShardBatches,
  ShardIteration,
} from '../../../src/consumers/processing/shard-iteration.ts'
import { batchOf, child, consumeShard, settle } from './consume-shard.ts'

const numbers = ({ records }: { records: readonly { sequenceNumber: string }[] }) =>
  records.map(({ sequenceNumber }) => sequenceNumber).join(' ')

/** Consumes batches 1 2 and 3, and what is given behind them, with checkpoints by the application. */
function consume(
  each: ConsumeShard,
  { ends = false, checkpointIntervalMs = undefined as number | undefined } = {},
) {
  const last = { ...batchOf(4), children: [child] }
  const batches = [batchOf(1, 2), batchOf(3), ...(ends ? [last] : [])]
  return consumeShard({ batches, processor: new ShardIteration(each), checkpointIntervalMs })
}

test('a loop gets the batches in order, and none is saved but by its writeCheckpoint', async () => {
  const seen: string[] = []
  let shard: ShardBatches | undefined
  const { row, stop, running } = await consume(async (batches) => {
    shard = batches
    for await (const batch of batches) {
      seen.push(numbers(batch))
      if (seen.length === 1) await batch.writeCheckpoint(batch.records[0])
    }
    seen.push(String(batches.end))
  })
  await settle()
  expect(shard).toMatchObject({ stream: 'orders', shardId: 'shardId-000000000000', fencingToken: 3 })
  expect(seen).toEqual(['1 2', '3'])
  expect((await row()).checkpoint.sequenceNumber).toBe('1')
  stop()
  await running
  expect(seen).toEqual(['1 2', '3', 'shutdownRequested'])
  expect(await row()).toMatchObject({ owner: undefined, checkpoint: { sequenceNumber: '1' } })
})

test('whoever does not ask gets no more than one batch, and reads no further than the next', async () => {
  let asked = 0
  const { read, take, running } = await consume(
    async (batches) => {
      const iterator = batches[Symbol.asyncIterator]()
      await iterator.next()
      asked++
      await new Promise((resolve) => batches.signal.addEventListener('abort', resolve))
    },
    { ends: true },
  )
  await settle()
  expect({ asked, read: read() }).toEqual({ asked: 1, read: 1 })
  await take('another')
  await running
})

test('with automatic checkpoints a batch is saved when the next is asked for; one that a loop was left in comes again in the next loop', async () => {
  const goOn = Promise.withResolvers<void>()
  const { row, stop, running } = await consume(
    async (batches) => {
      for await (const batch of batches) if (numbers(batch) === '3') break
      await goOn.promise
      for await (const batch of batches) expect(numbers(batch)).toBe('3')
    },
    { checkpointIntervalMs: 0 },
  )
  await settle()
  expect((await row()).checkpoint.sequenceNumber).toBe('2')
  goOn.resolve()
  await settle()
  expect((await row()).checkpoint.sequenceNumber).toBe('3')
  stop()
  await running
})

test('when the loop behind the end of a shard resolves, the shard is done', async () => {
  let end: string | undefined
  const finished = Promise.withResolvers<void>()
  const { row, created, running } = await consume(
    async (batches) => {
      for await (const _ of batches);
      end = batches.end
      await finished.promise
    },
    { ends: true },
  )
  await settle()
  expect(end).toBe('shardEnded')
  expect((await row()).checkpoint.sequenceNumber).toBe('TRIM_HORIZON')
  finished.resolve()
  await running
  expect((await row()).checkpoint.sequenceNumber).toBe('SHARD_END')
  expect(created).toEqual(['child'])
})

test('a loop that fails behind the end of a shard leaves it to be processed again', async () => {
  const { row, clock, running } = await consume(
    async (batches) => {
      for await (const batch of batches) if (numbers(batch) === '1 2') await batch.writeCheckpoint()
      throw new Error('the results could not be kept')
    },
    { ends: true },
  )
  await settle()
  clock.advance(1000)
  await running
  expect(await row()).toMatchObject({ owner: undefined, checkpoint: { sequenceNumber: '2' } })
})

test.each([
  ['fails', () => Promise.reject(new Error('not now'))],
  ['ends', () => Promise.resolve()],
])('a shard whose loop %s in the middle of a batch is let go, at its last checkpoint', async (_, leave) => {
  const { row, clock, running } = await consume(async (batches) => {
    for await (const batch of batches) {
      if (numbers(batch) === '3') return leave()
      await batch.writeCheckpoint()
    }
  })
  await settle()
  clock.advance(1000)
  await running
  expect(await row()).toMatchObject({ owner: undefined, checkpoint: { sequenceNumber: '2' } })
})

test('a loop that fails while it waits for a batch lets the shard go too', async () => {
  const failing = Promise.withResolvers<void>()
  const { row, running } = await consume(async (batches) => {
    const iterator = batches[Symbol.asyncIterator]()
    for (let i = 0; i < 2; i++) await iterator.next()
    await Promise.race([iterator.next(), failing.promise])
  })
  await settle()
  failing.reject(new Error('a connection broke'))
  await running
  expect((await row()).owner).toBeUndefined()
})

test('when the lease is lost the signal aborts, the batches are over, and no checkpoint is written', async () => {
  const seen: unknown[] = []
  const { take, running } = await consume(async (batches) => {
    let write: (() => Promise<void>) | undefined
    for await (const batch of batches) write = () => batch.writeCheckpoint()
    seen.push(batches.signal.aborted, batches.end, await write?.().catch(({ code }) => code))
  })
  await settle()
  await take('another')
  await running
  expect(seen).toEqual([true, 'leaseLost', 'LEASE_LOST'])
})
