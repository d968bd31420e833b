import type { SinkRecord } from '../destinations/destination.ts'
import { eachRecord } from './each-record.ts'
import type { Processed, RecordProcessor } from './processor.ts'

/** AppendDelimiterToRecord: puts a delimiter behind each record. */
export class AppendDelimiter implements RecordProcessor {
  readonly #delimiter: Buffer

  constructor(delimiter: Buffer) {
    this.#delimiter = delimiter
  }

  process(records: readonly SinkRecord[]): Promise<Processed> {
    return eachRecord(records, (record, into) => {
      into.records.push({ ...record, data: Buffer.concat([record.data, this.#delimiter]) })
    })
  }
}
