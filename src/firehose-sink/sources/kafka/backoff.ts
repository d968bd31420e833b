import type { Clock } from '../../../base/index.ts'

const pauseMsMin = 250
const pauseMsMax = 30_000

/** When something that fails may be tried again: after pauses that double. */
export class Backoff {
  readonly #clock: Clock
  #failures = 0
  #dueMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** By the monotonic clock. */
  get dueMs(): number {
    return this.#dueMs
  }

  get isDue(): boolean {
    return this.#clock.monotonicMs() >= this.#dueMs
  }

  failed(): void {
    const pauseMs = Math.min(pauseMsMin * 2 ** Math.min(this.#failures, 10), pauseMsMax)
    this.#failures++
    this.#dueMs = this.#clock.monotonicMs() + pauseMs
  }

  succeeded(): void {
    this.#failures = 0
    this.#dueMs = 0
  }
}
