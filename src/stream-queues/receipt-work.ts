import type { Clock, CodedError } from '../base/index.ts'
import type { StreamQueueState } from '../shards/index.ts'
import { place, type Receipts, receiveOf } from '../sqs-layer/index.ts'
import { invalidStreamReceipt, recordNotHeld, type StreamReceiptErrorCode } from './errors.ts'
import type { QueueCounters } from './queue-counters.ts'
import type { QueueData } from './queue-data.ts'
import type { QueueEvent } from './queue-event.ts'
import type { RecordKind } from './queue-records.ts'
import type { Ticket } from './record-table.ts'

/** Undefined: done. */
export type EntryOutcome = CodedError<StreamReceiptErrorCode> | undefined

export interface VisibilityChange {
  readonly receiptHandle: string
  /** Seconds from now, 0 to 43,200. */
  readonly visibilityTimeout: number
}

export interface ReceiptWorkParts {
  readonly clock: Clock
  readonly data: QueueData
  readonly receipts: Receipts
  readonly counters: QueueCounters
  queue(): StreamQueueState
}

/** The record of a handle: its slot, or -1 if the queue does not have it any more. */
interface Held {
  readonly ticket: Ticket
  readonly slot: number
}

/** What consumers do with records that they have received. Each handle stands for itself. */
export class ReceiptWork {
  readonly #parts: ReceiptWorkParts

  constructor(parts: ReceiptWorkParts) {
    this.#parts = parts
  }

  /** See StreamQueue.acknowledge. */
  async acknowledge(kind: RecordKind, handles: readonly string[]): Promise<EntryOutcome[]> {
    const { data, counters } = this.#parts
    this.#settle()
    const removed = new Set<Ticket>()
    const outcomes = handles.map((handle) => {
      const held = this.#heldBy(kind, handle)
      if (!('ticket' in held)) return held
      if (held.slot >= 0) removed.add(held.ticket)
      return undefined
    })
    // What is gone from memory may be on its way to the disk still.
    if (removed.size > 0) await data.commit([{ kind: 'removed', tickets: [...removed] }]).done
    else await data.durable()
    counters.acknowledged += removed.size
    return outcomes
  }

  /** See StreamQueue.changeVisibility. */
  async changeVisibility(kind: RecordKind, changes: readonly VisibilityChange[]): Promise<EntryOutcome[]> {
    const { data, clock } = this.#parts
    this.#settle()
    const nowMs = clock.nowMs()
    const events: QueueEvent[] = []
    const outcomes = changes.map(({ receiptHandle, visibilityTimeout }) => {
      const held = this.#inFlightBy(kind, receiptHandle)
      if (!('ticket' in held)) return held
      events.push({ kind: 'hidden', ticket: held.ticket, dueMs: nowMs + visibilityTimeout * 1000 })
      return undefined
    })
    if (events.length > 0) await data.commit(events).done
    return outcomes
  }

  /** See StreamQueue.restore. */
  async restore(handles: readonly string[]): Promise<EntryOutcome[]> {
    this.#settle()
    const restored = new Set<Ticket>()
    const outcomes = handles.map((handle) => {
      const held = this.#inFlightBy('dead', handle)
      if (!('ticket' in held)) return held
      restored.add(held.ticket)
      return undefined
    })
    if (restored.size > 0) await this.#parts.data.commit([{ kind: 'restored', tickets: [...restored] }]).done
    return outcomes
  }

  #settle(): void {
    const { clock, data } = this.#parts
    const { maxReceiveCount } = this.#parts.queue().settings
    data.records.settle(clock.nowMs(), maxReceiveCount ?? Number.POSITIVE_INFINITY)
  }

  /** Only by the handle of its last receive, and only as what it was received as. */
  #heldBy(kind: RecordKind, handle: string): Held | CodedError<StreamReceiptErrorCode> {
    const { receipts, data } = this.#parts
    const receipt = receipts.openOne(handle)
    if (receipt?.queue !== this.#parts.queue().events) return invalidStreamReceipt()
    const { records } = data
    const slot = records.table.find(receipt.offset)
    if (slot >= 0) {
      if (receiveOf(records.table.slots.receives[slot]!) !== receipt.receive) return recordNotHeld()
      if (records.kindOf(slot) !== kind) return recordNotHeld()
    }
    return { ticket: receipt.offset, slot }
  }

  #inFlightBy(kind: RecordKind, handle: string): Held | CodedError<StreamReceiptErrorCode> {
    const held = this.#heldBy(kind, handle)
    if (!('ticket' in held)) return held
    const { slots } = this.#parts.data.records.table
    return held.slot >= 0 && slots.place[held.slot] === place.inFlight ? held : recordNotHeld()
  }
}
