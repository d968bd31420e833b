import { readAggregatedRecord } from '../../../aggregation/index.ts'
import { type ShardRecords, secondsOf } from '../../../shards/index.ts'
import type { SinkRecord } from '../../destinations/destination.ts'

/**
 * The records as delivery streams have them: those of the Kinesis Producer Library taken apart.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html ("de-aggregates the records")
 */
export function userRecordsOf(records: ShardRecords): SinkRecord[] {
  const found: SinkRecord[] = []
  for (const record of streamRecordsOf(records)) addUserRecords(found, record)
  return found
}

/** The records as the stream has them, in memory of their own. */
export function streamRecordsOf(records: ShardRecords): SinkRecord[] {
  const { numbers } = records.shard
  const found: SinkRecord[] = []
  let frames: Buffer | undefined
  let copy = Buffer.alloc(0)
  for (const cursor = records.cursor(); cursor.next(); ) {
    if (cursor.frames !== frames) {
      frames = cursor.frames
      copy = Buffer.from(frames)
    }
    const { offset, arrivalMs, keyEnd, dataEnd } = cursor
    const position = numbers.textOf(offset, secondsOf(arrivalMs))
    found.push({ data: copy.subarray(keyEnd, dataEnd), arrivalMs, position })
  }
  return found
}

/** Each with a position of its own. */
export function addUserRecords(target: SinkRecord[], record: SinkRecord): void {
  const users = readAggregatedRecord(record.data)
  if (users === undefined) target.push(record)
  else
    for (const { data, subSequenceNumber } of users)
      target.push({ ...record, data, position: `${record.position}:${subSequenceNumber}` })
}
