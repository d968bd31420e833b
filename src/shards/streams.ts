import type { Clock, Logger, Random } from '../base/index.ts'
import type { LogId, LogStore } from '../log/index.ts'
import { ControlLog } from './control-log.ts'
import { streamNotFound } from './errors.ts'
import { NextTokens } from './next-tokens.ts'
import { PutBatches } from './put-batches.ts'
import { ReshardRequests } from './reshard-requests.ts'
import { Resharding } from './resharding.ts'
import { RetentionTask } from './retention.ts'
import { Shard } from './shard.ts'
import { ShardExpiry } from './shard-expiry.ts'
import { ShardIterators, type ShardPosition } from './shard-iterators.ts'
import { ShardReader, type ShardRecords } from './shard-reader.ts'
import { latestArrivalMs, type StartingPosition, startingOffset } from './starting-position.ts'
import { Stream } from './stream.ts'
import { StreamControl } from './stream-control.ts'
import { childrenOf, type Owner, type ShardState, type StreamState } from './stream-state.ts'
import { sealKeySize, TokenSeal } from './token-seal.ts'

export interface StreamsOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** `off` lifts AWS's throttles and quotas. */
  readonly limits: 'aws' | 'off'
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

/** What one read gives: the records, and where to go on. */
export interface ShardRead {
  readonly records: ShardRecords
  /** Undefined at the end of a closed shard. */
  readonly nextIterator: string | undefined
  /** There at the end of a closed shard only: the shards to read on in. */
  readonly children: readonly ShardState[]
}

const none: readonly ShardState[] = []

/** The streams of everyone: `control` to make and find them, the rest to write and read them. */
export class Streams {
  readonly control: StreamControl
  /** Splits and merges for this server's own purposes; `reshardRequests` for users, within their limits. */
  readonly resharding: Resharding
  readonly reshardRequests: ReshardRequests
  readonly batches: PutBatches
  readonly iterators: ShardIterators
  readonly nextTokens: NextTokens
  readonly clock: Clock
  readonly #options: StreamsOptions
  readonly #reader: ShardReader
  readonly #retention: RetentionTask
  readonly #trimming: Promise<void>
  readonly #log: ControlLog
  /** Goes with the state that it is made of: a changed stream has a new state. */
  readonly #streams = new WeakMap<StreamState, Stream>()
  readonly #shards = new Map<LogId, Shard>()

  /** See `openStreams`. */
  constructor(options: StreamsOptions, log: ControlLog) {
    const { store, clock, random, limits, logger, transitionMs = 0 } = options
    const seal = new TokenSeal(log.state.tokenKey!, random)
    this.#options = options
    this.#log = log
    this.clock = clock
    this.control = new StreamControl({ store, clock, log, limits, transitionMs })
    this.resharding = new Resharding({
      log,
      control: this.control,
      store,
      clock,
      open: (state) => this.open(state),
    })
    this.reshardRequests = new ReshardRequests({
      resharding: this.resharding,
      control: this.control,
      clock,
      limits,
    })
    this.batches = new PutBatches(store, clock)
    this.iterators = new ShardIterators(seal, clock, this.control)
    this.nextTokens = new NextTokens(seal, clock)
    this.#reader = new ShardReader(store, clock)
    const forget = (shardLog: LogId) => this.#shards.delete(shardLog)
    const expiry = new ShardExpiry({ log, control: this.control, clock, forget })
    this.#retention = new RetentionTask({ control: this.control, expiry, store, clock, logger })
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

  open(state: StreamState): Stream {
    const known = this.#streams.get(state)
    if (known !== undefined) return known
    const stream = new Stream(state, (shard) => this.#shardOf(shard))
    this.#streams.set(state, stream)
    return stream
  }

  /** See `latestArrivalMs`. */
  latestArrivalMs(shard: ShardState): number {
    return latestArrivalMs(this.#options, shard)
  }

  /** The offset to read from. @throws as `startingOffset` */
  startingOffset(stream: StreamState, shard: ShardState, position: StartingPosition) {
    return startingOffset(this.#options, stream, shard, position)
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
    return this.#reader.read(stream, this.#shardOf(shard), shard, offset, countMax, (records) => {
      if (shard.endOffset !== undefined && records.next >= shard.endOffset) {
        return use({ records, nextIterator: undefined, children: childrenOf(stream, shard) })
      }
      const nextIterator = this.iterators.create({ stream, shard, offset: records.next })
      return use({ records, nextIterator, children: none })
    })
  }

  /** Deletes a stream, with its records. @throws as StreamControl.delete */
  async delete(owner: Owner, name: string): Promise<void> {
    const { shards } = await this.control.delete(owner, name)
    for (const { log } of shards) this.#shards.delete(log)
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  async close(): Promise<void> {
    this.#retention.stop()
    await this.#trimming
    await this.#log.settled()
  }

  #shardOf(state: ShardState): Shard {
    const known = this.#shards.get(state.log)
    if (known !== undefined) return known
    const shard = new Shard(state, this.#options.limits === 'aws' ? this.clock : undefined)
    this.#shards.set(state.log, shard)
    return shard
  }
}
