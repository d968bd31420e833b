import type { SinkRecord } from '../destinations/destination.ts'
import { type Collected, eachRecord } from './each-record.ts'
import type { Processed, RecordProcessor } from './processor.ts'

/** Source: https://docs.aws.amazon.com/firehose/latest/dev/limits.html ("10 MB maximum record size", of Amazon MSK) */
const kafkaRecordBytesMax = 10 * 1024 * 1024

export interface FailedValidation {
  failedValidationRecords: number
  failedValidationBytes: number
}

/** Records that are too large go to the error output. AWS does the same, and has published neither code nor place: both are ours. */
export class RecordSizeLimit implements RecordProcessor {
  readonly #counters: FailedValidation

  constructor(counters: FailedValidation) {
    this.#counters = counters
  }

  async process(records: readonly SinkRecord[]): Promise<Processed> {
    return await eachRecord(records, (record, into) => this.#admit(record, into))
  }

  #admit(record: SinkRecord, { records, failed }: Collected): void {
    const { length } = record.data
    if (length <= kafkaRecordBytesMax) {
      records.push(record)
      return
    }
    this.#counters.failedValidationRecords++
    this.#counters.failedValidationBytes += length
    const message = `The record has ${length} bytes, and a record of a topic at most ${kafkaRecordBytesMax}.`
    failed.push({ record, code: 'Kafka.RecordTooLarge', message, attempts: 1 })
  }
}
