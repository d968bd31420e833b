import type { MessageTable } from './message-table.ts'
import { SlotList } from './slot-list.ts'

/** In which order the messages that wait in the table are given out. Told by `Backlog` of every change. */
export interface DeliveryOrder {
  /** The message waits from now on. @param isAgain it was given out, or taken, before */
  enter(slot: number, isAgain: boolean): void
  /** It waits no more. */
  leave(slot: number): void
  /** A receive has it from now on (1), or no more (-1). */
  held(slot: number, change: 1 | -1): void
  /** It is gone. */
  forget(slot: number): void
}

/** In the order in which they became visible. */
export class ArrivalOrder implements DeliveryOrder {
  readonly waiting: SlotList

  constructor(table: MessageTable) {
    this.waiting = new SlotList(table)
  }

  enter(slot: number): void {
    this.waiting.append(slot)
  }

  leave(slot: number): void {
    this.waiting.remove(slot)
  }

  held(): void {}
  forget(): void {}
}
