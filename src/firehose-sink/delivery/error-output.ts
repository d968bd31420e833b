import type { FailedRecord, SinkRecord } from '../destinations/destination.ts'
import type { UnprocessedRecord } from '../processing/processor.ts'

/** A record that was given up, and how it came to that. */
export interface GivenUpRecord {
  readonly record: SinkRecord
  readonly failure: Omit<FailedRecord, 'index'>
  readonly attempts: number
  readonly endedMs: number
  /** What it failed at, if not at the delivery. */
  readonly errorOutputType?: string
}

/** A record that no processor could process, at `endedMs`: as it came, compressed or not. */
export function givenUpBy(
  { record, code, message, attempts, ...rest }: UnprocessedRecord,
  endedMs: number,
): GivenUpRecord {
  const { details, errorOutputType = 'processing-failed' } = rest
  const failure = { code, message, retryable: false, ...(details && { details }) }
  return { record: asItCame(record), failure, attempts, endedMs, errorOutputType }
}

/** Source: https://docs.aws.amazon.com/firehose/latest/dev/decomp-faq.html ("delivered in compressed format", also where conversion fails) */
export function asItCame({ compressed, ...record }: SinkRecord): SinkRecord {
  return compressed === undefined ? record : { ...record, data: compressed }
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
