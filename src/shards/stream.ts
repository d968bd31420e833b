import { HashRanges } from '../partitioner/index.ts'
import { isEncrypted } from './settings/encryption.ts'
import type { Shard } from './shard.ts'
import { streamArnOf } from './stream-arn.ts'
import type { Counters } from './stream-counters.ts'
import { isOpen, type ShardState, type StreamState } from './stream-state.ts'

/** Gives the one `Shard` there is for a state: throttles must not start afresh when the stream around them changes. */
export type ShardOf = (state: ShardState) => Shard

/** One stream as the data plane works with it: its open shards by hash key. */
export class Stream {
  readonly state: StreamState
  /** What one record may have, key and data together, in bytes. */
  readonly recordBytesMax: number
  /** Whether its records are written as those of an encrypted stream. */
  readonly isEncrypted: boolean
  /** Whether records are spread over the open shards, whatever their keys. */
  readonly spreadsRecords: boolean
  readonly counters: Counters
  /** Which of the open shards the next of the spread records goes to. */
  nextSpread = 0
  /** How many shards are open. */
  readonly openCount: number
  readonly arn: string
  readonly #open: readonly ShardState[]
  readonly #ranges: HashRanges
  readonly #shardOf: ShardOf
  #handedOver: Promise<void> | undefined

  constructor(state: StreamState, shardOf: ShardOf, counters: Counters) {
    this.state = state
    this.arn = streamArnOf(state, state.name)
    this.counters = counters
    this.isEncrypted = isEncrypted(state)
    this.spreadsRecords = state.distribution === 'AUTO'
    this.recordBytesMax = state.maxRecordSizeKiB * 1024
    const starts = state.shards
      .filter(isOpen)
      .map((shard) => ({ shard, start: BigInt(shard.startingHashKey) }))
      .sort((a, b) => (a.start < b.start ? -1 : 1))
    this.#open = starts.map(({ shard }) => shard)
    this.#ranges = new HashRanges(starts.map(({ start }) => start))
    this.openCount = this.#open.length
    this.#shardOf = shardOf
  }

  /**
   * Set while its shards are closed and their children opened, and resolves then: a put waits for it and takes the
   * stream anew. Stays set if it was done, since this object is one of the past then.
   */
  get handedOver(): Promise<void> | undefined {
    return this.#handedOver
  }

  /** Runs `change`, with no put begun from now on until it has failed. */
  async handOver(change: () => Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#handedOver = promise
    try {
      await change()
    } catch (error) {
      this.#handedOver = undefined
      throw error
    } finally {
      resolve()
    }
  }

  /** Which of the open shards, from 0 to `openCount` - 1, takes the hash key at `words[at]`. */
  openIndexOf(words: Uint32Array, at: number): number {
    return this.#ranges.indexOf(words, at)
  }

  openShard(openIndex: number): Shard {
    return this.#shardOf(this.#open[openIndex]!)
  }

  shard(state: ShardState): Shard {
    return this.#shardOf(state)
  }
}
