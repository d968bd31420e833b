import type { ArrivalOrder } from './delivery-order.ts'
import type { StoredMessage } from './message-reader.ts'
import type { QueueData } from './queue-data.ts'

/** Chooses what a receive gets. */
export interface Picker {
  /** Whether `pick` would find a message, after `prepare`. */
  readonly isAvailable: boolean
  /** To be awaited before `pick`, if it is there. */
  prepare?(countMax: number): Promise<void>
  /** Takes up to so many messages. @returns their slots */
  pick(countMax: number, nowMs: number): number[]
  /** Is told of what was read of a picked message. @returns false to leave it for later, and pick another */
  accept?(slot: number, message: StoredMessage): boolean
}

/** Of a standard queue: what has become visible again first, then what was never given out, both in their order. */
export class ArrivalPicker implements Picker {
  readonly #data: QueueData
  readonly #order: ArrivalOrder

  constructor(data: QueueData, order: ArrivalOrder) {
    this.#data = data
    this.#order = order
  }

  get isAvailable(): boolean {
    const { backlog, end } = this.#data
    return !this.#order.waiting.isEmpty || backlog.untouched(end) > 0
  }

  pick(countMax: number): number[] {
    const { backlog, end } = this.#data
    const slots: number[] = []
    while (slots.length < countMax) {
      let slot = this.#order.waiting.first
      if (slot >= 0) backlog.take(slot)
      else slot = backlog.takeNext(end)
      if (slot < 0) break
      slots.push(slot)
    }
    return slots
  }
}
