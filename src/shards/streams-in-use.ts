import type { LogId } from '../log/index.ts'
import type { Owner } from './owner.ts'
import { Shard, type ShardLimits } from './shard.ts'
import { Stream } from './stream.ts'
import { type Counters, StreamCounters } from './stream-counters.ts'
import type { ShardState, StreamState } from './stream-state.ts'

/**
 * The streams and shards that were written or read since the start, as the data plane works with them. There is one
 * `Shard` for a shard and one set of counters for a stream, whatever changes around them: throttles and counters must
 * not start afresh then.
 */
export class StreamsInUse {
  readonly #limitsOf: (owner: Owner) => ShardLimits | undefined
  /** Goes with the state that it is made of: a changed stream has a new state. */
  readonly #streams = new WeakMap<StreamState, Stream>()
  readonly #shards = new Map<LogId, Shard>()
  readonly #counters = new StreamCounters()

  /** @param limitsOf undefined for no limits */
  constructor(limitsOf: (owner: Owner) => ShardLimits | undefined) {
    this.#limitsOf = limitsOf
  }

  /** The one `Stream` there is for a state. */
  open(state: StreamState): Stream {
    const known = this.#streams.get(state)
    if (known !== undefined) return known
    const counters = this.#counters.of(state, state.name)
    const stream = new Stream(state, (shard) => this.#shardOf(state, shard), counters)
    this.#streams.set(state, stream)
    return stream
  }

  /** What has gone through a stream, undefined for one that was not used since the start. */
  countersOf(stream: StreamState): Counters | undefined {
    return this.#counters.find(stream, stream.name)
  }

  /** The same of a shard, by its log. */
  shardCountersOf(log: LogId): Counters | undefined {
    return this.#shards.get(log)?.counters
  }

  /** To be called for a stream that is deleted. */
  forget(stream: StreamState): void {
    for (const { log } of stream.shards) this.#shards.delete(log)
    this.#counters.forget(stream, stream.name)
  }

  /** To be called for a shard that has expired. */
  forgetShard(log: LogId): void {
    this.#shards.delete(log)
  }

  #shardOf(owner: Owner, state: ShardState): Shard {
    const known = this.#shards.get(state.log)
    if (known !== undefined) return known
    const shard = new Shard(state, this.#limitsOf(owner))
    this.#shards.set(state.log, shard)
    return shard
  }
}
