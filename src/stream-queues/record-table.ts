import type { LogId, Offset } from '../log/index.ts'
import { MessageTable } from '../sqs-layer/index.ts'

/**
 * The number of a record in its queue, in the order in which the records were taken from the shards: what the queue knows a record
 * by, as offsets of several shards are not one order. Never used twice.
 */
export type Ticket = number

/**
 * The records of one queue of which something is to be remembered: the columns of a message, by ticket, and where the record
 * lies. What is not here is either not taken yet or gone.
 *
 * The columns may be replaced by a call of `add` and `remove`: do not keep them.
 */
export class RecordTable {
  readonly slots = new MessageTable()
  /** Of its shard. */
  log = new Float64Array(0)
  /** In that log. */
  position = new Float64Array(0)
  /** Receives that a restore has made forgotten: handles go on counting, so that an old one is never good again. */
  forgiven = new Uint32Array(0)
  isDead = new Uint8Array(0)

  /** @returns -1 if there is none */
  find(ticket: Ticket): number {
    return this.slots.find(ticket)
  }

  add(ticket: Ticket, log: LogId, position: Offset): number {
    const slot = this.slots.add(ticket)
    if (this.log.length !== this.slots.capacity) this.#resize(this.slots.capacity)
    this.log[slot] = log
    this.position[slot] = position
    this.forgiven[slot] = 0
    this.isDead[slot] = 0
    return slot
  }

  remove(slot: number): void {
    this.slots.remove(slot)
    if (this.slots.capacity === 0) this.#resize(0)
  }

  ticketOf(slot: number): Ticket {
    return this.slots.offset[slot]!
  }

  /** How often it was received since it was last restored. */
  receiveCountOf(slot: number): number {
    return this.slots.receives[slot]! - this.forgiven[slot]!
  }

  #resize(capacity: number): void {
    this.log = resized(this.log, new Float64Array(capacity))
    this.position = resized(this.position, new Float64Array(capacity))
    this.forgiven = resized(this.forgiven, new Uint32Array(capacity))
    this.isDead = resized(this.isDead, new Uint8Array(capacity))
  }
}

/* A table that has shrunk was empty: what `from` has beyond is of no record. */
function resized<Column extends Float64Array | Uint32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from.subarray(0, to.length))
  return to
}
