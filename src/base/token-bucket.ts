import { assert } from './bug.ts'
import type { Clock } from './clock.ts'

/* Levels are kept in thousandths: a rate per second times milliseconds, without a division that would round. */
const thousandths = 1000

/**
 * Admits `ratePerSecond` tokens a second on average, and bursts of up to `capacity`. Starts full.
 *
 *   bucket.refill()                                  once for whatever is asked at the same time
 *   if (bucket.holds(tokens)) bucket.take(tokens)
 *
 * Keeps no timer: the level follows from the clock. Being over the limit is an answer and not an error; the caller
 * decides what to say.
 */
export class TokenBucket {
  readonly #clock: Clock
  readonly #ratePerSecond: number
  #capacity: number
  #level: number
  #levelAtMs: number

  /** @param capacity may be infinite: full, whatever capacity the first `refill` comes with */
  constructor(clock: Clock, { ratePerSecond, capacity }: { ratePerSecond: number; capacity: number }) {
    assert(ratePerSecond > 0 && capacity > 0, 'a bucket needs a rate and a capacity')
    this.#clock = clock
    this.#ratePerSecond = ratePerSecond
    this.#capacity = capacity
    this.#level = capacity * thousandths
    this.#levelAtMs = clock.monotonicMs()
  }

  /** Adds what has come since the last time. @param capacity from now on */
  refill(capacity = this.#capacity): void {
    const nowMs = this.#clock.monotonicMs()
    const gained = (nowMs - this.#levelAtMs) * this.#ratePerSecond
    this.#capacity = capacity
    this.#level = Math.min(capacity * thousandths, this.#level + gained)
    this.#levelAtMs = nowMs
  }

  /** Whether there are as many. More than the capacity there never are. */
  holds(tokens: number): boolean {
    return this.#level >= tokens * thousandths
  }

  /** As of the last `refill`. A full bucket is like a new one. */
  get isFull(): boolean {
    return this.#level >= this.#capacity * thousandths
  }

  /** How long after the last `refill` there will be as many, at most as many as the capacity. 0 for now. */
  msUntil(tokens: number): number {
    return Math.max(0, tokens * thousandths - this.#level) / this.#ratePerSecond
  }

  /** Takes `tokens` whatever the level, which may go below zero: nothing is held until the debt is paid. */
  take(tokens: number): void {
    assert(tokens >= 0)
    this.#level -= tokens * thousandths
  }

  /** Takes back a `take` of the same moment. */
  giveBack(tokens: number): void {
    this.#level += tokens * thousandths
  }

  /** Gives up what was saved; a debt stays. */
  forfeit(): void {
    this.#level = Math.min(this.#level, 0)
  }
}
