import type { Positions } from '../control/firehose-event.ts'
import type { SinkRecord } from '../destinations/destination.ts'

export interface SourceBatch {
  /** Those of one partition in its order, behind all that were given before. */
  readonly records: readonly SinkRecord[]
  /** Of each partition that has moved: where to go on behind these records. */
  readonly positions: Positions
}

/** Where the records of one delivery stream come from: partitions, each of which has an order of its own. */
export interface RecordSource {
  /** For how long a record can be read again, in milliseconds. */
  readonly retentionMs: number
  /**
   * Resolves with the next records as soon as there is one: some `bytesMax` of them, the first whatever its size. Without
   * any when `signal` aborts.
   * @throws what reading fails with; the source is then closed, and opened again at what was delivered
   */
  read(bytesMax: number, signal: AbortSignal): Promise<SourceBatch>
  /** Is told what will not be read again, when that is durable. */
  delivered(positions: Positions): Promise<void>
  /** What waits that was not read yet, as far as is known without asking. */
  backlog(): Backlog
  /** What people call partitions, by what they are called in positions. Absent: the same. */
  partitionNames?(): ReadonlyMap<string, string>
  close(): Promise<void>
}

export interface Backlog {
  /** Absent where the source does not count. */
  readonly records?: number
  /** By how much the newest record of the source is newer than the last one read, in milliseconds. Absent: not known. */
  readonly behindMs?: number
}

/** Is told of what went wrong and is tried again by the source itself. */
export type ReportTrouble = (code: string, message: string) => void

/** Opens a source at the positions up to which it is delivered. @throws what it cannot be opened for */
export type OpenSource = (
  positions: ReadonlyMap<string, string>,
  report: ReportTrouble,
) => Promise<RecordSource>

export const nothing: SourceBatch = { records: [], positions: {} }
