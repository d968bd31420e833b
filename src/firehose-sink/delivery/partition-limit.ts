import type { SinkRecord } from '../destinations/destination.ts'
import { type GivenUpRecord, givenUpBy } from './error-output.ts'

/** AWS's default, for one delivery stream. Source: https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
export const activePartitionsMax = 500

/**
 * A record of a partition too many. Source of where it goes: https://docs.aws.amazon.com/firehose/latest/dev/buffering.html. The text
 * is ours.
 */
export function beyondLimit(record: SinkRecord, endedMs: number): GivenUpRecord {
  const unprocessed = {
    record,
    code: 'DynamicPartitioning.ActivePartitionsLimitExceeded',
    message: `There are more than ${activePartitionsMax} active partitions`,
    attempts: 1,
    errorOutputType: 'activePartitionExceeded',
  }
  return givenUpBy(unprocessed, endedMs)
}
