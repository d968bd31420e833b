import type { MessageTable } from './message-table.ts'

/** A list of slots, linked through the table. A slot is in one list at a time. */
export class SlotList {
  first = -1
  last = -1
  readonly #table: MessageTable

  constructor(table: MessageTable) {
    this.#table = table
  }

  get isEmpty(): boolean {
    return this.first < 0
  }

  append(slot: number): void {
    const { next, previous } = this.#table
    previous[slot] = this.last
    next[slot] = -1
    if (this.last < 0) this.first = slot
    else next[this.last] = slot
    this.last = slot
  }

  prepend(slot: number): void {
    const { next, previous } = this.#table
    next[slot] = this.first
    previous[slot] = -1
    if (this.first < 0) this.last = slot
    else previous[this.first] = slot
    this.first = slot
  }

  remove(slot: number): void {
    const { next, previous } = this.#table
    const before = previous[slot]!
    const after = next[slot]!
    if (before < 0) this.first = after
    else next[before] = after
    if (after < 0) this.last = before
    else previous[after] = before
    next[slot] = -1
    previous[slot] = -1
  }
}
