import type { SinkRecord } from '../destinations/destination.ts'

/** A record that a processor could not process: it goes to the error output as it came. */
export interface UnprocessedRecord {
  readonly record: SinkRecord
  readonly code: string
  readonly message: string
  /** Of the call of a function. */
  readonly attempts: number
  /** Where in the error output: `processing-failed` if absent. */
  readonly errorOutputType?: string
  readonly details?: Readonly<Record<string, string>>
}

export interface Processed {
  /** In the order of the records that they are made of. */
  readonly records: readonly SinkRecord[]
  readonly failed: readonly UnprocessedRecord[]
}

/** One step of processing: what becomes of the records that a delivery stream is about to deliver. */
export interface RecordProcessor {
  /** @throws the signal's reason when that aborts. Everything else that can go wrong is about records, and in the result. */
  process(records: readonly SinkRecord[], signal: AbortSignal): Promise<Processed>
}

export const noFailures: readonly UnprocessedRecord[] = []
