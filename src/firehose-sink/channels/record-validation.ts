import { isUtf8 } from 'node:buffer'
import { inSlices, type Slices, slicesOf } from '../../base/index.ts'
import type { ChannelRecordFormat } from '../../shards/index.ts'
import type { SinkRecord } from '../destinations/destination.ts'
import type { Processed, RecordProcessor, UnprocessedRecord } from '../processing/processor.ts'
import { JsonText } from './json-text.ts'

/** Some milliseconds of this thread at the most. */
const recordsInSlice = 500
const bytesInSlice = 128 * 1024

/**
 * Lets those records pass that have the format of their channel.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/data-delivery-s3-about.html ("Validate")
 */
export function validationOf(format: ChannelRecordFormat): RecordProcessor | undefined {
  if (format === 'BYTE_ARRAY') return undefined
  return { process: (records) => inSlices(validated(records, format)) }
}

function* validated(records: readonly SinkRecord[], format: 'JSON' | 'STRING'): Slices<Processed> {
  const valid: SinkRecord[] = []
  const failed: UnprocessedRecord[] = []
  const isOver = slicesOf(recordsInSlice)
  let bytes = 0
  for (const record of records) {
    const isText = isUtf8(record.data)
    if (isText && (format === 'STRING' || (yield* isJson(record.data)))) valid.push(record)
    else failed.push(invalid(record, format))
    bytes += record.data.length
    if (!isOver() && bytes < bytesInSlice) continue
    bytes = 0
    yield
  }
  return { records: valid, failed }
}

function* isJson(data: Buffer): Slices<boolean> {
  for (const text = new JsonText(data); ; ) {
    const known = text.step(bytesInSlice)
    if (known !== undefined) return known
    yield
  }
}

function invalid(record: SinkRecord, format: 'JSON' | 'STRING'): UnprocessedRecord {
  return {
    record,
    code: 'InvalidRecordFormat',
    message: `The record is not a valid ${format === 'JSON' ? 'JSON payload' : 'UTF-8 string'}.`,
    attempts: 1,
    details: { sequenceNumber: record.position },
  }
}
