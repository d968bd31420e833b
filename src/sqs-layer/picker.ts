import type { StoredMessage } from './message-reader.ts'

/** Chooses what a receive gets. */
export interface Picker {
  /** Whether a receive would find a message. */
  readonly isAvailable: boolean
  /** To be called, and awaited if it says so, before the first `pick` of a receive. */
  prepare(countMax: number): Promise<void> | undefined
  /** Takes up to so many messages. @returns their slots */
  pick(countMax: number, nowMs: number): number[]
  /** Is told of what was read of a picked message. @returns false if it has put it back, to be picked later */
  accept(slot: number, message: StoredMessage): boolean
}
