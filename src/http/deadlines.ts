import type { Clock } from '../base/index.ts'
import { repeat } from './repeat.ts'

/** How much later than due the end of a deadline may come, as a part of the time itself. */
const checksPerTime = 8

/**
 * One time limit for many short things: `expired` is called for each that is not removed within `timeMs` (and an
 * eighth more at most). A timer of its own for each would cost more than the usual small body does to collect.
 */
export class Deadlines<Thing> {
  readonly #ages = new Map<Thing, number>()
  readonly #expired: (thing: Thing) => void
  readonly #stopped = new AbortController()

  constructor(clock: Clock, timeMs: number, expired: (thing: Thing) => void) {
    this.#expired = expired
    void repeat(clock, timeMs / checksPerTime, this.#stopped.signal, () => this.#check())
  }

  add(thing: Thing): void {
    this.#ages.set(thing, 0)
  }

  remove(thing: Thing): void {
    this.#ages.delete(thing)
  }

  /** What is waited for now. */
  all(): Iterable<Thing> {
    return this.#ages.keys()
  }

  stop(): void {
    this.#stopped.abort()
  }

  /** A thing is between none and one check old when its first check comes. */
  #check(): void {
    for (const [thing, age] of this.#ages) {
      if (age === checksPerTime) {
        this.#ages.delete(thing)
        this.#expired(thing)
      } else {
        this.#ages.set(thing, age + 1)
      }
    }
  }
}
