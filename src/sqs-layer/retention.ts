import { type Clock, type Logger, passOnBug } from '../base/index.ts'
import type { LogStore } from '../log/index.ts'
import type { QueueState } from './control/queue-state.ts'
import type { QueueData } from './event-log/queue-data.ts'
import { QueueEventWriter } from './event-log/queue-events.ts'
import { storedMsFrom } from './message/stored-time.ts'
import type { Timer, Timers } from './timers.ts'
import { Trimming } from './trimming.ts'

/** Rounds follow on each other no faster; receives pass over what has expired by themselves. */
const roundMsMin = 1000
/** After one that failed: the disk may be busy. */
const retryMs = 60_000
/** A share of the retention period: an hour of four days. */
const roundShare = 0.01

export interface RetentionParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  readonly timers: Timers
  readonly data: QueueData
  queue(): QueueState
}

/** Removes what a queue has kept long enough, and gives back the disk of what is gone. Does nothing while the queue is empty. */
export class Retention {
  readonly #parts: RetentionParts
  readonly #trimming: Trimming
  #timer: Timer | undefined
  #round: Promise<void> | undefined
  #closed = false

  constructor(parts: RetentionParts) {
    this.#parts = parts
    this.#trimming = new Trimming(parts)
  }

  /** To be called when messages have been sent. */
  arm(): void {
    if (this.#timer !== undefined || this.#round !== undefined || this.#closed) return
    const { clock } = this.#parts
    this.#armAt(clock.nowMs() + this.#retentionMs())
  }

  /** To be called when the queue was opened, or has another retention period. */
  rearm(): void {
    this.#parts.timers.cancel(this.#timer)
    this.#timer = undefined
    this.#begin()
  }

  /** Trims the log if enough of it is gone. */
  trimIfDue(): void {
    this.#trimming.trimIfDue()
  }

  /** Resolves when nothing of this is on its way to the store any more, nor will be. */
  async close(): Promise<void> {
    this.#closed = true
    this.#parts.timers.cancel(this.#timer)
    await this.#round
    await this.#trimming.settled()
  }

  #retentionMs(): number {
    return this.#parts.queue().settings.messageRetentionPeriod * 1000
  }

  #armAt(dueMs: number): void {
    this.#parts.timers.cancel(this.#timer)
    this.#timer = this.#parts.timers.set(dueMs, () => {
      this.#timer = undefined
      this.#begin()
    })
  }

  #begin(): void {
    if (this.#round !== undefined || this.#closed) return
    this.#round = this.#expire()
      .catch((error: unknown) => {
        this.#report(error)
        return this.#parts.clock.nowMs() + retryMs
      })
      .then((nextMs) => {
        this.#round = undefined
        if (this.#closed) return
        if (nextMs !== undefined) this.#armAt(nextMs)
        // Sent while the round was looking.
        else if (this.#parts.data.end > this.#parts.data.low) this.arm()
      })
  }

  /** @returns when the next round is due; undefined if nothing is left */
  async #expire(): Promise<number | undefined> {
    const { store, clock, data } = this.#parts
    const { messages } = this.#parts.queue()
    const nowMs = clock.nowMs()
    const keepFrom = await store.offsetAt(messages, nowMs - this.#retentionMs() + 1)
    if (keepFrom > data.low) {
      await data.commit(new QueueEventWriter().dropped(keepFrom)).done
      await this.#trimming.trim()
    }
    const oldestMs = await storedMsFrom(store, messages, data.low)
    if (oldestMs === undefined) return undefined
    const roundMs = Math.max(roundMsMin, this.#retentionMs() * roundShare)
    return Math.max(nowMs + roundMs, oldestMs + this.#retentionMs())
  }

  #report(error: unknown): void {
    passOnBug(error)
    const { logger } = this.#parts
    logger.warn({ err: error, queue: this.#parts.queue().name }, 'old messages could not be removed')
  }
}
