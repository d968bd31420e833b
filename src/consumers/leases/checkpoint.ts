/**
 * How far a shard has been processed: up to this record and with it. Two records that were put as one aggregated record
 * share the sequence number and differ in the sub-sequence number. In place of a sequence number stands one of
 * `sentinels` before the first record and after the last, as in the tables of the Kinesis Client Library.
 */
export interface Checkpoint {
  readonly sequenceNumber: string
  readonly subSequenceNumber: number
}

const sentinels = ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP', 'SHARD_END'] as const
export type Sentinel = (typeof sentinels)[number]

/** The checkpoint of a shard that was processed to its end. */
export const shardEnd: Checkpoint = { sequenceNumber: 'SHARD_END', subSequenceNumber: 0 }
export const trimHorizon: Checkpoint = { sequenceNumber: 'TRIM_HORIZON', subSequenceNumber: 0 }

export function isShardEnd({ sequenceNumber }: Checkpoint): boolean {
  return sequenceNumber === shardEnd.sequenceNumber
}

/** True before the first checkpoint at a record. */
export function isStart({ sequenceNumber }: Checkpoint): boolean {
  return (
    sentinels.some((sentinel) => sentinel === sequenceNumber) && sequenceNumber !== shardEnd.sequenceNumber
  )
}

/** Negative when `a` is before `b`. Only for checkpoints at records. */
export function compareCheckpoints(a: Checkpoint, b: Checkpoint): number {
  const difference = BigInt(a.sequenceNumber) - BigInt(b.sequenceNumber)
  if (difference !== 0n) return difference < 0n ? -1 : 1
  return a.subSequenceNumber - b.subSequenceNumber
}
