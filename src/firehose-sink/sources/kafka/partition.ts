import type { Clock } from '../../../base/index.ts'
import { Backoff } from './backoff.ts'

/** One partition of a topic, and up to where it is read. */
export class Partition {
  readonly number: number
  /** What it is called in positions. */
  readonly key: string
  readonly backoff: Backoff
  /** Whether somebody has read it before: what is gone of it then was not delivered. */
  readonly wasBegun: boolean
  /** The broker that has it; negative while there is none. */
  leader = -1
  next: bigint
  /** Behind the newest record, when it was last read. Undefined: it was not yet. */
  end: bigint | undefined
  /** By one request at a time, so that its records are in order. */
  isBeingRead = false
  /** Rises with each read that brought records: those that had none for long come first. */
  turn = 0

  /** @param position where to go on; undefined for one that nobody has begun */
  constructor(clock: Clock, topicId: string, number: number, position: string | undefined) {
    this.number = number
    this.key = partitionKey(topicId, number)
    this.backoff = new Backoff(clock)
    this.wasBegun = position !== undefined
    this.next = BigInt(position ?? 0)
  }
}

/** A topic that is made anew has another id, and is read from its beginning. */
export const partitionKey = (topicId: string, number: number) => `${topicId}:${number}`
