/** How much later than due the end of a deadline may come, as a part of the time itself. */
const checksPerTime = 8

/**
 * One time limit for many short things: `expired` is called for each that is not removed within `timeMs` (and an
 * eighth more at most). A timer of its own for each would cost more than the usual small body does to collect.
 */
export class Deadlines<Thing> {
  readonly #ages = new Map<Thing, number>()
  readonly #expired: (thing: Thing) => void
  readonly #timer: NodeJS.Timeout

  constructor(timeMs: number, expired: (thing: Thing) => void) {
    this.#expired = expired
    this.#timer = setInterval(() => this.#check(), timeMs / checksPerTime)
    this.#timer.unref()
  }

  add(thing: Thing): void {
    this.#ages.set(thing, 0)
  }

  remove(thing: Thing): void {
    this.#ages.delete(thing)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #check(): void {
    for (const [thing, age] of this.#ages) {
      this.#ages.set(thing, age + 1)
      if (age === checksPerTime) this.#expired(thing)
    }
  }
}
