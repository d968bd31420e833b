import { inSlices, type Slices, slicesOf } from '../../base/index.ts'
import type { SinkRecord } from '../destinations/destination.ts'
import type { Processed, UnprocessedRecord } from './processor.ts'

/** What a processor adds to. */
export interface Collected {
  readonly records: SinkRecord[]
  readonly failed: UnprocessedRecord[]
}

/** Some milliseconds of work at the most: records are copied or parsed, and most have a KiB or less. */
const recordsInSlice = 500
const bytesInSlice = 1024 * 1024

/** Processes records one by one on this thread, with turns for others between slices. */
export function eachRecord(
  records: readonly SinkRecord[],
  process: (record: SinkRecord, into: Collected) => void,
): Promise<Processed> {
  return inSlices(allOf(records, process))
}

function* allOf(
  records: readonly SinkRecord[],
  process: (record: SinkRecord, into: Collected) => void,
): Slices<Processed> {
  const into: Collected = { records: [], failed: [] }
  const isOver = slicesOf(recordsInSlice)
  let bytes = 0
  for (const record of records) {
    process(record, into)
    bytes += record.data.length
    if (!isOver() && bytes < bytesInSlice) continue
    bytes = 0
    yield
  }
  return into
}

export function failedRecord(record: SinkRecord, code: string, message: string): UnprocessedRecord {
  return { record, code, message, attempts: 1 }
}
