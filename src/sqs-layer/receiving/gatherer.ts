import type { Clock } from '../../base/index.ts'
import type { LogStore, Offset } from '../../log/index.ts'
import { place } from '../backlog/message-table.ts'
import type { QueueState } from '../control/queue-state.ts'
import type { QueueData } from '../event-log/queue-data.ts'
import { readMessages, type StoredMessage } from '../message/message-reader.ts'
import type { Picker } from '../picking/picker.ts'

/**
 * Messages that one commit takes away at the most: of a queue where all have expired there may be millions. Together
 * they must fit in memory, and in a commit: 50 MiB.
 */
const removedMax = 40

export interface GathererParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly data: QueueData
  readonly picker: Picker
  /** The queue as it is now. */
  readonly queue: () => QueueState
}

/** A message that was taken, and read. */
export interface Picked {
  readonly slot: number
  readonly message: StoredMessage
}

export interface Gathered {
  readonly given: Picked[]
  readonly expired: Picked[]
  /** Received too often. */
  readonly dead: Picked[]
}

/** Takes messages of a queue and reads them, for someone who gives them out or moves them. */
export class Gatherer {
  readonly #parts: GathererParts

  constructor(parts: GathererParts) {
    this.#parts = parts
  }

  /**
   * Takes up to `countMax` messages, and what has expired and what was received `receivesMax` times on the way to them.
   * What was taken is the caller's, to commit or to give back.
   * @throws LOG_CORRUPT
   */
  async gather(countMax: number, receivesMax: number): Promise<Gathered> {
    const { picker, clock, data } = this.#parts
    const gathered: Gathered = { given: [], expired: [], dead: [] }
    const { given, expired, dead } = gathered
    data.backlog.settle(clock.nowMs())
    picker.begin()
    try {
      for (let looks = 0; given.length < countMax && expired.length + dead.length < removedMax; ) {
        const slots = picker.pick(countMax - given.length, clock.nowMs())
        if (slots.length > 0) await this.#read(slots, receivesMax, gathered)
        else {
          // For a first message as far as it takes, for more of them a little.
          const looking = given.length === 0 || looks === 0 ? picker.lookAhead() : undefined
          if (looking === undefined) break
          await looking
          looks++
        }
      }
    } catch (error) {
      this.giveBack(gathered)
      throw error
    }
    return gathered
  }

  /** Without those that a purge or a delete took away while others were read. */
  stillTaken({ given, expired, dead }: Gathered): Gathered {
    const isTaken = ({ slot, message }: Picked) => this.#isTaken(slot, message.offset)
    return { given: given.filter(isTaken), expired: expired.filter(isTaken), dead: dead.filter(isTaken) }
  }

  giveBack({ given, expired, dead }: Gathered): void {
    const { backlog } = this.#parts.data
    for (const { slot, message } of [...given, ...expired, ...dead]) {
      if (this.#isTaken(slot, message.offset)) backlog.giveBack(slot)
    }
  }

  async #read(slots: readonly number[], receivesMax: number, gathered: Gathered): Promise<void> {
    const { data, store, picker, clock } = this.#parts
    const { table } = data.backlog
    const { messages, settings } = this.#parts.queue()
    const offsets = slots.map((slot) => table.offset[slot]!)
    const found = await readMessages(store, messages, offsets).catch((error: unknown) => {
      this.#hide(slots, offsets)
      throw error
    })
    const expiredMs = clock.nowMs() - settings.messageRetentionPeriod * 1000
    slots.forEach((slot, i) => {
      if (!this.#isTaken(slot, offsets[i]!)) return
      const message = found.get(offsets[i]!)
      if (message === undefined)
        data.backlog.remove(slot) // trimmed, which it is not while it is here
      else if (sentMsOf(message) <= expiredMs) gathered.expired.push({ slot, message })
      else if (table.receives[slot]! >= receivesMax) gathered.dead.push({ slot, message })
      else if (picker.accept(slot, message)) gathered.given.push({ slot, message })
    })
  }

  #isTaken(slot: number, offset: Offset): boolean {
    const { table } = this.#parts.data.backlog
    return table.offset[slot] === offset && table.place[slot] === place.taken
  }

  /** Messages that cannot be read are hidden for a while, in memory only, so that those behind them can be received. */
  #hide(slots: readonly number[], offsets: readonly Offset[]): void {
    const { data, clock } = this.#parts
    const dueMs = clock.nowMs() + this.#parts.queue().settings.visibilityTimeout * 1000
    slots.forEach((slot, i) => {
      if (this.#isTaken(slot, offsets[i]!)) data.backlog.hideUntil(slot, dueMs)
    })
  }
}

/** When it was first sent, from which its retention counts: on a standard queue a move to a dead-letter queue changes nothing. */
export function sentMsOf({ storedMs, record }: StoredMessage): number {
  return record.past?.sentMs || storedMs
}
