import { type Clock, type Logger, passOnBug } from '../base/index.ts'
import { assignLeases } from './leases/assignment.ts'
import { isShardEnd, isStart } from './leases/checkpoint.ts'
import { HeldLease } from './leases/held-lease.ts'
import type { Lease } from './leases/lease.ts'
import { LeaseObserver } from './leases/lease-observer.ts'
import type { LeaseStore } from './leases/lease-store.ts'
import { createLeases, type InitialPosition, missingLeases } from './leases/shard-sync.ts'
import { Holding } from './processing/holding.ts'
import { ShardConsumer } from './processing/shard-consumer.ts'
import type { ShardProcessor } from './processing/shard-processor.ts'
import type {
  ChildShard,
  ShardInfo,
  ShardName,
  StartingPosition,
  StreamSource,
} from './retrieval/stream-source.ts'

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
}

/** Within the failover time a lease is renewed, and all are looked at, this often. */
const renewalsPerFailover = 3
const looksPerFailover = 4

/** So many leases are renewed at a time. */
const renewalsAtOnce = 32
/** The weight of the last interval in what a shard brings. KCL 3: 0.5. */
const loadAlpha = 0.5

/**
 * One of the workers of an application. Renews its leases, looks for leases of nobody and for workers with more than
 * their share, and runs a `ShardConsumer` for each shard that is its own. These go on independently of each other and of
 * the application: one that is slow loses no lease.
 */
export class Worker {
  readonly #options: WorkerOptions
  readonly #observer: LeaseObserver
  readonly #holdings = new Map<string, Holding>()
  readonly #stopping = new AbortController()
  readonly #ended = new AbortController()
  #looking: Promise<unknown> = Promise.resolve()
  #renewing: Promise<void> = Promise.resolve()
  #renewedMs: number

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#observer = new LeaseObserver(options.clock, options.failoverMs)
    this.#renewedMs = options.clock.monotonicMs()
  }

  /** The leases of the shards that this worker processes now. */
  get leases(): Lease[] {
    return [...this.#holdings.values()].filter(({ isBegun }) => isBegun).map(({ held }) => held.lease)
  }

  /** Resolves when the leases of the stream's shards are there; works from then until `stop`. */
  async start(): Promise<void> {
    const { store, failoverMs, shardSyncMs, clock } = this.#options
    await store.open()
    await this.#syncShards([])
    const stopping = this.#stopping.signal
    this.#renewing = this.#repeat(failoverMs / renewalsPerFailover, this.#ended.signal, () =>
      this.#renewAll(),
    )
    this.#looking = Promise.all([
      this.#repeat(failoverMs / looksPerFailover, stopping, () => this.#look()),
      clock
        .sleep(shardSyncMs, stopping)
        .then(() => this.#repeat(shardSyncMs, stopping, async () => void (await this.#syncShards([])))),
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

  async #renewAll(): Promise<void> {
    const { clock } = this.#options
    const seconds = Math.max(0.001, (clock.monotonicMs() - this.#renewedMs) / 1000)
    this.#renewedMs += seconds * 1000
    const holdings = [...this.#holdings.values()]
    for (let i = 0; i < holdings.length; i += renewalsAtOnce)
      await Promise.all(holdings.slice(i, i + renewalsAtOnce).map((holding) => this.#renew(holding, seconds)))
  }

  async #renew({ held, consumer }: Holding, seconds: number): Promise<void> {
    const before = held.lease.bytesPerSecond
    const now = (consumer?.takeBytes() ?? 0) / seconds
    try {
      await held.renew(Math.round(before + loadAlpha * (now - before)))
    } catch (error) {
      this.#report(error, 'a lease could not be renewed')
    }
  }

  async #look(): Promise<void> {
    const { clock, name, random, leasesMax } = this.#options
    const leases = await this.#list()
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
    for (const { key } of take) await this.#take(byKey.get(key) as Lease, undefined)
    for (const { key, owner } of ask) await this.#take(byKey.get(key) as Lease, owner)
    for (const holding of this.#holdings.values()) await this.#beginWhenSole(holding, byKey)
  }

  /** An application may have leases of streams that this worker was not told of. */
  async #list(): Promise<Lease[]> {
    const { store, source } = this.#options
    return (await store.list()).filter(({ key }) => source.nameOf(key) !== undefined)
  }

  /** What is in hand counts as this worker's own until it is over; what was taken unknowingly, as nobody's. */
  #asSeen(lease: Lease): Lease {
    const { name } = this.#options
    const isHeld = this.#holdings.has(lease.key)
    if (isHeld === (lease.owner === name)) return lease
    return { ...lease, owner: isHeld ? name : undefined }
  }

  /** @param from the worker that is to let go first; undefined when there is none */
  async #take(lease: Lease, from: string | undefined): Promise<void> {
    const { store, clock, name, failoverMs } = this.#options
    const startedMs = clock.monotonicMs()
    const taken: Lease = {
      ...lease,
      owner: name,
      checkpointOwner: from,
      counter: from === undefined ? lease.counter + 1 : lease.counter,
      ownerSwitchesSinceCheckpoint: lease.ownerSwitchesSinceCheckpoint + 1,
    }
    if (!(await store.replace(taken, lease))) return
    const held = new HeldLease(taken, startedMs, { store, clock, worker: name, failoverMs })
    this.#holdings.set(lease.key, new Holding(held, startedMs, () => this.#holdings.delete(lease.key)))
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
    const { source, processorOf, clock, logger, checkpointIntervalMs } = this.#options
    const shard = source.nameOf(held.key) as ShardName
    return new ShardConsumer({
      held,
      name: shard,
      source,
      start: this.#startOf(held.lease, leases),
      processor: processorOf(shard.shardId, shard.stream),
      clock,
      logger,
      checkpointIntervalMs,
      stopping: this.#stopping.signal,
      createLeases: (children) => this.#syncShards(children),
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

  /**
   * Creates the leases that are missing, and removes those of shards that are done and gone. `children` are shards that a list may not show yet.
   * @returns the keys of `children`
   */
  async #syncShards(children: readonly ChildShard[]): Promise<string[]> {
    const { source, store, initialPosition } = this.#options
    /* First the leases: a shard with a lease that is not listed afterwards is gone, and not new. */
    const leases = await this.#list()
    const listed = await source.listShards()
    const isListed = new Set(listed.map(({ shardId }) => shardId))
    const unlisted = children.filter(({ shardId }) => !isListed.has(shardId))
    const shards = [...listed, ...unlisted.map((child) => ({ ...child, isOpen: true }))]
    await createLeases(store, missingLeases(shards, leases, initialPosition))
    await this.#removeGone(shards, leases)
    return children.map(({ shardId }) => shardId)
  }

  #report(error: unknown, message: string): void {
    passOnBug(error)
    const { logger, name } = this.#options
    logger.warn({ err: error, worker: name }, message)
  }

  /** A worker that was cut off may create a lease anew for as long as it believes that the shard is there. */
  async #removeGone(shards: readonly ShardInfo[], leases: readonly Lease[]): Promise<void> {
    const isThere = new Set(shards.map(({ shardId }) => shardId))
    for (const { key, counter, checkpoint } of leases)
      if (isShardEnd(checkpoint) && !isThere.has(key)) await this.#options.store.remove(key, counter)
  }
}
