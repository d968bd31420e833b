import type { Offset } from '../../log/index.ts'
import type { DeliveryOrder } from './delivery-order.ts'
import { DueHeap } from './due-heap.ts'
import { MessageTable, place } from './message-table.ts'

const isHidden = (where: number) => where === place.inFlight || where === place.delayed
const isWaiting = (where: number) => where === place.waiting || where === place.aside
const isHeld = (where: number) => where === place.inFlight || where === place.taken

/** What a snapshot has of a message. */
export interface RememberedMessage {
  readonly dueMs: number
  readonly firstReceivedMs: number
  readonly receivedS: number
  readonly receives: number
  readonly place: number
}

/**
 * What is remembered of the messages of one queue.
 *
 * Below `cursor` a message is in the table, or it is gone. From `cursor` on it waits to be given out for the first time, in the
 * log and without memory, unless the table has it: then it is delayed. So what was deleted costs nothing.
 *
 * Pure memory: which of it is to last is the caller's to commit. The same calls in the order of the commits, with
 * whatever `take`, `giveBack` and `settle` in between, lead to the same state.
 */
export class Backlog {
  readonly table = new MessageTable()
  readonly heap = new DueHeap(this.table)
  readonly order: DeliveryOrder
  cursor: Offset = 0
  /** Messages that a receive has. */
  heldCount = 0
  delayedCount = 0
  /** Of the table: those from `cursor` on. */
  #ahead = 0

  constructor(orderOf: (table: MessageTable) => DeliveryOrder) {
    this.order = orderOf(this.table)
  }

  /** Messages that wait in the log alone. @param end of the log */
  untouched(end: Offset): number {
    return Math.max(0, end - this.cursor) - this.#ahead
  }

  /** All that are not gone. */
  total(end: Offset): number {
    return this.untouched(end) + this.table.count
  }

  /** Moves the cursor; the messages that it passes wait in the table from now on, if they are not there already. */
  advance(to: Offset): void {
    while (this.cursor < to) {
      if (this.table.find(this.cursor) < 0) this.#enter(this.cursor)
      else this.#ahead--
      this.cursor++
    }
  }

  /** Takes the next untouched message before `end`. @returns its slot, -1 if there is none */
  takeNext(end: Offset): number {
    while (this.cursor < end) {
      const offset = this.cursor++
      if (this.table.find(offset) < 0) {
        const slot = this.table.add(offset)
        this.table.place[slot] = place.taken
        this.heldCount++
        return slot
      }
      this.#ahead--
    }
    return -1
  }

  /** Messages that were just sent, and hidden. */
  delay(first: Offset, count: number, dueMs: number): void {
    for (let offset = first; offset < first + count; offset++) {
      if (offset < this.cursor) continue // purged while it was on its way
      const slot = this.table.add(offset)
      this.table.place[slot] = place.delayed
      this.#hide(slot, dueMs)
      this.delayedCount++
      this.#ahead++
    }
  }

  /** Hides one that waits and was never given out. */
  postpone(slot: number, dueMs: number): void {
    this.#move(slot, place.delayed, dueMs)
  }

  /** A receive has it in hand, and has not committed. */
  take(slot: number): void {
    this.#move(slot, place.taken)
  }

  /** Takes a `take` back. */
  giveBack(slot: number): void {
    this.#move(slot, place.waiting)
  }

  /** Lets it wait behind all others. */
  setAside(slot: number): void {
    this.#move(slot, place.aside)
  }

  received(slot: number, atMs: number, dueMs: number): void {
    const { table } = this
    table.receives[slot]!++
    table.receivedS[slot] = Math.floor(atMs / 1000)
    if (table.receives[slot] === 1) table.firstReceivedMs[slot] = atMs
    this.#move(slot, place.inFlight, dueMs)
  }

  /** Changes when one in flight is seen again. */
  hideUntil(slot: number, dueMs: number): void {
    this.#move(slot, place.inFlight, dueMs)
  }

  remove(slot: number): void {
    if (this.table.offset[slot]! >= this.cursor) this.#ahead--
    this.#move(slot, place.none)
    this.order.forget(slot)
    this.table.remove(slot)
  }

  /** Everything before is gone. */
  dropBefore(offset: Offset): void {
    const { table } = this
    for (let slot = 0; slot < table.capacity; slot++) {
      if (table.place[slot] !== place.none && table.offset[slot]! < offset) this.remove(slot)
    }
    this.cursor = Math.max(this.cursor, offset)
  }

  /** Makes visible what is due. */
  settle(nowMs: number): void {
    while (this.heap.firstDueMs <= nowMs) {
      const slot = this.heap.first
      // One that the cursor has not reached is like any other there.
      if (this.table.offset[slot]! >= this.cursor) this.remove(slot)
      else this.#move(slot, place.waiting)
    }
  }

  /** Puts a message back that a snapshot had. The cursor is in its place already. */
  restore(offset: Offset, remembered: RememberedMessage): void {
    const { table } = this
    const slot = table.add(offset)
    table.firstReceivedMs[slot] = remembered.firstReceivedMs
    table.receivedS[slot] = remembered.receivedS
    table.receives[slot] = remembered.receives
    table.dueMs[slot] = remembered.dueMs
    if (offset >= this.cursor) this.#ahead++
    this.table.place[slot] = place.none
    this.#move(slot, remembered.place, remembered.dueMs)
  }

  #enter(offset: Offset): void {
    const slot = this.table.add(offset)
    this.order.enter(slot)
  }

  #move(slot: number, to: number, dueMs = 0): void {
    const from = this.table.place[slot]!
    if (isWaiting(from)) this.order.leave(slot)
    if (from === place.delayed) this.delayedCount--
    if (isHidden(from) && !isHidden(to)) this.heap.remove(slot)
    this.table.place[slot] = to
    if (isHidden(to)) this.#hide(slot, dueMs)
    if (to === place.delayed) this.delayedCount++
    if (from === place.inFlight && !isHeld(to)) this.order.processed(slot)
    if (isHeld(from) !== isHeld(to)) {
      const change = isHeld(to) ? 1 : -1
      this.heldCount += change
      this.order.held(slot, change)
    }
    if (isWaiting(to)) this.order.enter(slot)
  }

  #hide(slot: number, dueMs: number): void {
    this.table.dueMs[slot] = dueMs
    if (this.table.heapAt[slot]! >= 0) this.heap.moved(slot)
    else this.heap.add(slot)
  }
}
