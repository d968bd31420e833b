import type { Clock } from '../base/index.ts'

/* Source of the rates: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const writeBytesPerSecond = 1024 * 1024
const writeRecordsPerSecond = 1000
const readBytesPerSecond = 2 * 1024 * 1024
const readsPerSecond = 5

/* Levels are kept in thousandths, so that a rate per second times whole milliseconds is a whole number: no rounding. */
const thousandths = 1000

/**
 * What one shard takes in: 1 MiB and 1,000 records a second. A second's worth may come at once; for a stream with
 * larger records the tank of bytes is as large as one of them, since no smaller one could ever admit it, and fills at
 * the same rate (https://docs.aws.amazon.com/streams/latest/dev/large-records.html).
 *
 * The levels follow from the clock: `refill` once for a batch, then `admit` for each record.
 */
export class WriteThrottle {
  readonly #clock: Clock
  /** Full to begin with, however large the tank: the first `refill` sees to that. */
  #bytes = Number.POSITIVE_INFINITY
  #records = writeRecordsPerSecond * thousandths
  #atMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#atMs = clock.monotonicMs()
  }

  /** @param recordBytesMax what the largest record of the stream may have */
  refill(recordBytesMax: number): void {
    const nowMs = this.#clock.monotonicMs()
    const elapsedMs = nowMs - this.#atMs
    this.#atMs = nowMs
    const bytesMax = Math.max(writeBytesPerSecond, recordBytesMax) * thousandths
    this.#bytes = Math.min(bytesMax, this.#bytes + elapsedMs * writeBytesPerSecond)
    this.#records = Math.min(
      writeRecordsPerSecond * thousandths,
      this.#records + elapsedMs * writeRecordsPerSecond,
    )
  }

  /** Takes a record of `bytes` (key and data) if there is room for it now, and says whether it did. */
  admit(bytes: number): boolean {
    if (this.#records < thousandths || this.#bytes < bytes * thousandths) return false
    this.#records -= thousandths
    this.#bytes -= bytes * thousandths
    return true
  }

  /** Takes back an `admit` of the same moment. */
  giveBack(bytes: number): void {
    this.#records += thousandths
    this.#bytes += bytes * thousandths
  }
}

/**
 * What one shard gives out: 5 reads and 2 MiB a second. How much a read takes shows only when it is done, so a read is
 * admitted unless those before it took too much, and what it takes too much is paid before the next.
 *
 * Source for large reads: the API reference of GetRecords. A call that returns 10 MiB makes the calls of the next
 * 5 seconds fail, so a read of more than a second's worth is paid in full and not out of what was saved up.
 */
export class ReadThrottle {
  readonly #clock: Clock
  #bytes = readBytesPerSecond * thousandths
  #reads = readsPerSecond * thousandths
  #atMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#atMs = clock.monotonicMs()
  }

  /** Takes one read if it is admitted now, and says whether it did. */
  admit(): boolean {
    const nowMs = this.#clock.monotonicMs()
    const elapsedMs = nowMs - this.#atMs
    this.#atMs = nowMs
    this.#bytes = Math.min(readBytesPerSecond * thousandths, this.#bytes + elapsedMs * readBytesPerSecond)
    this.#reads = Math.min(readsPerSecond * thousandths, this.#reads + elapsedMs * readsPerSecond)
    if (this.#reads < thousandths || this.#bytes < 0) return false
    this.#reads -= thousandths
    return true
  }

  /** Charges what an admitted read has given out. */
  take(bytes: number): void {
    const saved = bytes > readBytesPerSecond ? Math.min(this.#bytes, 0) : this.#bytes
    this.#bytes = saved - bytes * thousandths
  }
}
