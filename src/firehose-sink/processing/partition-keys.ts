import type { SinkRecord } from '../destinations/destination.ts'
import { eachRecord, failedRecord } from './each-record.ts'
import type { Processed, RecordProcessor } from './processor.ts'

/** The last step of dynamic partitioning: records without the keys that the prefix asks for go to the error output. */
export class PartitionKeys implements RecordProcessor {
  readonly #keys: readonly string[]

  /** @param keys of the prefix */
  constructor(keys: readonly string[]) {
    this.#keys = keys
  }

  process(records: readonly SinkRecord[]): Promise<Processed> {
    return eachRecord(records, (record, into) => {
      if (this.#keys.every((key) => (record.partitionKeys?.[key] ?? '') !== '')) into.records.push(record)
      else into.failed.push(failedRecord(record, 'DynamicPartitioning.MetadataExtractionFailed', missing))
    })
  }
}

const missing = 'partitionKeys values must not be null or empty'
