import { type Clock, TokenBucket } from '../../base/index.ts'

/*
 * Source: API_PutRecord: "2,000 transactions per second, 5,000 records per second, or 5 MiB per second" together for both
 * operations; the three scale together (https://docs.aws.amazon.com/firehose/latest/dev/limits.html). What a second has
 * may come at once.
 */
const callsPerSecond = 2000
const recordsPerSecond = 5000
const mebibytesPerSecond = 5
const mebibyte = 1024 * 1024

/** What a delivery stream takes in a second. */
export interface PutLimits {
  readonly calls: number
  readonly records: number
  readonly bytes: number
}

/** @param hintMebibytes of the stream's ThroughputHintInMBs: more of all three, where it is more than everyone has */
export function putLimits(hintMebibytes = 0): PutLimits {
  const scale = Math.max(1, hintMebibytes / mebibytesPerSecond)
  return {
    calls: callsPerSecond * scale,
    records: recordsPerSecond * scale,
    bytes: mebibytesPerSecond * mebibyte * scale,
  }
}

/** What may be put to one delivery stream. */
export class PutThrottle {
  readonly #calls: TokenBucket
  readonly #records: TokenBucket
  readonly #bytes: TokenBucket

  /** @param hintMebibytes as for `putLimits` */
  constructor(clock: Clock, hintMebibytes?: number) {
    const { calls, records, bytes } = putLimits(hintMebibytes)
    const bucket = (ratePerSecond: number) =>
      new TokenBucket(clock, { ratePerSecond, capacity: ratePerSecond })
    this.#calls = bucket(calls)
    this.#records = bucket(records)
    this.#bytes = bucket(bytes)
  }

  /** Counts a call. @returns false for one too many */
  admitCall(): boolean {
    this.#calls.refill()
    this.#records.refill()
    this.#bytes.refill()
    return take(this.#calls, 1)
  }

  /** Counts a record of the call that was admitted last. @returns false for one too many */
  admitRecord(bytes: number): boolean {
    if (!this.#records.holds(1) || !this.#bytes.holds(bytes)) return false
    this.#records.take(1)
    this.#bytes.take(bytes)
    return true
  }
}

function take(bucket: TokenBucket, tokens: number): boolean {
  if (!bucket.holds(tokens)) return false
  bucket.take(tokens)
  return true
}
