import type { SinkRecord } from '../destinations/destination.ts'
import { type Collected, eachRecord, failedRecord } from './each-record.ts'
import type { Processed, RecordProcessor } from './processor.ts'

interface LogsRecord {
  readonly messageType: string
  readonly logEvents: readonly { readonly message: string }[]
}

/**
 * CloudWatchLogProcessing with DataMessageExtraction: of what CloudWatch Logs delivers, the messages alone, a line each. Its control
 * messages, which say that the subscription works, are left out.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/Message_extraction.html
 */
export class LogMessageExtraction implements RecordProcessor {
  process(records: readonly SinkRecord[]): Promise<Processed> {
    return eachRecord(records, extract)
  }
}

function extract(record: SinkRecord, into: Collected): void {
  const logs = parsed(record.data)
  if (logs === undefined) {
    /* Code and text are ours: AWS publishes none. */
    const why = 'The record is not one of a CloudWatch Logs subscription'
    into.failed.push(failedRecord(record, 'CloudWatchLogProcessing.Failed', why))
  } else if (logs.messageType !== 'CONTROL_MESSAGE') {
    const lines = logs.logEvents.map(({ message }) => `${message}\n`).join('')
    into.records.push({ ...record, data: Buffer.from(lines) })
  }
}

function parsed(data: Buffer): LogsRecord | undefined {
  let value: unknown
  try {
    value = JSON.parse(data.toString())
  } catch {
    return undefined
  }
  return isLogsRecord(value) ? value : undefined
}

function isLogsRecord(value: unknown): value is LogsRecord {
  if (typeof value !== 'object' || value === null) return false
  const { messageType, logEvents } = value as Partial<LogsRecord>
  return (
    typeof messageType === 'string' &&
    Array.isArray(logEvents) &&
    logEvents.every((event: unknown) => typeof (event as { message?: unknown } | null)?.message === 'string')
  )
}
