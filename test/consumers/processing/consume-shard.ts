import { ManualClock, silentLogger } from '../../../src/base/index.ts'
import { MemoryLeaseStore } from '../../../src/consumers/lease-stores/memory-lease-store.ts'
import { HeldLease } from '../../../src/consumers/leases/held-lease.ts'
import type { Lease } from '../../../src/consumers/leases/lease.ts'
import type { BatchMeasure, CheckpointMeasure } from '../../../src/consumers/metrics.ts'
import { noMetrics } from '../../../src/consumers/metrics.ts'
import { ShardConsumer } from '../../../src/consumers/processing/shard-consumer.ts'
import type { ShardProcessor } from '../../../src/consumers/processing/shard-processor.ts'
import type { ShardBatch, StreamSource } from '../../../src/consumers/retrieval/stream-source.ts'
import { aLease } from '../leases/a-lease.ts'

/** Of the shard that is consumed. */
export const child = {
  shardId: 'child',
  parents: ['shardId-000000000000'],
  startingHashKey: '0',
  endingHashKey: '9',
}

export function batchOf(...sequenceNumbers: number[]): ShardBatch {
  const records = sequenceNumbers.map((number) => ({
    sequenceNumber: String(number),
    partitionKey: 'k',
    data: Buffer.from(String(number)),
    approximateArrivalMs: 0,
  }))
  return { records, millisBehindLatest: 0, children: undefined }
}

/** Batches one after the other, and then none until the end. */
function sourceOf(batches: readonly ShardBatch[], read: () => void): StreamSource {
  return {
    listShards: async () => [],
    nameOf: (shardId) => ({ stream: 'orders', shardId }),
    async *read(_shardId, _start, signal) {
      for (const batch of batches) {
        if (signal.aborted) return
        read()
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

/** One worker that has one shard. */
export async function consumeShard({ batches, processor, ...options }: Setup) {
  const clock = new ManualClock()
  const store = new MemoryLeaseStore()
  const lease = aLease({ owner: 'a', counter: 3 })
  await store.create(lease)
  const held = new HeldLease(lease, 0, { store, clock, worker: 'a', failoverMs: 10_000 })
  const stopping = new AbortController()
  const created: string[] = []
  const batchMeasures: BatchMeasure[] = []
  const checkpointMeasures: CheckpointMeasure[] = []
  let readCount = 0
  const consumer = new ShardConsumer({
    held,
    name: { stream: 'orders', shardId: lease.key },
    source: sourceOf(batches, () => readCount++),
    start: { type: 'TRIM_HORIZON' },
    processor,
    clock,
    logger: silentLogger,
    metrics: {
      ...noMetrics,
      batchEnded: (batch) => void batchMeasures.push(batch),
      checkpointEnded: (checkpoint) => void checkpointMeasures.push(checkpoint),
    },
    checkpointIntervalMs: 'checkpointIntervalMs' in options ? options.checkpointIntervalMs : 0,
    stopping: stopping.signal,
    createLeases: async (children) => void created.push(...children.map(({ shardId }) => shardId)),
  })
  const row = async () => (await store.get(lease.key)) as Lease
  /** Another worker takes the lease without asking. */
  const take = async (owner: string) => {
    const before = await row()
    await store.replace({ ...before, owner, counter: before.counter + 1 }, before)
    await held.renew(0)
  }
  return {
    ...{ clock, held, row, created, take, batchMeasures, checkpointMeasures },
    /** How many batches were read. */
    read: () => readCount,
    stop: () => stopping.abort(),
    running: consumer.run(),
  }
}

/** Long enough for all that waits for nothing but its turn. */
export const settle = async () => {
  for (let i = 0; i < 20; i++) await new Promise(setImmediate)
}
