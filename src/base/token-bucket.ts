import { assert } from './bug.ts'
import type { Clock } from './clock.ts'

/**
 * Admits `ratePerSecond` tokens a second on average, and bursts of up to `capacity`. Starts full.
 * Keeps no timer: the level follows from the clock whenever it is asked. Being over the limit is an answer and not
 * an error; the caller decides what to say.
 */
export class TokenBucket {
  readonly #clock: Clock
  readonly #ratePerSecond: number
  readonly #capacity: number
  #level: number
  #levelAtMs: number

  constructor(clock: Clock, { ratePerSecond, capacity }: { ratePerSecond: number; capacity: number }) {
    assert(ratePerSecond > 0 && capacity > 0, 'a bucket needs a rate and a capacity')
    this.#clock = clock
    this.#ratePerSecond = ratePerSecond
    this.#capacity = capacity
    this.#level = capacity
    this.#levelAtMs = clock.monotonicMs()
  }

  /** Takes `tokens` if there are as many, and says whether it did. More than the capacity is never admitted. */
  tryTake(tokens: number): boolean {
    assert(tokens >= 0)
    this.#refill()
    if (tokens > this.#level) return false
    this.#level -= tokens
    return true
  }

  /**
   * Takes `tokens` whatever the level, which may go below zero: for a cost known only afterwards, such as the bytes
   * of a read. Until the debt is paid nothing is admitted.
   */
  takeAnyway(tokens: number): void {
    assert(tokens >= 0)
    this.#refill()
    this.#level -= tokens
  }

  /** Milliseconds until `tryTake(tokens)` is admitted. 0 when it is admitted now, Infinity over the capacity. */
  waitMs(tokens: number): number {
    this.#refill()
    if (tokens > this.#capacity) return Number.POSITIVE_INFINITY
    const missing = Math.max(0, tokens - this.#level)
    return Math.ceil((missing / this.#ratePerSecond) * 1000)
  }

  #refill(): void {
    const nowMs = this.#clock.monotonicMs()
    const gained = ((nowMs - this.#levelAtMs) / 1000) * this.#ratePerSecond
    this.#level = Math.min(this.#capacity, this.#level + gained)
    this.#levelAtMs = nowMs
  }
}
