import type { Clock } from '../../base/index.ts'
import type { Offset } from '../../log/index.ts'
import { place } from '../backlog/message-table.ts'
import type { QueueData } from '../event-log/queue-data.ts'
import type { ReceivedMessage, ReceiveRequest } from '../message/message.ts'
import type { Receipts } from './receipts.ts'
import type { Receiver } from './receiver.ts'

/** Source: Amazon SQS API Reference, ReceiveMessage, ReceiveRequestAttemptId. */
const attemptMs = 5 * 60_000
/** More than 300 receives a second bring in that time. */
const attemptsMax = 100_000

interface Attempt {
  readonly atMs: number
  readonly messages: readonly AttemptedMessage[]
}

interface AttemptedMessage {
  readonly offset: Offset
  readonly receives: number
  /** Until when it was hidden. */
  readonly dueMs: number
}

/**
 * The receives of a FIFO queue that had an attempt id: the same again, after a network failure, gets the same messages and handles, as
 * long as nothing has happened to them. Kept in memory: after a restart the messages come when they are visible again.
 */
export class ReceiveAttempts {
  readonly #clock: Clock
  readonly #data: QueueData
  readonly #receiver: Receiver
  readonly #receipts: Receipts
  /** The oldest first. */
  readonly #attempts = new Map<string, Attempt>()

  constructor(parts: { clock: Clock; data: QueueData; receipts: Receipts }, receiver: Receiver) {
    this.#clock = parts.clock
    this.#data = parts.data
    this.#receipts = parts.receipts
    this.#receiver = receiver
  }

  async receive(
    id: string,
    request: ReceiveRequest,
    fresh: () => Promise<ReceivedMessage[]>,
  ): Promise<ReceivedMessage[]> {
    const nowMs = this.#clock.nowMs()
    this.#data.backlog.settle(nowMs)
    this.#forgetBefore(nowMs - attemptMs)
    const known = this.#attempts.get(id)
    const isSame = known?.messages.every((message) => this.#isUntouched(message)) ?? false
    const offsets = known?.messages.map(({ offset }) => offset) ?? []
    const messages = isSame ? await this.#receiver.again(offsets, request) : await fresh()
    if (messages.length > 0) this.#remember(id, messages)
    return messages
  }

  #remember(id: string, messages: readonly ReceivedMessage[]): void {
    const { table } = this.#data.backlog
    const receipts = this.#receipts.open(messages.map(({ receiptHandle }) => receiptHandle))
    const attempted = receipts.flatMap((receipt) => {
      const { offset } = receipt!
      const slot = table.find(offset)
      return slot < 0 ? [] : [{ offset, receives: table.receives[slot]!, dueMs: table.dueMs[slot]! }]
    })
    if (attempted.length < messages.length) return
    this.#attempts.delete(id)
    this.#attempts.set(id, { atMs: this.#clock.nowMs(), messages: attempted })
    if (this.#attempts.size > attemptsMax) this.#attempts.delete(this.#attempts.keys().next().value!)
  }

  #isUntouched({ offset, receives, dueMs }: AttemptedMessage): boolean {
    const { table } = this.#data.backlog
    const slot = table.find(offset)
    if (slot < 0 || table.place[slot] !== place.inFlight) return false
    return table.receives[slot] === receives && table.dueMs[slot] === dueMs
  }

  #forgetBefore(horizonMs: number): void {
    for (const [id, { atMs }] of this.#attempts) {
      if (atMs > horizonMs) return
      this.#attempts.delete(id)
    }
  }
}
