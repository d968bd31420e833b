import { type Clock, type Logger, passOnBug } from '../base/index.ts'
import { assignLeases } from './leases/assignment.ts'
import { isShardEnd, isStart } from './leases/checkpoint.ts'
import { HeldLease } from './leases/held-lease.ts'
import type { Lease } from './leases/lease.ts'
import { LeaseObserver } from './leases/lease-observer.ts'
import type { LeaseStore } from './leases/lease-store.ts'
import { LeaseSync } from './leases/lease-sync.ts'
import type { InitialPosition } from './leases/shard-sync.ts'
import type { ConsumerMetrics, LookMeasure } from './metrics.ts'
import { Holding } from './processing/holding.ts'
import { ShardConsumer } from './processing/shard-consumer.ts'
import type { ShardProcessor } from './processing/shard-processor.ts'
import { Renewals } from './renewals.ts'
import type { ShardName, StartingPosition, StreamSource } from './retrieval/stream-source.ts'

export interface WorkerOptions {
  /** Another one at each start of a worker: two that share a name would share its leases. */
  readonly name: string
  readonly source: StreamSource
  readonly store: LeaseStore
  readonly processorOf: (shardId: string, stream: string) => ShardProcessor
  readonly initialPosition: InitialPosition
  /** Where AT_TIMESTAMP begins. */
  readonly initialTimestampMs: number
  readonly checkpointIntervalMs: number | undefined
  readonly failoverMs: number
  readonly handOverMs: number
  readonly shardSyncMs: number
  readonly leasesMax: number
  readonly clock: Clock
  readonly random: () => number
  readonly logger: Logger
  readonly metrics: ConsumerMetrics
}

/** Within the failover time a lease is renewed, and all are looked at, this often. */
const renewalsPerFailover = 3
const looksPerFailover = 4

/**
 * One of the workers of an application. Renews its leases, looks for leases of nobody and for workers with more than
 * their share, and runs a `ShardConsumer` for each shard that is its own. These go on independently of each other and of
 * the application: one that is slow loses no lease.
 */
export class Worker {
  readonly #options: WorkerOptions
  readonly #observer: LeaseObserver
  readonly #sync: LeaseSync
  readonly #renewals: Renewals
  readonly #holdings = new Map<string, Holding>()
  readonly #stopping = new AbortController()
  readonly #ended = new AbortController()
  #looking: Promise<unknown> = Promise.resolve()
  #renewing: Promise<void> = Promise.resolve()

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#observer = new LeaseObserver(options.clock, options.failoverMs)
    this.#sync = new LeaseSync(options.source, options.store, options.initialPosition)
    this.#renewals = new Renewals({
      ...options,
      failed: (error) => this.#report(error, 'a lease could not be renewed'),
    })
  }

  /** The leases of the shards that this worker processes now. */
  get leases(): Lease[] {
    return [...this.#holdings.values()].filter(({ isBegun }) => isBegun).map(({ held }) => held.lease)
  }

  /** Resolves when the leases of the stream's shards are there; works from then until `stop`. */
  async start(): Promise<void> {
    const { store, failoverMs, shardSyncMs, clock } = this.#options
    await store.open()
    await this.#sync.run()
    const stopping = this.#stopping.signal
    this.#renewing = this.#repeat(failoverMs / renewalsPerFailover, this.#ended.signal, () =>
      this.#renewals.round([...this.#holdings.values()]),
    )
    this.#looking = Promise.all([
      this.#repeat(failoverMs / looksPerFailover, stopping, () => this.#look()),
      clock
        .sleep(shardSyncMs, stopping)
        .then(() => this.#repeat(shardSyncMs, stopping, () => this.#sync.run())),
    ])
  }

  /** Lets every shard come to the end of its batch, write its checkpoint and go to other workers. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#looking
    await Promise.all([...this.#holdings.values()].map((holding) => this.#end(holding)))
    this.#ended.abort()
    await this.#renewing
  }

  async #end(holding: Holding): Promise<void> {
    try {
      await holding.end()
    } catch (error) {
      this.#report(error, 'a lease could not be let go: it will be found abandoned')
    }
  }

  async #repeat(intervalMs: number, signal: AbortSignal, job: () => Promise<void>): Promise<void> {
    const { clock, random } = this.#options
    while (!signal.aborted) {
      try {
        await job()
      } catch (error) {
        this.#report(error, 'work on the leases failed, and will be tried again')
      }
      /* Workers that were started together don't stay in step. */
      await clock.sleep(intervalMs * (0.9 + 0.2 * random()), signal)
    }
  }

  async #look(): Promise<void> {
    const { clock, name, random, leasesMax } = this.#options
    const startedMs = clock.monotonicMs()
    const leases = await this.#sync.list()
    this.#observer.observe(leases, clock.monotonicMs())
    for (const lease of leases) this.#holdings.get(lease.key)?.held.observe(lease)
    const byKey = new Map(leases.map((lease) => [lease.key, lease]))
    const { take, ask } = assignLeases({
      leases: leases.map((lease) => this.#asSeen(lease)),
      worker: name,
      isExpired: (lease) => this.#observer.isExpired(lease),
      random,
      leasesMax,
    })
    let [takenLeases, askedLeases] = [0, 0]
    for (const { key } of take) if (await this.#take(byKey.get(key) as Lease, undefined)) takenLeases++
    for (const { key, owner } of ask) if (await this.#take(byKey.get(key) as Lease, owner)) askedLeases++
    this.#tellOfLook(leases, { takenLeases, askedLeases, durationMs: clock.monotonicMs() - startedMs })
    for (const holding of this.#holdings.values()) await this.#beginWhenSole(holding, byKey)
  }

  #tellOfLook(leases: readonly Lease[], look: Omit<LookMeasure, 'totalLeases' | 'expiredLeases'>): void {
    const open = leases.filter(({ checkpoint }) => !isShardEnd(checkpoint))
    const expiredLeases = open.filter((lease) => this.#observer.isExpired(lease)).length
    this.#options.metrics.leasesLookedAt({ totalLeases: open.length, expiredLeases, ...look })
  }

  /** What is in hand counts as this worker's own until it is over; what was taken unknowingly, as nobody's. */
  #asSeen(lease: Lease): Lease {
    const { name } = this.#options
    const isHeld = this.#holdings.has(lease.key)
    if (isHeld === (lease.owner === name)) return lease
    return { ...lease, owner: isHeld ? name : undefined }
  }

  /**
   * @param from the worker that is to let go first; undefined when there is none
   * @returns false when another was first
   */
  async #take(lease: Lease, from: string | undefined): Promise<boolean> {
    const { store, clock, name, failoverMs } = this.#options
    const startedMs = clock.monotonicMs()
    const taken: Lease = {
      ...lease,
      owner: name,
      checkpointOwner: from,
      counter: from === undefined ? lease.counter + 1 : lease.counter,
      ownerSwitchesSinceCheckpoint: lease.ownerSwitchesSinceCheckpoint + 1,
    }
    if (!(await store.replace(taken, lease))) return false
    const held = new HeldLease(taken, startedMs, { store, clock, worker: name, failoverMs })
    const over = () => {
      this.#holdings.delete(lease.key)
      if (held.isTaken) this.#renewals.noteLost()
    }
    this.#holdings.set(lease.key, new Holding(held, startedMs, over))
    return true
  }

  async #beginWhenSole(holding: Holding, leases: ReadonlyMap<string, Lease>): Promise<void> {
    const { held, isBegun } = holding
    if (isBegun) return
    if (held.lost.aborted) return holding.forget()
    if (!held.isSole && this.#isOverdue(holding)) await held.evict()
    /* What the former owner has let go is kept from now on. */
    if (held.isSole && !held.isKept) await held.renew(held.lease.bytesPerSecond)
    if (held.isSole) holding.begin(this.#consumerOf(held, leases))
  }

  /** The former owner does not let go in time, or does not live any more. */
  #isOverdue({ held, sinceMs }: Holding): boolean {
    const { clock, handOverMs } = this.#options
    return clock.monotonicMs() - sinceMs >= handOverMs || this.#observer.isExpired(held.lease)
  }

  #consumerOf(held: HeldLease, leases: ReadonlyMap<string, Lease>): ShardConsumer {
    const { source, processorOf, clock, logger, metrics, checkpointIntervalMs } = this.#options
    const shard = source.nameOf(held.key) as ShardName
    return new ShardConsumer({
      held,
      name: shard,
      source,
      start: this.#startOf(held.lease, leases),
      processor: processorOf(shard.shardId, shard.stream),
      clock,
      logger,
      metrics,
      checkpointIntervalMs,
      stopping: this.#stopping.signal,
      createLeases: (children) => this.#sync.run(children),
    })
  }

  #startOf({ checkpoint, parents }: Lease, leases: ReadonlyMap<string, Lease>): StartingPosition {
    const { sequenceNumber } = checkpoint
    if (!isStart(checkpoint)) return { type: 'AT_SEQUENCE_NUMBER', sequenceNumber }
    if (sequenceNumber === 'AT_TIMESTAMP')
      return { type: 'AT_TIMESTAMP', timestampMs: this.#options.initialTimestampMs }
    /* Two workers that began while the stream was resharded: nothing between parent and child is passed over. */
    const follows = parents.some((parent) => leases.has(parent))
    return { type: sequenceNumber === 'LATEST' && !follows ? 'LATEST' : 'TRIM_HORIZON' }
  }

  #report(error: unknown, message: string): void {
    passOnBug(error)
    const { logger, name } = this.#options
    logger.warn({ err: error, worker: name }, message)
  }
}
