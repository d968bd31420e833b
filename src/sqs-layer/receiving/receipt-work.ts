import type { Clock } from '../../base/index.ts'
import type { Offset } from '../../log/index.ts'
import { place } from '../backlog/message-table.ts'
import type { QueueState } from '../control/queue-state.ts'
import {
  expiredReceipt,
  foreignReceipt,
  invalidReceipt,
  notInFlight,
  visibilityOverLimit,
} from '../errors.ts'
import type { QueueData } from '../event-log/queue-data.ts'
import { QueueEventWriter } from '../event-log/queue-events.ts'
import type { EntryOutcome, VisibilityChange } from '../message/message.ts'
import type { PlainTexts } from '../message/plain-texts.ts'
import { receiveOf } from './handle-block.ts'
import { type Receipt, ReceiptColumns, type Receipts } from './receipts.ts'

/** Source: Amazon SQS Developer Guide, "Visibility timeout": 12 hours from the receive. */
const visibilitySecondsMax = 43_200

/* One call's at a time: they are looked at in the turn in which they are opened. */
const opened = new ReceiptColumns()

export interface ReceiptWorkParts {
  readonly clock: Clock
  readonly data: QueueData
  readonly receipts: Receipts
  readonly queue: () => QueueState
}

/** What callers do with messages that they have received: delete them, or change until when they are hidden. */
export class ReceiptWork {
  readonly #parts: ReceiptWorkParts

  constructor(parts: ReceiptWorkParts) {
    this.#parts = parts
  }

  /** See Queue.delete. */
  async delete(handles: readonly string[]): Promise<EntryOutcome[]> {
    const { data, clock } = this.#parts
    data.backlog.settle(clock.nowMs())
    const removed: Offset[] = []
    const receipts = this.#parts.receipts.open(handles)
    const outcomes = handles.map((handle, i) => {
      const receipt = receipts[i]
      if (receipt === undefined) return invalidReceipt(handle)
      if (!this.#isOfThisQueue(receipt)) return foreignReceipt(handle)
      const slot = data.backlog.table.find(receipt.offset)
      if (slot < 0 || removed.includes(receipt.offset)) return undefined
      if (this.#isCurrent(slot, receipt)) removed.push(receipt.offset)
      // Of a standard queue, where a later receive has taken over: no error, and nothing is deleted.
      else if (this.#parts.queue().isFifo) return expiredReceipt()
      return undefined
    })
    // What is gone from memory may be on its way to the disk still.
    if (removed.length > 0) await data.commit(new QueueEventWriter().removed(removed)).done
    else await data.durable()
    return outcomes
  }

  /** See Queue.deletePlain. @returns the commit */
  deletePlain(handles: PlainTexts): Promise<unknown> | undefined {
    const { data, clock, queue } = this.#parts
    const { isFifo, messages } = queue()
    if (isFifo || !this.#parts.receipts.openPlain(handles, opened)) return undefined
    const { count, queues, offsets, receives } = opened
    for (let i = 0; i < count; i++) if (queues[i] !== messages) return undefined
    data.backlog.settle(clock.nowMs())
    const { table } = data.backlog
    const removed: Offset[] = []
    for (let i = 0; i < count; i++) {
      const offset = offsets[i]!
      const slot = table.find(offset)
      if (slot < 0 || removed.includes(offset)) continue
      if (receiveOf(table.receives[slot]!) === receives[i]) removed.push(offset)
    }
    return removed.length === 0 ? data.durable() : data.commit(new QueueEventWriter().removed(removed)).done
  }

  /** See Queue.changeVisibility. */
  async changeVisibility(changes: readonly VisibilityChange[]): Promise<EntryOutcome[]> {
    const { data, clock } = this.#parts
    const nowMs = clock.nowMs()
    data.backlog.settle(nowMs)
    const events = new QueueEventWriter()
    const receipts = this.#parts.receipts.open(changes.map(({ receiptHandle }) => receiptHandle))
    const outcomes = changes.map((change, i) => this.#changeOne(change, receipts[i], nowMs, events))
    if (!events.isEmpty) await data.commit(events).done
    return outcomes
  }

  #changeOne(
    { receiptHandle, visibilityTimeout }: VisibilityChange,
    receipt: Receipt | undefined,
    nowMs: number,
    events: QueueEventWriter,
  ): EntryOutcome {
    const { table } = this.#parts.data.backlog
    if (receipt === undefined) return invalidReceipt(receiptHandle)
    if (!this.#isOfThisQueue(receipt)) return foreignReceipt(receiptHandle)
    const slot = table.find(receipt.offset)
    if (slot < 0) return notInFlight()
    if (!this.#isCurrent(slot, receipt)) return this.#parts.queue().isFifo ? expiredReceipt() : notInFlight()
    if (table.place[slot] !== place.inFlight) return notInFlight()
    const hiddenS = Math.floor(nowMs / 1000) - table.receivedS[slot]!
    if (hiddenS + visibilityTimeout > visibilitySecondsMax)
      return visibilityOverLimit(visibilityTimeout, visibilitySecondsMax)
    events.hidden(receipt.offset, nowMs + visibilityTimeout * 1000)
    return undefined
  }

  #isOfThisQueue({ queue }: Receipt): boolean {
    return queue === this.#parts.queue().messages
  }

  /**
   * Whether the receive of that handle was the last one of the message. On a FIFO queue the message must still be in flight, too:
   * when it is visible again, another consumer may get it at any moment.
   */
  #isCurrent(slot: number, { receive }: Receipt): boolean {
    const { table } = this.#parts.data.backlog
    if (receiveOf(table.receives[slot]!) !== receive) return false
    return !this.#parts.queue().isFifo || table.place[slot] === place.inFlight
  }
}
