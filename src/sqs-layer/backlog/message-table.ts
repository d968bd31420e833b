import { assert } from '../../base/index.ts'
import type { Offset } from '../../log/index.ts'

/** Where a message is in its life. */
export const place = {
  /** No message: the slot is free. */
  none: 0,
  /** To be given out, now or when its group is free. */
  waiting: 1,
  /** A receive is reading it. */
  taken: 2,
  /** Given out, and hidden until it is due. */
  inFlight: 3,
  /** Never given out, and hidden until it is due. */
  delayed: 4,
  /** It waits behind all others: its group has more than its share. */
  aside: 5,
} as const

const slotsMin = 16
/** An idle queue keeps no more: 4 KB. */
const slotsKept = 64
const none = -1

/**
 * The messages of one queue of which something is to be remembered, each in a slot: a row of numbers, 64 bytes with its
 * place in the index. No object, no string. What is not here is either not given out yet or gone.
 *
 * The columns may be replaced by a call of `add` and `remove`: do not keep them.
 */
export class MessageTable {
  count = 0
  offset = new Float64Array(0)
  /** When it can be seen (again), in milliseconds, while it is hidden. */
  dueMs = new Float64Array(0)
  /** While it was never received: 0, or when it was sent (GroupPicker). */
  firstReceivedMs = new Float64Array(0)
  /** Of the last receive, in whole seconds. */
  receivedS = new Uint32Array(0)
  receives = new Uint32Array(0)
  place = new Uint8Array(0)
  /** Its neighbours in the one list that it is in: of what waits, or of its group. */
  next = new Int32Array(0)
  previous = new Int32Array(0)
  /** Where it is in the heap of hidden ones; -1: nowhere. */
  heapAt = new Int32Array(0)
  /** The number of its group; -1: none, or not known. */
  group = new Int32Array(0)
  /** By hash of the offset: slot + 1, 0 for none. Its length is a power of two, at least twice the slots'. */
  #index = new Int32Array(0)
  #free = none

  get capacity(): number {
    return this.offset.length
  }

  /** @returns -1 if there is none */
  find(offset: Offset): number {
    if (this.count === 0) return none
    const mask = this.#index.length - 1
    for (let at = hashOf(offset) & mask; ; at = (at + 1) & mask) {
      const slot = this.#index[at]! - 1
      if (slot === none || this.offset[slot] === offset) return slot
    }
  }

  /** A slot for a message that has none, in no list and no heap. */
  add(offset: Offset): number {
    if (this.#free === none) this.#grow()
    const slot = this.#free
    this.#free = this.next[slot]!
    this.offset[slot] = offset
    this.dueMs[slot] = 0
    this.firstReceivedMs[slot] = 0
    this.receivedS[slot] = 0
    this.receives[slot] = 0
    this.place[slot] = place.waiting
    this.next[slot] = none
    this.previous[slot] = none
    this.heapAt[slot] = none
    this.group[slot] = none
    this.count++
    this.#enter(slot)
    return slot
  }

  /** Frees the slot of a message that is in no list and no heap any more. */
  remove(slot: number): void {
    assert(this.offset[slot]! >= 0, 'a slot is freed once')
    this.#leave(slot)
    this.place[slot] = place.none
    this.offset[slot] = none
    this.next[slot] = this.#free
    this.#free = slot
    this.count--
    // What a burst took is given back when it is over. Slots do not move, so not before.
    if (this.count === 0 && this.capacity > slotsKept) this.#reset()
  }

  /** The lowest offset of those with fewer receives; Infinity without any. Looks at every slot. */
  lowestOffset(receivesMax = Number.POSITIVE_INFINITY): Offset {
    let lowest = Number.POSITIVE_INFINITY
    for (let slot = 0; slot < this.capacity; slot++) {
      const isMeant = this.place[slot] !== place.none && this.receives[slot]! < receivesMax
      if (isMeant && this.offset[slot]! < lowest) lowest = this.offset[slot]!
    }
    return lowest
  }

  #enter(slot: number): void {
    const mask = this.#index.length - 1
    let at = hashOf(this.offset[slot]!) & mask
    while (this.#index[at] !== 0) at = (at + 1) & mask
    this.#index[at] = slot + 1
  }

  /** Takes the slot out of the index, and moves those up that stand behind it because it was there. */
  #leave(slot: number): void {
    const mask = this.#index.length - 1
    let hole = hashOf(this.offset[slot]!) & mask
    while (this.#index[hole] !== slot + 1) hole = (hole + 1) & mask
    for (let at = (hole + 1) & mask; this.#index[at] !== 0; at = (at + 1) & mask) {
      const home = hashOf(this.offset[this.#index[at]! - 1]!) & mask
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      this.#index[hole] = this.#index[at]!
      hole = at
    }
    this.#index[hole] = 0
  }

  #grow(): void {
    const size = Math.max(slotsMin, this.capacity * 2)
    const first = this.capacity
    this.offset = grown(this.offset, new Float64Array(size))
    this.dueMs = grown(this.dueMs, new Float64Array(size))
    this.firstReceivedMs = grown(this.firstReceivedMs, new Float64Array(size))
    this.receivedS = grown(this.receivedS, new Uint32Array(size))
    this.receives = grown(this.receives, new Uint32Array(size))
    this.place = grown(this.place, new Uint8Array(size))
    this.next = grown(this.next, new Int32Array(size))
    this.previous = grown(this.previous, new Int32Array(size))
    this.heapAt = grown(this.heapAt, new Int32Array(size))
    this.group = grown(this.group, new Int32Array(size))
    this.#index = new Int32Array(size * 2)
    for (let slot = 0; slot < first; slot++) if (this.place[slot] !== place.none) this.#enter(slot)
    for (let slot = size - 1; slot >= first; slot--) {
      this.next[slot] = this.#free
      this.#free = slot
    }
  }

  #reset(): void {
    this.#free = none
    this.offset = new Float64Array(0)
    this.dueMs = new Float64Array(0)
    this.firstReceivedMs = new Float64Array(0)
    this.receivedS = new Uint32Array(0)
    this.receives = new Uint32Array(0)
    this.place = new Uint8Array(0)
    this.next = new Int32Array(0)
    this.previous = new Int32Array(0)
    this.heapAt = new Int32Array(0)
    this.group = new Int32Array(0)
    this.#index = new Int32Array(0)
  }
}

function grown<Column extends Float64Array | Uint32Array | Uint8Array | Int32Array>(
  from: Column,
  to: Column,
): Column {
  to.set(from)
  return to
}

/** Offsets follow on each other: a multiplication spreads them. */
function hashOf(offset: Offset): number {
  const folded = (offset >>> 0) ^ Math.imul(Math.floor(offset / 2 ** 32), 0x85ebca6b)
  const bits = Math.imul(folded, 0x9e3779b1)
  return (bits ^ (bits >>> 15)) >>> 0
}
