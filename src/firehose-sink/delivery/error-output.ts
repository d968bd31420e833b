import type { FailedRecord, SinkRecord } from '../destinations/destination.ts'

/** A record that was given up, and how it came to that. */
export interface GivenUpRecord {
  readonly record: SinkRecord
  readonly failure: Omit<FailedRecord, 'index'>
  readonly attempts: number
  readonly endedMs: number
  /** What it failed at, if not at the delivery. */
  readonly errorOutputType?: string
}

/**
 * The lines that say so, one JSON document each, with the members that AWS has.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html ("attemptsMade", "rawData" and so on)
 */
export function errorLines(records: readonly GivenUpRecord[]): Buffer[] {
  return records.map(({ record, failure, attempts, endedMs }) => {
    const line = {
      attemptsMade: attempts,
      arrivalTimestamp: record.arrivalMs,
      errorCode: failure.code,
      errorMessage: failure.message,
      attemptEndingTimestamp: endedMs,
      rawData: record.data.toString('base64'),
      ...failure.details,
    }
    return Buffer.from(`${JSON.stringify(line)}\n`)
  })
}
