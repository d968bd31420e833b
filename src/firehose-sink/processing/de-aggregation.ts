import { readAggregatedRecord } from '../../aggregation/index.ts'
import type { SinkRecord } from '../destinations/destination.ts'
import { eachRecord, failedRecord } from './each-record.ts'
import { jsonObjectsIn } from './json-values.ts'
import type { Processed, RecordProcessor } from './processor.ts'

/** How the records within a record are told apart. */
export type SubRecords =
  | { readonly type: 'JSON' }
  | { readonly type: 'DELIMITED'; readonly delimiter: Buffer }

/**
 * RecordDeAggregation: makes of each record those that its producer has put together in it, be it by the Kinesis Producer Library, as
 * JSON objects, or with a delimiter between them.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggergation.html
 */
export class DeAggregation implements RecordProcessor {
  readonly #subRecords: SubRecords

  constructor(subRecords: SubRecords) {
    this.#subRecords = subRecords
  }

  process(records: readonly SinkRecord[]): Promise<Processed> {
    return eachRecord(records, (record, into) => {
      for (const data of userRecordsIn(record.data)) {
        const parts = this.#partsOf(data)
        if (parts === undefined) into.failed.push(notJson({ ...record, data }))
        else for (const part of parts) into.records.push({ ...record, data: part })
      }
    })
  }

  #partsOf(data: Buffer): readonly Buffer[] | undefined {
    const { type } = this.#subRecords
    return type === 'JSON' ? jsonObjectsIn(data) : splitAt(data, this.#subRecords.delimiter)
  }
}

function userRecordsIn(data: Buffer): readonly Buffer[] {
  return readAggregatedRecord(data)?.map((record) => record.data) ?? [data]
}

/** Without what is empty: so the delimiter may be between records or behind each. */
function splitAt(data: Buffer, delimiter: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let start = 0
  for (let at = data.indexOf(delimiter); at >= 0; at = data.indexOf(delimiter, start)) {
    if (at > start) parts.push(data.subarray(start, at))
    start = at + delimiter.length
  }
  if (start < data.length) parts.push(data.subarray(start))
  return parts
}

/* Code and text are ours: AWS publishes none. */
function notJson(record: SinkRecord) {
  return failedRecord(
    record,
    'DynamicPartitioning.RecordDeaggregationFailed',
    'The record is not a sequence of JSON objects',
  )
}
