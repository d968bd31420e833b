import { silentLogger } from '../../../src/base/index.ts'
import { MemoryLeaseStore } from '../../../src/consumers/lease-stores/memory-lease-store.ts'
import type { Lease } from '../../../src/consumers/leases/lease.ts'
import type { LeaseStore } from '../../../src/consumers/leases/lease-store.ts'
import { noMetrics } from '../../../src/consumers/metrics.ts'
import type { ShardProcessor } from '../../../src/consumers/processing/shard-processor.ts'
import { Worker } from '../../../src/consumers/worker.ts'
import { SeededRandom } from '../seeded-random.ts'
import { ConsumersModel } from './consumers-model.ts'
import { SimLeaseStore } from './sim-lease-store.ts'
import { SimMachine } from './sim-machine.ts'
import { SimStream } from './sim-stream.ts'
import { VirtualTime } from './virtual-time.ts'

export interface ConsumersSimulation {
  readonly violation: string | undefined
  /** Records that were given to applications. */
  readonly operations: number
  readonly duplicates: number
  /** The number of shards of each worker that lives at the end. */
  readonly shares: readonly number[]
}

export interface ConsumersSimulationOptions {
  readonly workers?: number
  readonly shards?: number
  /** For the canary: a store that takes every write, whatever the row is by then. */
  readonly isStoreBroken?: boolean
}

const failoverMs = 10_000
const faultsMs = 90_000
const recoveryMs = 120_000

interface Running {
  readonly machine: SimMachine
  readonly worker: Worker
}

/**
 * A group of workers on a stream that is resharded while records come, for 90 s in which workers crash, stand still for
 * longer than the failover time, are stopped and started, and their calls to the lease store are slow or lost; then for
 * as long as it takes to recover. The same seed gives the same run.
 */
export async function simulateConsumers(
  seed: number,
  { workers = 20, shards = 200, isStoreBroken = false }: ConsumersSimulationOptions = {},
): Promise<ConsumersSimulation> {
  const group = new SimGroup(seed, shards, isStoreBroken ? new BrokenLeaseStore() : new MemoryLeaseStore())
  for (let i = 0; i < workers; i++) group.startWorker()
  await group.run(workers)
  return group.result()
}

class BrokenLeaseStore extends MemoryLeaseStore {
  override async replace(lease: Lease): Promise<boolean> {
    const before = await this.get(lease.key)
    return before !== undefined && (await super.replace(lease, before))
  }
}

class SimGroup {
  readonly #random: SeededRandom
  readonly #time = new VirtualTime()
  readonly #stream: SimStream
  readonly #model: ConsumersModel
  readonly #leases: LeaseStore
  readonly #running = new Set<Running>()
  #started = 0
  #lossProbability = 0.02

  constructor(seed: number, shards: number, leases: LeaseStore) {
    this.#leases = leases
    this.#random = new SeededRandom(seed)
    this.#stream = new SimStream(shards, this.#random)
    this.#model = new ConsumersModel(this.#stream)
  }

  startWorker(): void {
    const name = `worker-${++this.#started}`
    const machine = new SimMachine(this.#time, this.#random)
    const worker = new Worker({
      name,
      source: this.#stream.source(machine),
      store: new SimLeaseStore({
        store: this.#leases,
        machine,
        random: this.#random,
        model: this.#model,
        worker: name,
        lossProbability: () => this.#lossProbability,
      }),
      processorOf: () => this.#processor(name, machine),
      initialPosition: 'TRIM_HORIZON',
      initialTimestampMs: 0,
      checkpointIntervalMs: 1000,
      failoverMs,
      handOverMs: 3 * failoverMs,
      shardSyncMs: 30_000,
      leasesMax: Number.POSITIVE_INFINITY,
      clock: machine,
      random: () => this.#random.next(),
      logger: silentLogger,
      metrics: noMetrics,
    })
    this.#running.add({ machine, worker })
    void this.#startUntilDone(worker, machine)
  }

  async run(workers: number): Promise<void> {
    const stepMs = 500
    while (this.#time.monotonicMs() < faultsMs) {
      this.#disturb(workers)
      await this.#time.run(this.#time.monotonicMs() + stepMs)
    }
    this.#lossProbability = 0
    while (this.#running.size < workers) this.startWorker()
    await this.#time.run(faultsMs + recoveryMs)
    this.#model.checkThatAllIsDelivered()
  }

  result(): ConsumersSimulation {
    const { violation, deliveries, duplicates } = this.#model
    const shares = [...this.#running].map(({ worker }) => worker.leases.length)
    return { violation, operations: deliveries, duplicates, shares }
  }

  async #startUntilDone(worker: Worker, machine: SimMachine): Promise<void> {
    for (;;) {
      try {
        return await worker.start()
      } catch {
        await machine.sleep(1000)
      }
    }
  }

  #disturb(workers: number): void {
    const random = this.#random
    const open = this.#stream.openShards
    for (let i = 0; i < 10; i++) this.#stream.put(random.pick(open))
    if (random.chance(0.2)) this.#stream.split(random.pick(open))
    if (random.chance(0.2)) this.#stream.merge(random.pick(this.#stream.openShards))
    for (const shard of this.#stream.shards.values())
      if (this.#model.isDone(shard.shardId) && random.chance(0.01)) shard.isGone = true
    if (this.#running.size < workers && random.chance(0.3)) this.startWorker()
    if (this.#running.size < 2) return
    const victim = random.pick([...this.#running])
    if (random.chance(0.04)) this.#crash(victim)
    else if (random.chance(0.08)) victim.machine.pause(random.below(2.5 * failoverMs))
    else if (random.chance(0.03)) this.#stop(victim)
  }

  #crash(victim: Running): void {
    victim.machine.crash()
    this.#running.delete(victim)
  }

  #stop(victim: Running): void {
    this.#running.delete(victim)
    victim.worker.stop().catch((error) => this.#model.fail(`a worker could not stop: ${error.stack}`))
  }

  #processor(name: string, machine: SimMachine): ShardProcessor {
    const random = this.#random
    let last: object | undefined
    return {
      initialize: ({ shardId, fencingToken, checkpoint }) => {
        this.#model.begin(name, shardId, fencingToken, checkpoint)
      },
      process: async (batch) => {
        this.#model.deliver(name, batch, batch === last)
        last = batch
        await machine.sleep(random.chance(0.01) ? random.below(15_000) : random.below(200))
        if (random.chance(0.01)) throw new Error('simulated: a batch that could not be processed')
      },
    }
  }
}
