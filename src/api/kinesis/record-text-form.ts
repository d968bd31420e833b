import { type RecordCursor, type SequenceNumbers, sequenceNumberDigits } from '../../shards/index.ts'

/*
 * One record in an answer, the comma behind it included:
 *
 * {"SequenceNumber":"<56 digits>","ApproximateArrivalTimestamp":1700000000.123,"Data":"<base64>","PartitionKey":"..."},
 *
 * with no PartitionKey where the producer gave none, and then "EncryptionType":"KMS" where the stream had encryption.
 */
export const numberHead = '{"SequenceNumber":"'
const timeHead = '","ApproximateArrivalTimestamp":'
const dataHead = ',"Data":"'
const dataTail = '"'
const keyHead = ',"PartitionKey":'
const kms = ',"EncryptionType":"KMS"'
const recordTail = '},'

/** Seconds with milliseconds, until the year 33658. */
const timeCharactersMax = 16
const quotesSize = 2
/** What one byte of a key can become in JSON: \u0001. */
const escapedByteMax = 6
/** Of a record, all but its key and its data. */
export const textOverhead =
  numberHead.length +
  sequenceNumberDigits +
  timeHead.length +
  timeCharactersMax +
  dataHead.length +
  dataTail.length +
  keyHead.length +
  quotesSize +
  kms.length +
  recordTail.length

/** How long the texts of `count` records can be. */
export function textsSizeMax(count: number, keyBytes: number, dataBytes: number): number {
  return count * textOverhead + keyBytes * escapedByteMax + base64SizeMax(dataBytes, count)
}

/** base64 makes 4 characters of every 3 bytes that have begun. */
export function base64SizeMax(bytes: number, records = 1): number {
  return 4 * (Math.ceil(bytes / 3) + records)
}

/** Between the sequence number and the data. */
export const timeOf = (arrivalMs: number): string => `${timeHead}${arrivalMs / 1000}${dataHead}`

/** Behind the data. */
export function tailOf({ frames, keyStart, keyEnd, ofEncrypted }: RecordCursor): string {
  const key = keyEnd > keyStart ? keyHead + JSON.stringify(frames.toString('utf8', keyStart, keyEnd)) : ''
  return `${dataTail}${key}${ofEncrypted ? kms : ''}${recordTail}`
}

/** Writes records as they lie in the log to the body of an answer in JSON. */
export interface RecordWriter {
  /**
   * Writes all records of `cursor`, a comma behind each. `body` has room for `textsSizeMax`.
   * @returns the place in the body after the last text
   */
  write(body: Buffer, at: number, cursor: RecordCursor, numbers: SequenceNumbers): number
}
