import type { Clock, Logger, Random } from '../base/index.ts'
import type { LogId, LogStore } from '../log/index.ts'
import { AccountSettings } from './account-settings.ts'
import { ConsumerResources } from './consumer-resources.ts'
import { ControlLog } from './control-log.ts'
import { type ReadingOperation, streamNotFound } from './errors.ts'
import { NextTokens } from './next-tokens.ts'
import { PutBatches } from './put-batches.ts'
import { type QuotaSettings, RegionalQuotas } from './quotas.ts'
import { Resources } from './resources.ts'
import { RetentionTask } from './retention.ts'
import { Shard } from './shard.ts'
import { ShardIterators, type ShardPosition } from './shard-iterators.ts'
import { ShardReader, type ShardRecords } from './shard-reader.ts'
import { FixedShards, type ShardScaler } from './shard-scaler.ts'
import { latestArrivalMs, type StartingPosition, startingOffset } from './starting-position.ts'
import { Stream } from './stream.ts'
import { StreamConsumers } from './stream-consumers.ts'
import { StreamControl } from './stream-control.ts'
import { type Counters, StreamCounters } from './stream-counters.ts'
import { StreamResources } from './stream-resources.ts'
import type { Owner, ShardState, StreamState } from './stream-state.ts'
import { Subscriptions } from './subscriptions.ts'
import { sealKeySize, TokenSeal } from './token-seal.ts'
import { WarmThroughput } from './warm-throughput.ts'

export interface StreamsOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** `off` lifts AWS's throttles and quotas. */
  readonly limits: 'aws' | 'off'
  /** Quotas that are not AWS's. */
  readonly quotas?: QuotaSettings
  /** How long CREATING, UPDATING and DELETING are seen, in milliseconds. 0 by default. */
  readonly transitionMs?: number
  /** Gives streams the shards that their warm throughput needs. Leaves them as they are by default. */
  readonly scaler?: ShardScaler
}

/** Opens the streams that the store holds. @throws as ControlLog.open */
export async function openStreams(options: StreamsOptions): Promise<Streams> {
  const log = await ControlLog.open(options)
  if (log.state.tokenKey === undefined) {
    await log.commit({ kind: 'token-key', key: options.random.bytes(sealKeySize) })
  }
  return new Streams(options, log)
}

/** What one read gives: the records, and where to go on. */
export interface ShardRead {
  readonly records: ShardRecords
  /** Undefined at the end of a closed shard. */
  readonly nextIterator: string | undefined
}

/** The streams of everyone: `control` to make and find them, the rest to write and read them. */
export class Streams {
  readonly control: StreamControl
  readonly consumers: StreamConsumers
  readonly subscriptions: Subscriptions
  readonly batches: PutBatches
  readonly iterators: ShardIterators
  readonly nextTokens: NextTokens
  /** What accounts have set. */
  readonly accounts: AccountSettings
  /** What has tags and policies. */
  readonly resources: Resources
  readonly warmThroughput: WarmThroughput
  /** Infinite where `limits` are off. */
  readonly quotas: RegionalQuotas
  readonly clock: Clock
  readonly #options: StreamsOptions
  readonly #reader: ShardReader
  readonly #retention: RetentionTask
  readonly #trimming: Promise<void>
  readonly #log: ControlLog
  /** Goes with the state that it is made of: a changed stream has a new state. */
  readonly #streams = new WeakMap<StreamState, Stream>()
  readonly #shards = new Map<LogId, Shard>()
  readonly #counters = new StreamCounters()

  /** See `openStreams`. */
  constructor(options: StreamsOptions, log: ControlLog) {
    const { store, clock, random, limits, logger, transitionMs = 0 } = options
    const seal = new TokenSeal(log.state.tokenKey!, random)
    this.#options = options
    this.#log = log
    this.clock = clock
    this.quotas = new RegionalQuotas(options.quotas, limits)
    this.control = new StreamControl({ store, clock, log, quotas: this.quotas, transitionMs })
    this.accounts = new AccountSettings(clock, log)
    const { accounts, control, quotas } = this
    this.consumers = new StreamConsumers({ accounts, control, clock, log, quotas, transitionMs })
    this.resources = new Resources([new StreamResources(control), new ConsumerResources(this.consumers)])
    const { scaler = new FixedShards(this.control) } = options
    this.warmThroughput = new WarmThroughput({ control: this.control, accounts: this.accounts, scaler })
    this.batches = new PutBatches(store, clock)
    this.iterators = new ShardIterators(seal, clock, this.control)
    this.nextTokens = new NextTokens(seal, clock)
    this.#reader = new ShardReader(store, clock)
    const { consumers } = this
    const reader = this.#reader
    this.subscriptions = new Subscriptions({ store, clock, log, control, consumers, reader, limits, quotas })
    this.#retention = new RetentionTask({ control: this.control, store, clock, logger })
    this.#trimming = this.#retention.run()
  }

  /** The stream, to write to and read from. @throws STREAM_NOT_FOUND also for one that is neither ACTIVE nor UPDATING */
  active(owner: Owner, name: string): Stream {
    const stream = this.findActive(owner, name)
    if (stream === undefined) throw streamNotFound(name, owner)
    return stream
  }

  findActive(owner: Owner, name: string): Stream | undefined {
    const state = this.control.findActive(owner, name)
    return state && this.open(state)
  }

  open(state: StreamState): Stream {
    const known = this.#streams.get(state)
    if (known !== undefined) return known
    const counters = this.#counters.of(state, state.name)
    const stream = new Stream(state, (shard) => this.#shardOf(state, shard), counters)
    this.#streams.set(state, stream)
    return stream
  }

  /** See `latestArrivalMs`. */
  latestArrivalMs({ log }: ShardState): number {
    return latestArrivalMs(this.#options, log)
  }

  /** The offset to read from. @throws as `startingOffset` */
  startingOffset(
    stream: StreamState,
    shard: ShardState,
    position: StartingPosition,
    operation?: ReadingOperation,
  ) {
    return startingOffset(this.#options, stream, shard, position, operation)
  }

  /**
   * The records behind a position, up to `countMax`.
   * @param use gets them where they lie: they are the log's again when it returns
   * @throws as ShardReader.read
   */
  read<Result>(
    { stream, shard, offset }: ShardPosition,
    countMax: number,
    use: (read: ShardRead) => Result,
  ): Promise<Result> {
    const open = this.open(stream)
    return this.#reader.read(open, open.shard(shard), shard, offset, countMax, (records) => {
      const isOver = shard.endOffset !== undefined && records.next >= shard.endOffset
      const nextIterator = isOver ? undefined : this.iterators.create({ stream, shard, offset: records.next })
      return use({ records, nextIterator })
    })
  }

  /** Deletes a stream, with its records, and with its consumers if it may have any. @throws as StreamControl.delete */
  async delete(owner: Owner, name: string, options?: { withConsumers?: boolean }): Promise<void> {
    const { shards } = this.control.get(owner, name)
    await this.control.delete(owner, name, options)
    for (const { log } of shards) this.#shards.delete(log)
    this.#counters.forget(owner, name)
  }

  /** What has gone through a stream, undefined for one that was not used since the start. */
  countersOf(stream: StreamState): Counters | undefined {
    return this.#counters.find(stream, stream.name)
  }

  /** The same of a shard. */
  shardCountersOf({ log }: ShardState): Counters | undefined {
    return this.#shards.get(log)?.counters
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  async close(): Promise<void> {
    this.subscriptions.endAll()
    this.#retention.stop()
    await this.#trimming
    await this.#log.settled()
  }

  #shardOf(owner: Owner, state: ShardState): Shard {
    const known = this.#shards.get(state.log)
    if (known !== undefined) return known
    const { clock, limits } = this.#options
    const shard = new Shard(state, limits === 'aws' ? { clock, quotas: this.quotas.of(owner) } : undefined)
    this.#shards.set(state.log, shard)
    return shard
  }
}
