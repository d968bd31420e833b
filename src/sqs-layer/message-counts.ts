import type { Clock } from '../base/index.ts'
import type { LogStore, Offset } from '../log/index.ts'
import type { QueueState } from './control/queue-state.ts'
import type { QueueData } from './event-log/queue-data.ts'
import type { QueueCounts } from './message/message.ts'
import { storedMsFrom } from './message/stored-time.ts'

/**
 * A message of a standard queue that was received so often, and is still there, does not count for the age of the oldest.
 * Source: Amazon SQS Developer Guide, "Available CloudWatch metrics", ApproximateAgeOfOldestMessage.
 */
const receivesOfPoison = 3

interface Parts {
  readonly store: LogStore
  readonly clock: Clock
  readonly data: QueueData
  /** The queue as it is now. */
  queue(): QueueState
}

/** Counts the messages of one queue. */
export class MessageCounts {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The message whose age is that of the oldest. */
  get oldest(): Offset {
    const { data, queue } = this.#parts
    const { table, cursor } = data.backlog
    const isPoison = (slot: number) => slot >= 0 && table.receives[slot]! >= receivesOfPoison
    if (queue().isFifo || !isPoison(table.find(data.low))) return data.low
    return Math.min(table.lowestOffset(receivesOfPoison), cursor)
  }

  /** As of now. */
  async counts(): Promise<QueueCounts> {
    const { data, clock, queue } = this.#parts
    const { backlog, end } = data
    backlog.settle(clock.nowMs())
    const total = backlog.total(end)
    const notVisible = backlog.heldCount
    const delayed = queue().isFifo ? await this.#delayedOfFifo() : backlog.delayedCount
    const visible = Math.max(0, total - notVisible - delayed)
    return { visible, notVisible, delayed, ageOfOldestMs: await this.#ageOfOldestMs() }
  }

  /** What was sent within the queue's delay. */
  async #delayedOfFifo(): Promise<number> {
    const { store, clock, data, queue } = this.#parts
    const { settings, messages } = queue()
    if (settings.delaySeconds === 0) return 0
    const first = await store.offsetAt(messages, clock.nowMs() - settings.delaySeconds * 1000 + 1)
    const { backlog, end } = data
    return Math.min(end - first, backlog.total(end) - backlog.heldCount)
  }

  async #ageOfOldestMs(): Promise<number | undefined> {
    const { store, clock, queue } = this.#parts
    const storedMs = await storedMsFrom(store, queue().messages, this.oldest)
    return storedMs === undefined ? undefined : Math.max(0, clock.nowMs() - storedMs)
  }
}
