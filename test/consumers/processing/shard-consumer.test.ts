import { expect, test } from 'vitest'
import { ManualClock, silentLogger } from '../../../src/base/index.ts'
import { MemoryLeaseStore } from '../../../src/consumers/lease-stores/memory-lease-store.ts'
import { HeldLease } from '../../../src/consumers/leases/held-lease.ts'
import type { Lease } from '../../../src/consumers/leases/lease.ts'
import { ShardConsumer } from '../../../src/consumers/processing/shard-consumer.ts'
import type { RecordBatch, ShardProcessor } from '../../../src/consumers/processing/shard-processor.ts'
import type { ShardBatch, StreamSource } from '../../../src/consumers/retrieval/stream-source.ts'
import { aLease } from '../leases/a-lease.ts'

const child = {
  shardId: 'child',
  parents: ['shardId-000000000000'],
  startingHashKey: '0',
  endingHashKey: '9',
}

function batchOf(...sequenceNumbers: number[]): ShardBatch {
  const records = sequenceNumbers.map((number) => ({
    sequenceNumber: String(number),
    partitionKey: 'k',
    data: Buffer.from(String(number)),
    approximateArrivalMs: 0,
  }))
  return { records, millisBehindLatest: 0, children: undefined }
}

/** Batches one after the other, and then none until the end. */
function sourceOf(batches: readonly ShardBatch[]): StreamSource {
  return {
    listShards: async () => [],
    nameOf: (shardId) => ({ stream: 'orders', shardId }),
    async *read(_shardId, _start, signal) {
      for (const batch of batches) {
        if (signal.aborted) return
        yield batch
        if (batch.children !== undefined) return
      }
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  }
}

interface Setup {
  readonly batches: readonly ShardBatch[]
  readonly processor: ShardProcessor
  readonly checkpointIntervalMs?: number | undefined
}

async function consume({ batches, processor, ...options }: Setup) {
  const clock = new ManualClock()
  const store = new MemoryLeaseStore()
  const lease = aLease({ owner: 'a', counter: 3 })
  await store.create(lease)
  const held = new HeldLease(lease, 0, { store, clock, worker: 'a', failoverMs: 10_000 })
  const stopping = new AbortController()
  const created: string[] = []
  const consumer = new ShardConsumer({
    held,
    name: { stream: 'orders', shardId: lease.key },
    source: sourceOf(batches),
    start: { type: 'TRIM_HORIZON' },
    processor,
    clock,
    logger: silentLogger,
    checkpointIntervalMs: 'checkpointIntervalMs' in options ? options.checkpointIntervalMs : 0,
    stopping: stopping.signal,
    createLeases: async (children) => {
      created.push(...children.map(({ shardId }) => shardId))
      return created
    },
  })
  const row = async () => (await store.get(lease.key)) as Lease
  return { clock, store, held, row, created, stop: () => stopping.abort(), running: consumer.run() }
}

const settle = async () => {
  for (let i = 0; i < 20; i++) await new Promise(setImmediate)
}
const sequenceNumbers = ({ records }: RecordBatch) =>
  records.map(({ sequenceNumber }) => sequenceNumber).join(' ')

test('batches are processed one at a time, each is saved when it is done, and at a stop the lease is let go', async () => {
  const seen: string[] = []
  let underWay = 0
  const { row, stop, running } = await consume({
    batches: [batchOf(1, 2), batchOf(3)],
    processor: {
      initialize: ({ fencingToken, checkpoint }) =>
        void seen.push(`${fencingToken} ${checkpoint.sequenceNumber}`),
      async process(batch) {
        expect(++underWay).toBe(1)
        await settle()
        underWay--
        seen.push(sequenceNumbers(batch))
      },
      shutdownRequested: () => void seen.push('shutdown'),
    },
  })
  while (seen.length < 3) await settle()
  await settle()
  expect((await row()).checkpoint.sequenceNumber).toBe('3')
  stop()
  await running
  expect(seen).toEqual(['3 TRIM_HORIZON', '1 2', '3', 'shutdown'])
  expect((await row()).owner).toBeUndefined()
})

test('a batch that could not be processed comes again after a while, and holds up what is behind it', async () => {
  const seen: string[] = []
  const { clock, row, stop, running } = await consume({
    batches: [batchOf(1), batchOf(2)],
    processor: {
      process(batch) {
        seen.push(sequenceNumbers(batch))
        if (seen.length < 3) throw new Error('not now')
      },
    },
  })
  await settle()
  expect(seen).toEqual(['1'])
  clock.advance(1000)
  await settle()
  expect(seen).toEqual(['1', '1'])
  expect((await row()).checkpoint.sequenceNumber).toBe('TRIM_HORIZON')
  clock.advance(2000)
  await settle()
  expect(seen).toEqual(['1', '1', '1', '2'])
  stop()
  await running
})

test('a batch that was not processed has no checkpoint when the shard is left', async () => {
  const { row, stop, running } = await consume({
    batches: [batchOf(1), batchOf(2)],
    processor: {
      process({ records }) {
        if (records[0]?.sequenceNumber === '2') throw new Error('never')
      },
    },
  })
  await settle()
  stop()
  await running
  expect((await row()).checkpoint.sequenceNumber).toBe('1')
})

test('an application that writes its checkpoints itself may save a part of a batch, but nothing that it was not given', async () => {
  const refused: unknown[] = []
  const { row, stop, running } = await consume({
    batches: [batchOf(1, 2, 3), batchOf(4)],
    checkpointIntervalMs: undefined,
    processor: {
      async process({ records, writeCheckpoint }) {
        const [first, second] = records
        if (second === undefined) return
        await writeCheckpoint(second)
        await writeCheckpoint(first).catch((error) => refused.push(error.code))
        await writeCheckpoint({ ...second, sequenceNumber: '9' }).catch((error) => refused.push(error.code))
      },
    },
  })
  await settle()
  stop()
  await running
  expect(refused).toEqual(['CHECKPOINT_NOT_ALLOWED', 'CHECKPOINT_NOT_ALLOWED'])
  expect((await row()).checkpoint.sequenceNumber).toBe('2')
})

test('at the end of a shard its children have leases before it is marked as done', async () => {
  const { row, created, running } = await consume({
    batches: [{ ...batchOf(1), children: [child] }],
    processor: {
      process: () => undefined,
      async shardEnded() {
        expect(created).toEqual(['child'])
        expect((await row()).checkpoint.sequenceNumber).toBe('1')
      },
    },
  })
  await running
  expect(await row()).toMatchObject({
    checkpoint: { sequenceNumber: 'SHARD_END' },
    children: ['child'],
    owner: undefined,
  })
})

test('a shard whose end the application did not save comes again', async () => {
  const { row, running } = await consume({
    batches: [{ ...batchOf(1), children: [child] }],
    checkpointIntervalMs: undefined,
    processor: { process: ({ writeCheckpoint }) => writeCheckpoint(), shardEnded: () => undefined },
  })
  await running
  expect(await row()).toMatchObject({ checkpoint: { sequenceNumber: '1' }, owner: undefined })
})

test('a worker that lost its lease is told so, and leaves the row alone', async () => {
  const seen: string[] = []
  const { store, held, row, running } = await consume({
    batches: [batchOf(1)],
    processor: {
      process: () => void seen.push('process'),
      leaseLost: () => void seen.push('lost'),
      shutdownRequested: () => void seen.push('shutdown'),
    },
  })
  await settle()
  const before = await row()
  await store.replace({ ...before, owner: 'b', counter: before.counter + 1 }, before)
  await held.renew(0)
  await running
  expect(seen).toEqual(['process', 'lost'])
  expect((await row()).owner).toBe('b')
})

test('nothing is processed while the lease may be another’s, and it goes on when the lease was renewed', async () => {
  const seen: string[] = []
  const { clock, held, stop, running } = await consume({
    batches: [batchOf(1), batchOf(2)],
    processor: {
      process(batch) {
        seen.push(sequenceNumbers(batch))
        clock.advance(20_000)
      },
    },
  })
  await settle()
  expect(seen).toEqual(['1'])
  await held.renew(0)
  clock.advance(1000)
  await settle()
  expect(seen).toEqual(['1', '2'])
  stop()
  await running
})
