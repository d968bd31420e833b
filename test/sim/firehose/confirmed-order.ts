import { Violation } from '../sim-check.ts'

/** The numbers of records as a destination sees them: those of later puts are higher. */
export class ConfirmedOrder {
  readonly #confirmed = new Set<number>()
  #highest = -1

  /** One request. */
  sent(numbers: readonly number[]): void {
    for (const [i, number] of numbers.entries())
      if (i > 0 && number <= numbers[i - 1]!)
        throw new Violation(`record ${number} is sent behind ${numbers[i - 1]}`)
  }

  /** A record that comes for the first time comes behind all others; one that comes again may come whenever. */
  confirmed(number: number): void {
    if (number < this.#highest && !this.#confirmed.has(number))
      throw new Violation(`record ${number} is confirmed for the first time, and ${this.#highest} was before`)
    this.#confirmed.add(number)
    this.#highest = Math.max(this.#highest, number)
  }
}
