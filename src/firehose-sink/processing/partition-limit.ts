import type { SinkRecord } from '../destinations/destination.ts'
import { type Collected, eachRecord } from './each-record.ts'
import type { Processed, RecordProcessor } from './processor.ts'

/** AWS's default. Source: https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
export const activePartitionsMax = 500

/**
 * The last step of dynamic partitioning: records without the keys that the prefix asks for, and those of partitions beyond the limit of
 * active ones, go to the error output.
 */
export class PartitionLimit implements RecordProcessor {
  readonly #keys: readonly string[]

  /** @param keys of the prefix */
  constructor(keys: readonly string[]) {
    this.#keys = keys
  }

  async process(records: readonly SinkRecord[]): Promise<Processed> {
    const active = new Set<string>()
    return await eachRecord(records, (record, into) => this.#admit(record, active, into))
  }

  #admit(record: SinkRecord, active: Set<string>, into: Collected): void {
    const values = this.#keys.map((key) => record.partitionKeys?.[key])
    if (values.some((value) => value === undefined || value === '')) {
      const message = 'partitionKeys values must not be null or empty'
      into.failed.push({ record, code: 'DynamicPartitioning.MetadataExtractionFailed', message, attempts: 1 })
      return
    }
    const partition = JSON.stringify(values)
    if (active.has(partition) || active.size < activePartitionsMax) {
      active.add(partition)
      into.records.push(record)
    } else into.failed.push(beyondLimit(record))
  }
}

/* The text is ours. */
function beyondLimit(record: SinkRecord) {
  return {
    record,
    code: 'DynamicPartitioning.ActivePartitionsLimitExceeded',
    message: `There are more than ${activePartitionsMax} active partitions`,
    attempts: 1,
    errorOutputType: 'activePartitionExceeded',
  }
}
