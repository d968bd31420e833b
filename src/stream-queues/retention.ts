import type { Clock } from '../base/index.ts'
import { place, type Timer, type Timers } from '../sqs-layer/index.ts'
import type { QueueRecords } from './queue-records.ts'
import type { ShardCursors } from './shard-cursors.ts'

/** Receives pass over what is gone by themselves; this only gives back its memory, and corrects the counts. */
const roundMs = 5 * 60_000

export interface RetentionParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly records: QueueRecords
  readonly cursors: ShardCursors
}

/**
 * Forgets records that their stream has trimmed. In memory only: after a restart they are forgotten again. Does nothing while
 * nothing is remembered.
 */
export class Retention {
  readonly #parts: RetentionParts
  #timer: Timer | undefined
  #closed = false

  constructor(parts: RetentionParts) {
    this.#parts = parts
  }

  /** To be called when records may be remembered. */
  arm(): void {
    const { clock, timers, records } = this.#parts
    if (this.#timer !== undefined || this.#closed || records.table.slots.count === 0) return
    this.#timer = timers.set(clock.nowMs() + roundMs, () => {
      this.#timer = undefined
      this.#forgetGone()
      this.arm()
    })
  }

  close(): void {
    this.#closed = true
    this.#parts.timers.cancel(this.#timer)
  }

  #forgetGone(): void {
    const { records, cursors } = this.#parts
    const { table } = records
    const { capacity } = table.slots
    for (let slot = 0; slot < capacity; slot++) {
      const where = table.slots.place[slot]
      /* A receive looks after what it has taken. The columns are gone with the last record. */
      if (where === undefined || where === place.none || where === place.taken) continue
      if (cursors.isGone(table.log[slot]!, table.position[slot]!)) records.remove(slot)
    }
  }
}
