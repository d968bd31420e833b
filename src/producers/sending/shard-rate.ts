import { type Clock, TokenBucket } from '../../base/index.ts'

/** What one shard takes in a second. */
export interface ShardLimits {
  readonly bytesPerSecond: number
  readonly recordsPerSecond: number
}

/** Source: Kinesis Developer Guide, "Quotas and limits". */
export const awsShardLimits: ShardLimits = { bytesPerSecond: 1024 * 1024, recordsPerSecond: 1000 }

/** What is sent to one shard, so that no more is sent than it takes: what it would refuse costs it and the network as much. */
export class ShardRate {
  readonly #limits: ShardLimits
  readonly #bytes: TokenBucket
  readonly #records: TokenBucket
  #recordSizeMax: number

  /** @param recordSizeMax of the stream: its shards save up for one such record */
  constructor(clock: Clock, limits: ShardLimits, recordSizeMax: number) {
    const { bytesPerSecond, recordsPerSecond } = limits
    this.#limits = limits
    this.#recordSizeMax = recordSizeMax
    this.#bytes = new TokenBucket(clock, { ratePerSecond: bytesPerSecond, capacity: this.#bytesMax })
    this.#records = new TokenBucket(clock, { ratePerSecond: recordsPerSecond, capacity: recordsPerSecond })
  }

  refill(recordSizeMax: number): void {
    this.#recordSizeMax = recordSizeMax
    this.#bytes.refill(this.#bytesMax)
    this.#records.refill()
  }

  /** Whether one more record, of so many bytes, may be sent by what there was at the last `refill`. */
  admits(bytes: number): boolean {
    return this.#records.holds(1) && this.#bytes.holds(Math.min(bytes, this.#bytesMax))
  }

  take(bytes: number): void {
    this.#records.take(1)
    this.#bytes.take(bytes)
  }

  /** The shard said that it takes no more: others write to it too, and what was saved up is theirs. */
  forfeit(): void {
    this.#records.forfeit()
    this.#bytes.forfeit()
  }

  /** How long after the last `refill` so much may be sent, or as much as `gatherMs` bring: not a record at a time. */
  msUntil(bytes: number, records: number, gatherMs: number): number {
    const share = Math.min(1, gatherMs / 1000)
    const { bytesPerSecond, recordsPerSecond } = this.#limits
    return Math.max(
      this.#bytes.msUntil(Math.min(bytes, Math.max(1, share * bytesPerSecond))),
      this.#records.msUntil(Math.min(records, Math.max(1, share * recordsPerSecond))),
    )
  }

  get #bytesMax(): number {
    return Math.max(this.#limits.bytesPerSecond, this.#recordSizeMax)
  }
}
