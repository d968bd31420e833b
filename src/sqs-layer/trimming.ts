import { type Logger, passOnBug } from '../base/index.ts'
import type { LogStore } from '../log/index.ts'
import type { QueueState } from './control/queue-state.ts'
import type { QueueData } from './event-log/queue-data.ts'

/** Messages that are gone leave the log when they are about this many bytes, or this many. */
const trimBytes = 4 * 1024 * 1024
const trimCountMax = 10_000
const trimCountMin = 16

export interface TrimmingParts {
  readonly store: LogStore
  readonly logger: Logger
  readonly data: QueueData
  queue(): QueueState
}

/** Gives back the disk of messages that are gone. */
export class Trimming {
  readonly #parts: TrimmingParts
  #running: Promise<void> | undefined
  /** When the last messages were gone that the log was told of. */
  #trimmedTotal = 0
  /** How many are to be gone, at the least, before the log is told again. */
  #dueCount = trimCountMin

  constructor(parts: TrimmingParts) {
    this.#parts = parts
  }

  /** Trims the log if enough of it is gone. To be called when messages may be. */
  trimIfDue(): void {
    const { next, backlog } = this.#parts.data
    const gone = next - backlog.total(next)
    if (this.#running !== undefined || gone - this.#trimmedTotal < this.#dueCount) return
    /* Not with each commit: it looks at all logs. */
    this.#dueCount = this.#trimCount()
    if (gone - this.#trimmedTotal < this.#dueCount) return
    this.#trimmedTotal = gone
    this.#running = this.trim()
      .catch((error: unknown) => {
        passOnBug(error)
        const { logger, queue } = this.#parts
        logger.warn({ err: error, queue: queue().name }, 'old messages could not be removed')
      })
      .finally(() => {
        this.#running = undefined
      })
  }

  /** @throws as LogStore.trim */
  async trim(): Promise<void> {
    const { store, data, queue } = this.#parts
    await store.trim(queue().messages, data.low)
  }

  /** Resolves when nothing of this is on its way to the store. */
  async settled(): Promise<void> {
    await this.#running
  }

  /** By the size of the messages that have come since the start, of all queues. */
  #trimCount(): number {
    const { bytes, records } = this.#parts.store.stats()
    const count = Math.floor((trimBytes * records) / Math.max(1, bytes))
    return Math.max(trimCountMin, Math.min(trimCountMax, count))
  }
}
