import type { MessageTable } from './message-table.ts'

const slotsMin = 16

/** The hidden messages of a queue, the one that is due first on top. A binary heap of slots, which know their place in it. */
export class DueHeap {
  size = 0
  readonly #table: MessageTable
  #slots = new Int32Array(0)

  constructor(table: MessageTable) {
    this.#table = table
  }

  /** The slot that is due first; -1 without any. */
  get first(): number {
    return this.size === 0 ? -1 : this.#slots[0]!
  }

  /** When the first is due; Infinity without any. */
  get firstDueMs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.#table.dueMs[this.#slots[0]!]!
  }

  add(slot: number): void {
    if (this.size === this.#slots.length) this.#resize(Math.max(slotsMin, this.size * 2))
    this.#rise(this.size++, slot)
  }

  /** Takes a slot out, wherever in the heap it is. */
  remove(slot: number): void {
    const at = this.#table.heapAt[slot]!
    this.#table.heapAt[slot] = -1
    const last = this.#slots[--this.size]!
    if (last !== slot) this.#settle(at, last)
    if (this.size === 0 && this.#slots.length > slotsMin) this.#slots = new Int32Array(0)
  }

  /** Puts a slot in its place after its `dueMs` has changed. */
  moved(slot: number): void {
    this.#settle(this.#table.heapAt[slot]!, slot)
  }

  #settle(at: number, slot: number): void {
    const { dueMs } = this.#table
    const parent = this.#slots[(at - 1) >>> 1]
    if (at > 0 && dueMs[parent!]! > dueMs[slot]!) this.#rise(at, slot)
    else this.#sink(at, slot)
  }

  #rise(from: number, slot: number): void {
    const { dueMs } = this.#table
    let at = from
    while (at > 0) {
      const above = (at - 1) >>> 1
      const parent = this.#slots[above]!
      if (dueMs[parent]! <= dueMs[slot]!) break
      this.#put(at, parent)
      at = above
    }
    this.#put(at, slot)
  }

  #sink(from: number, slot: number): void {
    const { dueMs } = this.#table
    let at = from
    for (;;) {
      let below = 2 * at + 1
      if (below >= this.size) break
      const right = below + 1
      if (right < this.size && dueMs[this.#slots[right]!]! < dueMs[this.#slots[below]!]!) below = right
      const child = this.#slots[below]!
      if (dueMs[child]! >= dueMs[slot]!) break
      this.#put(at, child)
      at = below
    }
    this.#put(at, slot)
  }

  #put(at: number, slot: number): void {
    this.#slots[at] = slot
    this.#table.heapAt[slot] = at
  }

  #resize(size: number): void {
    const slots = new Int32Array(size)
    slots.set(this.#slots)
    this.#slots = slots
  }
}
