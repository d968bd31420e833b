import type { Offset } from '../../log/index.ts'
import type { StoredMessage } from '../message/message-reader.ts'

/** Chooses what a receive gets. */
export interface Picker {
  /** Whether a receive would find a message. */
  readonly isAvailable: boolean
  /** To be called before the first `pick` of a receive. */
  begin(): void
  /** Looks at more messages, so that `pick` may find some. Undefined: there is nothing to look at, or no need. */
  lookAhead(): Promise<void> | undefined
  /** What `pick` would take now, in its order, if no message of it belongs to a group. Undefined: that is not to be seen at once. */
  peek(countMax: number): Offset[] | undefined
  /** Takes up to so many messages. @returns their slots */
  pick(countMax: number, nowMs: number): number[]
  /** Is told of what was read of a picked message. @returns false if it has put it back, to be picked later */
  accept(slot: number, message: StoredMessage): boolean
}
