import type { Clock } from '../../base/index.ts'

/** Which time it is for the states that are seen on the way to others: CREATING, UPDATING and DELETING. */
export class Transitions {
  readonly #clock: Clock
  readonly #lengthMs: number
  #latestMs = 0

  /** @param lengthMs how long such a state is seen, in milliseconds */
  constructor(clock: Clock, lengthMs: number) {
    this.#clock = clock
    this.#lengthMs = lengthMs
  }

  /** Does not fall: what was seen ACTIVE stays so when the wall clock steps back. */
  nowMs(): number {
    this.#latestMs = Math.max(this.#latestMs, this.#clock.nowMs())
    return this.#latestMs
  }

  /** Until when a state is seen that begins now. 0, which is past at any time, where there is none to be seen. */
  endMs(): number {
    return this.#lengthMs === 0 ? 0 : this.#clock.nowMs() + this.#lengthMs
  }
}
