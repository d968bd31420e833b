import { hkdfSync } from 'node:crypto'
import { type Clock, type Logger, type Random, sealKeySize, TokenSeal } from '../base/index.ts'
import type { LogStore, Offset } from '../log/index.ts'
import { ChannelControl } from './channels/channel-control.ts'
import { ChannelResources } from './channels/channel-resources.ts'
import { ConsumerResources } from './consumers/consumer-resources.ts'
import { ConsumerSlots } from './consumers/consumer-slots.ts'
import { StreamConsumers } from './consumers/stream-consumers.ts'
import { Subscriptions } from './consumers/subscriptions.ts'
import { AccountSettings } from './control/account-settings.ts'
import { ControlLog } from './control/control-log.ts'
import { StreamControl } from './control/stream-control.ts'
import { Transitions } from './control/transitions.ts'
import { streamNotFound } from './errors.ts'
import type { Owner } from './owner.ts'
import { StreamQueueControl } from './queues/queue-control.ts'
import { StreamQueueResources } from './queues/queue-resources.ts'
import { type QuotaSettings, RegionalQuotas } from './quotas.ts'
import { type ChildShard, childShards } from './reading/child-shards.ts'
import type { ReadingOperation } from './reading/errors.ts'
import { NextTokens } from './reading/next-tokens.ts'
import { ShardIterators, type ShardPosition } from './reading/shard-iterators.ts'
import { type ReadRest, type RecordsLimit, ShardReader, type TakePiece } from './reading/shard-reader.ts'
import type { ShardRecords } from './reading/shard-records.ts'
import { latestArrivalMs, type StartingPosition, startingOffset } from './reading/starting-position.ts'
import { OnDemandTask } from './resharding/on-demand-task.ts'
import { ReshardRequests } from './resharding/reshard-requests.ts'
import { Resharding } from './resharding/resharding.ts'
import { WarmThroughput } from './resharding/warm-throughput.ts'
import { Resources } from './resources.ts'
import { RetentionTask } from './retention/retention-task.ts'
import { ShardExpiry } from './retention/shard-expiry.ts'
import type { Stream } from './stream.ts'
import { StreamResources } from './stream-resources.ts'
import type { ShardState, StreamState } from './stream-state.ts'
import { StreamsInUse } from './streams-in-use.ts'
import { PutBatches } from './writing/put-batches.ts'

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
}

/** Opens the streams that the store holds. @throws as ControlLog.open */
export async function openStreams(options: StreamsOptions): Promise<Streams> {
  const log = await ControlLog.open(options)
  if (log.state.tokenKey === undefined) {
    await log.commit({ kind: 'token-key', key: options.random.bytes(sealKeySize) })
  }
  return new Streams(options, log)
}

/** Where a read ended, and how to go on. */
export interface ShardReadEnd {
  readonly next: Offset
  /** 0 at the end of the shard, else how long ago the last of the records came. */
  readonly millisBehindLatest: number
  /** Undefined at the end of a closed shard. */
  readonly nextIterator: string | undefined
  /** There at the end of a closed shard only: the shards to read on in. */
  readonly children: readonly ChildShard[]
}

/** An answer to a read, made piece by piece. */
export interface ReadAnswer<Answer> {
  /**
   * Takes the next records, of which there is one at least. They are the log's again when it returns.
   * @param rest what may come after them at the most
   */
  add(records: ShardRecords, rest: ReadRest): void
  finish(end: ShardReadEnd): Answer
}

const none: readonly ChildShard[] = []

/** The streams of everyone: `control` to make and find them, the rest to write and read them. */
export class Streams {
  readonly control: StreamControl
  readonly inUse: StreamsInUse
  readonly consumers: StreamConsumers
  /** Which queues there are over the streams. What they give out is src/stream-queues'. */
  readonly queues: StreamQueueControl
  /** Which channels there are on the streams. What they deliver is src/firehose-sink's. */
  readonly channels: ChannelControl
  readonly subscriptions: Subscriptions
  /** Splits and merges for this server's own purposes; `reshardRequests` for users, within their limits. */
  readonly resharding: Resharding
  readonly reshardRequests: ReshardRequests
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
  readonly #growth: OnDemandTask | undefined
  readonly #tasks: Promise<unknown>
  readonly #log: ControlLog

  /** See `openStreams`. */
  constructor(options: StreamsOptions, log: ControlLog) {
    const { store, clock, random, limits, logger, transitionMs = 0 } = options
    const seal = new TokenSeal(log.state.tokenKey!, random)
    this.#options = options
    this.#log = log
    this.clock = clock
    this.quotas = new RegionalQuotas(options.quotas, limits)
    this.inUse = new StreamsInUse((owner) =>
      limits === 'aws' ? { clock, quotas: this.quotas.of(owner) } : undefined,
    )
    const transitions = new Transitions(clock, transitionMs)
    this.control = new StreamControl({ store, clock, log, quotas: this.quotas, transitions })
    this.accounts = new AccountSettings(clock, log)
    const { accounts, control, inUse, quotas } = this
    const slots = new ConsumerSlots({ accounts, log, quotas, transitions })
    this.consumers = new StreamConsumers({ slots, control, clock, log, quotas, transitions })
    this.queues = new StreamQueueControl({ ...options, slots, control, log, quotas, transitions })
    this.channels = new ChannelControl({ ...options, control, log, quotas, transitions })
    this.resources = new Resources([
      new StreamResources(control),
      new ConsumerResources(this.consumers),
      new StreamQueueResources(this.queues),
      new ChannelResources(this.channels),
    ])
    this.resharding = new Resharding({ log, control, store, clock, transitions, inUse })
    const { resharding } = this
    this.reshardRequests = new ReshardRequests({ resharding, control, clock, quotas })
    this.warmThroughput = new WarmThroughput({ accounts, resharding })
    this.batches = new PutBatches(store, clock)
    this.iterators = new ShardIterators(seal, clock, this.control)
    this.nextTokens = new NextTokens(seal, clock)
    this.#reader = new ShardReader(store, clock)
    const { consumers } = this
    const reader = this.#reader
    this.subscriptions = new Subscriptions({ store, clock, log, control, consumers, reader, limits, quotas })
    const expiry = new ShardExpiry({ log, control, clock, inUse })
    this.#retention = new RetentionTask({ control, expiry, store, clock, logger })
    this.#growth = this.#onDemandTask()
    this.#tasks = Promise.all([this.#retention.run(), this.#growth?.run()])
  }

  /** The stream, to write to and read from. @throws STREAM_NOT_FOUND also for one that is neither ACTIVE nor UPDATING */
  active(owner: Owner, name: string): Stream {
    const stream = this.findActive(owner, name)
    if (stream === undefined) throw streamNotFound(name, owner)
    return stream
  }

  findActive(owner: Owner, name: string): Stream | undefined {
    const state = this.control.findActive(owner, name)
    return state && this.inUse.open(state)
  }

  /**
   * Calls `put` with the stream once its shards do not change hands. Up to its commit `put` must not give way, so that
   * they do not begin to.
   * @throws STREAM_NOT_FOUND, and what `put` throws
   */
  async writeTo<Result>(
    owner: Owner,
    name: string,
    put: (stream: Stream) => Promise<Result>,
  ): Promise<Result> {
    for (;;) {
      const stream = this.active(owner, name)
      if (stream.handedOver === undefined) return put(stream)
      await stream.handedOver
    }
  }

  /** See `latestArrivalMs`. */
  latestArrivalMs(shard: ShardState): number {
    return latestArrivalMs(this.#options, shard)
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
   * @throws as ShardReader.read
   */
  async read<Answer>(position: ShardPosition, countMax: number, answer: ReadAnswer<Answer>): Promise<Answer> {
    const pieces = this.readInParts(position, countMax, (records, rest) => answer.add(records, rest))
    for (;;) {
      const piece = await pieces.next()
      if (piece.done === true) return answer.finish(piece.value)
    }
  }

  /**
   * The same in parts, which are what `take` makes of records: the next are read when the part of them is asked for, however late that is.
   * @throws as ShardReader.read
   */
  async *readInParts<Part>(
    { stream, shard, offset }: ShardPosition,
    countMax: number,
    take: TakePiece<Part>,
  ): AsyncGenerator<Part, ShardReadEnd, undefined> {
    const open = this.inUse.open(stream)
    const end = yield* this.#reader.read(open, open.shard(shard), shard, offset, countMax, take)
    const { next, millisBehindLatest } = end
    if (shard.endOffset !== undefined && next >= shard.endOffset) {
      return { next, millisBehindLatest, nextIterator: undefined, children: childShards(stream, shard) }
    }
    const nextIterator = this.iterators.create({ stream, shard, offset: next })
    return { next, millisBehindLatest, nextIterator, children: none }
  }

  /**
   * Records for a reader that has limits of its own. None is older than the stream keeps them; the first comes whatever its size.
   * @param use gets the records where they lie: they are the log's again when it returns
   * @throws LOG_CORRUPT
   */
  readUnmetered<Result>(
    { stream, shard, offset }: ShardPosition,
    limit: RecordsLimit,
    use: (records: ShardRecords) => Result,
  ): Promise<Result> {
    const open = this.inUse.open(stream).shard(shard)
    return this.#reader.readUnmetered(stream, open, shard, offset, limit, use)
  }

  /** Calls `listener` after each change of the control plane. Listeners must not throw. */
  onChange(listener: () => void): void {
    this.#log.onChange(listener)
  }

  /** A secret of this data folder, 32 bytes, another one for each purpose. */
  secretFor(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#log.state.tokenKey!, '', purpose, sealKeySize))
  }

  /** Deletes a stream, with its records, and with its consumers if it may have any. @throws as StreamControl.delete */
  async delete(owner: Owner, name: string, options?: { withConsumers?: boolean }): Promise<void> {
    this.inUse.forget(await this.control.delete(owner, name, options))
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  async close(): Promise<void> {
    this.subscriptions.endAll()
    this.#retention.stop()
    this.#growth?.stop()
    await this.#tasks
    await this.#log.settled()
  }

  /** Where there are no limits no shard is ever near one. */
  #onDemandTask(): OnDemandTask | undefined {
    const { clock, limits, logger } = this.#options
    if (limits === 'off') return undefined
    const { control, quotas, resharding } = this
    return new OnDemandTask({
      control,
      resharding,
      clock,
      logger,
      quotas,
      countersOf: (log) => this.inUse.shardCountersOf(log),
    })
  }
}
