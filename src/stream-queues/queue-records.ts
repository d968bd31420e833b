import type { LogId, Offset } from '../log/index.ts'
import { DueHeap, place, SlotList } from '../sqs-layer/index.ts'
import type { QueueEvent } from './queue-event.ts'
import { RecordTable, type Ticket } from './record-table.ts'

/** Records for consumers, or those that were received too often. */
export type RecordKind = 'live' | 'dead'

/** What a snapshot has of a record. */
export interface RememberedRecord {
  readonly ticket: Ticket
  readonly log: LogId
  readonly position: Offset
  readonly dueMs: number
  readonly firstReceivedMs: number
  readonly receives: number
  readonly forgiven: number
  readonly isDead: boolean
  readonly isInFlight: boolean
}

/**
 * What one queue remembers of the records of its stream. Of each shard, up to where they were taken (`taken`); of those that were,
 * the ones in flight, visible again or dead, in the table. Acknowledged ones are not there any more. From `taken` on
 * they wait in the shard, without memory.
 *
 * Pure memory: which of it is to last is the caller's to commit. `claim` and what `settle` finds dead are ahead of the log
 * of events; `unlogged` says what it lacks.
 */
export class QueueRecords {
  readonly table = new RecordTable()
  readonly heap = new DueHeap(this.table.slots)
  /** By log: the first record of the shard that was not taken. Not there for a shard from which none was. */
  readonly taken = new Map<LogId, Offset>()
  readonly waiting: Readonly<Record<RecordKind, SlotList>> = {
    live: new SlotList(this.table.slots),
    dead: new SlotList(this.table.slots),
  }
  /** Those that a receive has, or a consumer. */
  readonly held: Record<RecordKind, number> = { live: 0, dead: 0 }
  deadCount = 0
  nextTicket: Ticket = 0
  #entered: QueueEvent[] = []
  #died: Ticket[] = []

  /** What has happened here and is not in the log of events, in its order. */
  get unlogged(): QueueEvent[] {
    const died: QueueEvent[] = this.#died.length === 0 ? [] : [{ kind: 'died', tickets: this.#died }]
    return [...this.#entered, ...died]
  }

  /** To be called when the log of events has what `unlogged` gave. */
  logged(): void {
    this.#entered = []
    this.#died = []
  }

  kindOf(slot: number): RecordKind {
    return this.table.isDead[slot] === 1 ? 'dead' : 'live'
  }

  isHeld(slot: number): boolean {
    return this.table.slots.place[slot] === place.taken
  }

  /** Takes records of a shard for a receive, which follow on those that were taken before or after what is no longer kept. @returns their slots */
  claim(log: LogId, offset: Offset, count: number): number[] {
    this.#entered.push({ kind: 'entered', first: this.nextTicket, log, offset, count })
    this.taken.set(log, offset + count)
    const slots: number[] = []
    for (let i = 0; i < count; i++) {
      const slot = this.table.add(this.nextTicket++, log, offset + i)
      this.#put(slot, place.taken)
      slots.push(slot)
    }
    return slots
  }

  /** Takes the next of those that wait in the table. @returns -1 without any */
  takeNext(kind: RecordKind, receivesMax: number): number {
    for (;;) {
      const slot = this.waiting[kind].first
      if (slot < 0) return slot
      this.#leave(slot)
      /* Where fewer receives are allowed than before. */
      if (kind === 'live' && this.table.receiveCountOf(slot) >= receivesMax) this.#seeAgain(slot, receivesMax)
      else {
        this.#put(slot, place.taken)
        return slot
      }
    }
  }

  /** A receive gives back what it has taken. */
  giveBack(slot: number): void {
    const kind = this.kindOf(slot)
    this.#leave(slot)
    this.table.slots.place[slot] = place.waiting
    this.waiting[kind].prepend(slot)
  }

  /** A receive gives back what it cannot read: not to be tried again at once. In memory only. */
  hide(slot: number, dueMs: number): void {
    this.#leave(slot)
    this.#put(slot, place.inFlight, dueMs)
  }

  /** Makes visible what is due; what was received `receivesMax` times is a dead letter then. */
  settle(nowMs: number, receivesMax: number): void {
    while (this.heap.firstDueMs <= nowMs) {
      const slot = this.heap.first
      this.#leave(slot)
      this.#seeAgain(slot, receivesMax)
    }
  }

  remove(slot: number): void {
    this.#leave(slot)
    if (this.table.isDead[slot] === 1) this.deadCount--
    this.table.remove(slot)
  }

  /** Makes an event so; `entered` at a restart only, as live it is `claim` that has done it. */
  apply(event: QueueEvent): void {
    switch (event.kind) {
      case 'entered':
        this.#enter(event.first, event.log, event.offset, event.count)
        break
      case 'received':
        for (const slot of this.#slotsOf(event.tickets)) this.#receive(slot, event.atMs, event.dueMs)
        break
      case 'removed':
        for (const slot of this.#slotsOf(event.tickets)) this.remove(slot)
        break
      case 'hidden':
        for (const slot of this.#slotsOf([event.ticket])) this.hide(slot, event.dueMs)
        break
      case 'died':
        for (const slot of this.#slotsOf(event.tickets)) this.#die(slot)
        break
      case 'restored':
        for (const slot of this.#slotsOf(event.tickets)) this.#restore(slot)
        break
    }
  }

  /** Puts back a record that a snapshot had. In the order of the tickets. */
  remember(record: RememberedRecord): void {
    const { ticket, log, position, dueMs, firstReceivedMs, receives, forgiven, isDead, isInFlight } = record
    const slot = this.table.add(ticket, log, position)
    const { slots } = this.table
    slots.firstReceivedMs[slot] = firstReceivedMs
    slots.receives[slot] = receives
    this.table.forgiven[slot] = forgiven
    this.table.isDead[slot] = isDead ? 1 : 0
    if (isDead) this.deadCount++
    this.#put(slot, isInFlight ? place.inFlight : place.waiting, dueMs)
  }

  *#slotsOf(tickets: readonly Ticket[]): Generator<number> {
    for (const ticket of tickets) {
      const slot = this.table.find(ticket)
      if (slot >= 0) yield slot
    }
  }

  #enter(first: Ticket, log: LogId, offset: Offset, count: number): void {
    for (let i = 0; i < count; i++) this.#put(this.table.add(first + i, log, offset + i), place.waiting)
    this.nextTicket = first + count
    this.taken.set(log, offset + count)
  }

  #receive(slot: number, atMs: number, dueMs: number): void {
    const { slots } = this.table
    this.#leave(slot)
    slots.receives[slot]!++
    if (slots.receives[slot] === 1) slots.firstReceivedMs[slot] = atMs
    this.#put(slot, place.inFlight, dueMs)
  }

  #seeAgain(slot: number, receivesMax: number): void {
    if (this.table.isDead[slot] === 0 && this.table.receiveCountOf(slot) >= receivesMax) {
      this.table.isDead[slot] = 1
      this.deadCount++
      this.#died.push(this.table.ticketOf(slot))
    }
    this.#put(slot, place.waiting)
  }

  #die(slot: number): void {
    if (this.table.isDead[slot] === 1) return
    this.#leave(slot)
    this.table.isDead[slot] = 1
    this.deadCount++
    this.#put(slot, place.waiting)
  }

  #restore(slot: number): void {
    if (this.table.isDead[slot] === 0) return
    this.#leave(slot)
    this.table.isDead[slot] = 0
    this.deadCount--
    this.table.forgiven[slot] = this.table.slots.receives[slot]!
    this.#put(slot, place.waiting)
  }

  #put(slot: number, where: number, dueMs = 0): void {
    const { slots } = this.table
    const kind = this.kindOf(slot)
    slots.place[slot] = where
    if (where === place.waiting) this.waiting[kind].append(slot)
    else this.held[kind]++
    if (where !== place.inFlight) return
    slots.dueMs[slot] = dueMs
    this.heap.add(slot)
  }

  #leave(slot: number): void {
    const where = this.table.slots.place[slot]
    const kind = this.kindOf(slot)
    if (where === place.waiting) this.waiting[kind].remove(slot)
    else this.held[kind]--
    if (where === place.inFlight) this.heap.remove(slot)
  }
}
