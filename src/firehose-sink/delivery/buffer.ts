import type { Positions } from '../control/firehose-event.ts'
import type { SinkRecord } from '../destinations/destination.ts'
import type { GivenUpRecord } from './error-output.ts'

/** A record costs some 200 bytes beside its data: a buffer of tiny ones is full before it is larger than it should be. */
export const bytesPerRecordMin = 100

/** What is delivered together. */
export interface BufferContents {
  /** For the destination, processed. */
  readonly records: readonly SinkRecord[]
  /** For the error output. */
  readonly failed: readonly GivenUpRecord[]
  /** For the backup, if there is one: as they came. */
  readonly backup: readonly SinkRecord[]
  /** What it takes in memory: records, but for those that are in the backup alone, and data of all. */
  readonly count: number
  readonly bytes: number
  /** When the first of its records arrived. */
  readonly oldestMs: number | undefined
  /** Up to where the source is delivered when it is, and all buffers before it. */
  readonly positions: Positions
}

export interface FullBuffer extends BufferContents {
  /** A UUID. */
  readonly id: string
}
