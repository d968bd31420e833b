import { isUtf8 } from 'node:buffer'
import type { ChannelRecordFormat } from '../../shards/index.ts'
import type { SinkRecord } from '../destinations/destination.ts'
import { eachRecord } from '../processing/each-record.ts'
import type { Processed, RecordProcessor } from '../processing/processor.ts'

/** @returns what is wrong with data that are not of the format */
type Validation = (data: Buffer) => string | undefined

const validations: Readonly<Record<ChannelRecordFormat, Validation | undefined>> = {
  JSON: (data) => (isJson(data) ? undefined : 'The record is not a valid JSON payload.'),
  STRING: (data) => (isUtf8(data) ? undefined : 'The record is not a valid UTF-8 string.'),
  BYTE_ARRAY: undefined,
}

/**
 * Lets those records pass that have the format of their channel.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/data-delivery-s3-about.html ("Validate")
 */
export function validationOf(format: ChannelRecordFormat): RecordProcessor | undefined {
  const validate = validations[format]
  return validate && { process: (records) => validRecords(records, validate) }
}

function validRecords(records: readonly SinkRecord[], validate: Validation): Promise<Processed> {
  return eachRecord(records, (record, { records: valid, failed }) => {
    const message = validate(record.data)
    if (message === undefined) valid.push(record)
    else
      failed.push({
        record,
        code: 'InvalidRecordFormat',
        message,
        attempts: 1,
        details: { sequenceNumber: record.position },
      })
  })
}

function isJson(data: Buffer): boolean {
  if (!isUtf8(data)) return false
  try {
    JSON.parse(data.toString())
    return true
  } catch {
    return false
  }
}
