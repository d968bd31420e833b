import type { Clock, Logger } from '../base/index.ts'
import type { LogStore, Offset } from '../log/index.ts'
import type { QueueState } from './control/queue-state.ts'
import { QueueData } from './event-log/queue-data.ts'
import type { QueueCounts } from './message/message.ts'
import { storedMsFrom } from './message/stored-time.ts'
import { MessageCounts } from './message-counts.ts'
import { MessageGroups } from './picking/message-groups.ts'
import { Tenants } from './picking/tenants.ts'

/** What is known of a queue that is not open. */
interface Remembered {
  /** One past its newest message. */
  readonly next: Offset
  readonly visible: number
  /** As of ApproximateAgeOfOldestMessage. */
  readonly oldestMs: number | undefined
  /** When its first message expires. */
  readonly untilMs: number
}

interface Parts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Counts the messages of queues that nobody uses, and does not open them for it. What a queue has is read once, and remembered in a
 * few numbers: they stay right as long as nothing is hidden in it and nothing has expired.
 */
export class ClosedCounts {
  readonly #parts: Parts
  /** By what the queue is set to: when that has changed, it is looked at anew. */
  readonly #remembered = new WeakMap<QueueState, Remembered>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** @returns undefined for a queue that changes with time, so that it has to be opened. @throws as QueueData.open */
  async of(state: QueueState): Promise<QueueCounts | undefined> {
    const { store, clock } = this.#parts
    const { start, next } = store.bounds(state.messages)
    if (start === next) return { visible: 0, notVisible: 0, delayed: 0, ageOfOldestMs: undefined }
    const known = this.#remembered.get(state)
    const remembered = known?.next === next ? known : await this.#look(state, next)
    const nowMs = clock.nowMs()
    if (remembered === undefined || remembered.untilMs <= nowMs) return undefined
    this.#remembered.set(state, remembered)
    const { visible, oldestMs } = remembered
    const ageOfOldestMs = oldestMs === undefined ? undefined : Math.max(0, nowMs - oldestMs)
    return { visible, notVisible: 0, delayed: 0, ageOfOldestMs }
  }

  /** Reads what a queue remembers, and lets go of it. @returns undefined if messages are hidden in it */
  async #look(state: QueueState, next: Offset): Promise<Remembered | undefined> {
    const { store, clock } = this.#parts
    const data = await QueueData.open(this.#parts, state, (table) =>
      state.isFifo ? new MessageGroups(table) : new Tenants(table),
    )
    const messages = new MessageCounts({ store, clock, data, queue: () => state })
    const { visible, notVisible, delayed, ageOfOldestMs } = await messages.counts()
    if (notVisible + delayed > 0) return undefined
    const oldestMs = ageOfOldestMs === undefined ? undefined : clock.nowMs() - ageOfOldestMs
    const firstMs =
      messages.oldest === data.low ? oldestMs : await storedMsFrom(store, state.messages, data.low)
    const retentionMs = state.settings.messageRetentionPeriod * 1000
    const untilMs = firstMs === undefined ? Number.POSITIVE_INFINITY : firstMs + retentionMs
    return { next, visible, oldestMs, untilMs }
  }
}
