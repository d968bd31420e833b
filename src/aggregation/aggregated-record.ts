import { hash } from 'node:crypto'
import { MessageReader, wireType } from './protobuf.ts'

/*
 * Many user records in one record of a stream, as the Kinesis Producer Library packs them:
 *
 *   0             4                     size - 16
 *   | f3 89 9a c2 | protobuf message    | MD5 of the message |
 *
 *   message AggregatedRecord {            message Record {
 *     repeated string partition_keys = 1;    required uint64 partition_key_index = 1;
 *     repeated string explicit_keys = 2;     optional uint64 explicit_key_index = 2;
 *     repeated Record records = 3;           required bytes data = 3;
 *   }                                        repeated Tag tags = 4;  (not kept)
 *                                          }
 *
 * A record names its keys by their places in the two tables. Its own place is its sub-sequence number.
 * Source: https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 */
export const magic = Buffer.from([0xf3, 0x89, 0x9a, 0xc2])
export const digestSize = 16
export const aggregateField = { partitionKey: 1, explicitHashKey: 2, record: 3 } as const
export const recordField = { partitionKeyIndex: 1, explicitHashKeyIndex: 2, data: 3 } as const

/** One record of those in an aggregated record. */
export interface UserRecord {
  readonly partitionKey: string
  /** Decimal, as in PutRecord; undefined where the partition key decides. */
  readonly explicitHashKey: string | undefined
  /** A view of the aggregated record's bytes. */
  readonly data: Buffer
  /** Its place in the aggregated record, from 0. Together with the sequence number it names the record. */
  readonly subSequenceNumber: number
}

export function digestOf(message: Buffer): Buffer {
  return hash('md5', message, 'buffer')
}

/**
 * The records within an aggregated record. Undefined when `data` is none, which any producer may have put: without the
 * magic number, with another digest, or malformed. It is then one record, as it is.
 */
export function readAggregatedRecord(data: Buffer): UserRecord[] | undefined {
  if (data.length < magic.length + digestSize || data.compare(magic, 0, magic.length, 0, magic.length) !== 0)
    return undefined
  const message = data.subarray(magic.length, data.length - digestSize)
  if (!digestOf(message).equals(data.subarray(data.length - digestSize))) return undefined
  return readMessage(message)
}

function readMessage(message: Buffer): UserRecord[] | undefined {
  const partitionKeys: string[] = []
  const explicitHashKeys: string[] = []
  const records: Buffer[] = []
  const field = new MessageReader(message)
  while (field.next()) {
    if (field.type !== wireType.bytes) continue
    if (field.number === aggregateField.partitionKey) partitionKeys.push(field.bytes.toString())
    else if (field.number === aggregateField.explicitHashKey) explicitHashKeys.push(field.bytes.toString())
    else if (field.number === aggregateField.record) records.push(field.bytes)
  }
  if (!field.isWhole) return undefined
  const userRecords: UserRecord[] = []
  for (const [subSequenceNumber, bytes] of records.entries()) {
    const record = readRecord(bytes, subSequenceNumber, partitionKeys, explicitHashKeys)
    if (record === undefined) return undefined
    userRecords.push(record)
  }
  return userRecords
}

function readRecord(
  bytes: Buffer,
  subSequenceNumber: number,
  partitionKeys: readonly string[],
  explicitHashKeys: readonly string[],
): UserRecord | undefined {
  let partitionKey: string | undefined
  let explicitHashKey: string | undefined
  let explicitIndex = -1
  let data: Buffer | undefined
  const field = new MessageReader(bytes)
  while (field.next()) {
    if (field.number === recordField.data && field.type === wireType.bytes) data = field.bytes
    if (field.type !== wireType.varint) continue
    if (field.number === recordField.partitionKeyIndex) partitionKey = partitionKeys[field.varint]
    if (field.number === recordField.explicitHashKeyIndex) explicitIndex = field.varint
  }
  if (explicitIndex >= 0) {
    explicitHashKey = explicitHashKeys[explicitIndex]
    if (explicitHashKey === undefined) return undefined
  }
  if (!field.isWhole || partitionKey === undefined || data === undefined) return undefined
  return { partitionKey, explicitHashKey, data, subSequenceNumber }
}
