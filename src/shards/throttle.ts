import { type Clock, TokenBucket } from '../base/index.ts'
import type { Quotas } from './quotas.ts'

/** A second's worth may come at once. */
const secondOf = (clock: Clock, ratePerSecond: number): TokenBucket =>
  new TokenBucket(clock, { ratePerSecond, capacity: ratePerSecond })

/**
 * What one shard takes in: 1 MiB and 1,000 records a second by AWS's quotas. A second's worth may come at once; for a stream with
 * larger records the bucket of bytes is as large as one of them, since no smaller one could ever admit it, and fills at
 * the same rate (https://docs.aws.amazon.com/streams/latest/dev/large-records.html).
 *
 * The levels follow from the clock: `refill` once for a batch, then `admit` for each record.
 */
export class WriteThrottle {
  readonly #bytesPerSecond: number
  readonly #bytes: TokenBucket
  readonly #records: TokenBucket

  constructor(clock: Clock, { shardWriteBytesPerSecond, shardWriteRecordsPerSecond }: Quotas) {
    this.#bytesPerSecond = shardWriteBytesPerSecond
    const capacity = Number.POSITIVE_INFINITY
    this.#bytes = new TokenBucket(clock, { ratePerSecond: shardWriteBytesPerSecond, capacity })
    this.#records = secondOf(clock, shardWriteRecordsPerSecond)
  }

  /** @param recordBytesMax what the largest record of the stream may have */
  refill(recordBytesMax: number): void {
    this.#bytes.refill(Math.max(this.#bytesPerSecond, recordBytesMax))
    this.#records.refill()
  }

  /** Takes a record of `bytes` (key and data) if there is room for it now, and says whether it did. */
  admit(bytes: number): boolean {
    if (!this.#records.holds(1) || !this.#bytes.holds(bytes)) return false
    this.#records.take(1)
    this.#bytes.take(bytes)
    return true
  }

  /** Takes back an `admit` of the same moment. */
  giveBack(bytes: number): void {
    this.#records.giveBack(1)
    this.#bytes.giveBack(bytes)
  }
}

/**
 * What one shard gives out: 5 reads and 2 MiB a second by AWS's quotas. How much a read takes shows only when it is done, so a read is
 * admitted unless those before it took too much, and what it takes too much is paid before the next.
 *
 * Source for large reads: the API reference of GetRecords. A call that returns 10 MiB makes the calls of the next
 * 5 seconds fail, so a read of more than a second's worth is paid in full and not out of what was saved up.
 */
export class ReadThrottle {
  readonly #bytesPerSecond: number
  readonly #bytes: TokenBucket
  readonly #reads: TokenBucket

  constructor(clock: Clock, { shardReadBytesPerSecond, shardReadsPerSecond }: Quotas) {
    this.#bytesPerSecond = shardReadBytesPerSecond
    this.#bytes = secondOf(clock, shardReadBytesPerSecond)
    this.#reads = secondOf(clock, shardReadsPerSecond)
  }

  /** Takes one read if it is admitted now, and says whether it did. */
  admit(): boolean {
    this.#bytes.refill()
    this.#reads.refill()
    if (!this.#reads.holds(1) || !this.#bytes.holds(0)) return false
    this.#reads.take(1)
    return true
  }

  /** Charges what an admitted read has given out. @param before of the same read, which was charged already */
  take(bytes: number, before = 0): void {
    const total = before + bytes
    const isNowLarge = before <= this.#bytesPerSecond && total > this.#bytesPerSecond
    if (isNowLarge) {
      this.#bytes.giveBack(before)
      this.#bytes.forfeit()
    }
    this.#bytes.take(isNowLarge ? total : bytes)
  }
}

/**
 * What one consumer gets of one shard: 2 MiB a second. How much an event takes shows only when it is made, so one goes
 * out unless those before it took too much, and the next waits until that is paid.
 */
export class PushThrottle {
  readonly #bytes: TokenBucket

  constructor(clock: Clock, { consumerReadBytesPerSecond }: Quotas) {
    this.#bytes = secondOf(clock, consumerReadBytesPerSecond)
  }

  /** How long until the next event may go out. 0 for now. */
  waitMs(): number {
    this.#bytes.refill()
    return this.#bytes.msUntil(0)
  }

  take(bytes: number): void {
    this.#bytes.take(bytes)
  }
}
