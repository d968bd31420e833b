import type { FailedRecord, SinkRecord } from './destination.ts'

/** Why none of some records was confirmed. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
}

/** The records from `first` on, all failed alike. */
export function allFailed(records: readonly SinkRecord[], failure: Failure, first = 0): FailedRecord[] {
  const { code, message, retryable } = failure
  return records.slice(first).map((_, i) => ({ index: first + i, code, message, retryable }))
}
