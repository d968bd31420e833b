import type { Positions } from '../control/firehose-event.ts'
import type { SinkRecord } from '../destinations/destination.ts'

/** Records that are delivered together. */
export interface FullBuffer {
  /** A UUID. */
  readonly id: string
  /** One at least. */
  readonly records: readonly SinkRecord[]
  /** Data of all. */
  readonly bytes: number
  /** Up to where the source is delivered when they are. */
  readonly positions: Positions
}
