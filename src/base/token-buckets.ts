import type { Clock } from './clock.ts'
import { TokenBucket } from './token-bucket.ts'

/** How many full buckets one call forgets at the most: more than it can add, so that they get fewer. */
const forgottenMax = 2

/**
 * A token bucket of a second's worth for each of any number of keys, which may come from callers.
 *
 * Keeps few of them: a full bucket is like a new one, so it can be forgotten, and one that nobody has asked for a second
 * is full. When `countMax` were asked within one second the longest unasked one is forgotten before it is full.
 */
export class TokenBuckets {
  readonly #clock: Clock
  readonly #countMax: number
  /** The longest unasked one is the first. */
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(clock: Clock, countMax: number) {
    this.#clock = clock
    this.#countMax = countMax
  }

  get count(): number {
    return this.#buckets.size
  }

  /** Takes a token from the bucket of this key if it holds one, and says whether it did. @param ratePerSecond 1 or more */
  take(key: string, ratePerSecond: number): boolean {
    const bucket = this.#bucketOf(key, ratePerSecond)
    bucket.refill()
    if (!bucket.holds(1)) return false
    bucket.take(1)
    return true
  }

  #bucketOf(key: string, ratePerSecond: number): TokenBucket {
    const known = this.#buckets.get(key)
    if (known === undefined) this.#makeRoom()
    else this.#buckets.delete(key)
    const bucket = known ?? new TokenBucket(this.#clock, { ratePerSecond, capacity: ratePerSecond })
    this.#buckets.set(key, bucket)
    return bucket
  }

  #makeRoom(): void {
    let forgotten = 0
    for (const [key, bucket] of this.#buckets) {
      bucket.refill()
      const mayGo = bucket.isFull || this.#buckets.size >= this.#countMax
      if (!mayGo || forgotten === forgottenMax) return
      this.#buckets.delete(key)
      forgotten++
    }
  }
}
