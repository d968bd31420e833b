/*
 * What one worker does by the clock, beside another that falls silent. What a group does in trouble is in test/sim/consumers.
 */
import { expect, test } from 'vitest'
import { silentLogger } from '../../src/base/index.ts'
import { MemoryLeaseStore } from '../../src/consumers/lease-stores/memory-lease-store.ts'
import type { LeaseStore } from '../../src/consumers/leases/lease-store.ts'
import type { LookMeasure, RenewalMeasure } from '../../src/consumers/metrics.ts'
import { noMetrics } from '../../src/consumers/metrics.ts'
import type { ShardProcessor } from '../../src/consumers/processing/shard-processor.ts'
import { Worker } from '../../src/consumers/worker.ts'
import { SimMachine } from '../sim/consumers/sim-machine.ts'
import { SimStream } from '../sim/consumers/sim-stream.ts'
import { VirtualTime } from '../sim/consumers/virtual-time.ts'
import { SeededRandom } from '../sim/seeded-random.ts'

const failoverMs = 10_000

/** Workers of one application on a stream of so many shards, in virtual time. */
function startGroup(shards: number, store: LeaseStore = new MemoryLeaseStore()) {
  const time = new VirtualTime()
  const random = new SeededRandom(1)
  const stream = new SimStream(shards, random)
  const renewals: RenewalMeasure[] = []
  const looks: LookMeasure[] = []
  const startWorker = async (name: string, processor: ShardProcessor = { process: () => undefined }) => {
    const machine = new SimMachine(time, random)
    const worker = new Worker({
      ...{ name, source: stream.source(machine), store, processorOf: () => processor, clock: machine },
      ...{ initialPosition: 'TRIM_HORIZON', initialTimestampMs: 0, checkpointIntervalMs: 1000 },
      ...{ failoverMs, handOverMs: 60_000, shardSyncMs: 30_000, leasesMax: Number.POSITIVE_INFINITY },
      random: () => random.next(),
      logger: silentLogger,
      metrics: {
        ...noMetrics,
        leasesRenewed: (renewal) => void renewals.push(renewal),
        leasesLookedAt: (look) => void looks.push(look),
      },
    })
    const starting = worker.start()
    await pass(100)
    await starting
    return { worker, machine }
  }
  const pass = (ms: number) => time.run(time.monotonicMs() + ms)
  return { startWorker, pass, renewals, looks, store }
}

test('a worker that falls silent while it is asked for a shard is followed after the failover time', async () => {
  const { startWorker, pass, store } = startGroup(2)
  const stuck = new Promise<void>(() => undefined)
  const first = await startWorker('first', { process: () => stuck })
  await pass(5_000)
  expect(first.worker.leases).toHaveLength(2)
  const second = await startWorker('second')
  await pass(5_000)
  const asked = (await store.list()).filter(({ checkpointOwner }) => checkpointOwner === 'first')
  expect(asked.map(({ owner }) => owner)).toEqual(['second'])
  expect(second.worker.leases).toHaveLength(0)
  /* It still renews what it was asked for, however long its batch takes. */
  await pass(2 * failoverMs)
  expect(second.worker.leases).toHaveLength(0)
  first.machine.crash()
  await pass(1.5 * failoverMs)
  expect(second.worker.leases).toHaveLength(2)
})

test('a worker that asks for a shard leaves the counter, on which the former owner’s next write depends', async () => {
  const { startWorker, pass, store } = startGroup(2)
  const replace = store.replace.bind(store)
  const asks: { counter: number; expected: number }[] = []
  store.replace = (lease, before) => {
    if (lease.checkpointOwner !== undefined && before.checkpointOwner === undefined)
      asks.push({ counter: lease.counter, expected: before.counter })
    return replace(lease, before)
  }
  await startWorker('first')
  await pass(5_000)
  await startWorker('second')
  await pass(10_000)
  expect(asks).toHaveLength(1)
  expect(asks[0]?.counter).toBe(asks[0]?.expected)
})

test('a worker tells what it has, takes, asks for and loses', async () => {
  const { startWorker, pass, renewals, looks, store } = startGroup(2)
  await startWorker('first')
  await pass(5_000)
  expect(looks[0]).toMatchObject({ totalLeases: 2, expiredLeases: 2, takenLeases: 2, askedLeases: 0 })
  expect(renewals.at(-1)).toMatchObject({ currentLeases: 2, lostLeases: 0, failedRenewals: 0 })
  const [lease] = await store.list()
  await store.replace({ ...lease!, owner: 'another', counter: lease!.counter + 1 }, lease!)
  await pass(5_000)
  expect(renewals.map(({ lostLeases }) => lostLeases)).toContain(1)
  expect(renewals.at(-1)).toMatchObject({ currentLeases: 1 })
  await startWorker('second')
  await pass(15_000)
  expect(looks.reduce((sum, { askedLeases }) => sum + askedLeases, 0)).toBe(1)
})

test('a renewal that the store refuses is counted, and made up for', async () => {
  const { startWorker, pass, renewals, store } = startGroup(1)
  await startWorker('first')
  await pass(5_000)
  const replace = store.replace.bind(store)
  store.replace = () => Promise.reject(new Error('the store is busy'))
  await pass(5_000)
  store.replace = replace
  expect(renewals.at(-1)).toMatchObject({ currentLeases: 1, failedRenewals: 1 })
  await pass(5_000)
  expect(renewals.at(-1)).toMatchObject({ currentLeases: 1, lostLeases: 0, failedRenewals: 0 })
})
