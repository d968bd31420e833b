/** In which order the messages that wait in the table are given out. Told by `Backlog` of every change. */
export interface DeliveryOrder {
  /** The message waits from now on: its place is `waiting` or `aside`. */
  enter(slot: number): void
  /** It waits no more: its place is still what it was. */
  leave(slot: number): void
  /** A receive has it from now on (1), or no more (-1). */
  held(slot: number, change: 1 | -1): void
  /** It is in flight no more: deleted, or visible again. Its place has changed, and `held` comes after. */
  processed(slot: number): void
  /** It is gone. */
  forget(slot: number): void
}
