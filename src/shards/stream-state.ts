import type { LogId, Offset } from '../log/index.ts'
import type { Owner } from './owner.ts'
import type { ShardMetric } from './settings/shard-metrics.ts'
import type { Tag } from './settings/tags.ts'

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND'
/** AUTO spreads records over the open shards, whatever their keys. Absent: by partition key. */
export type RecordDistribution = 'AUTO' | 'USER_PARTITION_KEY'
export type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING'

/** One shard as the control log knows it. Plain data, never changed: a change is a new object. */
export interface ShardState {
  /** The number in the shard id. */
  readonly index: number
  /** Where its records are. Never used twice, so it also tells this shard from any other, of a deleted stream too. */
  readonly log: LogId
  /** Its hash keys, first and last, in decimal. */
  readonly startingHashKey: string
  readonly endingHashKey: string
  /** None of its records has arrived before. */
  readonly createdMs: number
  /**
   * The second that its sequence numbers begin with, where that is not the one of `createdMs`: later than that of its
   * parents, so that its numbers are greater than theirs also when it is made in the same second.
   */
  readonly numbersFromSeconds?: number
  /** The index of the shard that was split, or of the one of two that were merged. */
  readonly parent?: number
  readonly adjacentParent?: number
  /** Set for a closed shard: when it was closed, later than its last record arrived, and one past that record. */
  readonly closedMs?: number
  readonly endOffset?: Offset
}

/** One stream as the control log knows it. Plain data, never changed: a change is a new object. */
export interface StreamState extends Owner {
  readonly name: string
  readonly mode: StreamMode
  /** Also tells this stream from others that had its name. */
  readonly createdMs: number
  /** CREATING is seen until then. */
  readonly activeAtMs: number
  /** UPDATING is seen until then, if it is set. */
  readonly updatingUntilMs?: number
  /** Set for a deleted stream: DELETING is seen until then, and nothing afterwards. */
  readonly goneAtMs?: number
  readonly retentionHours: number
  readonly maxRecordSizeKiB: number
  /** What arrived before this was too old once, and stays so when the retention period becomes longer. */
  readonly keptFromMs?: number
  readonly tags: readonly Tag[]
  /** The KMS key, as the caller has named it. Null, as absent: not encrypted. */
  readonly kmsKeyId?: string | null
  /** When keys were set and encryption was stopped, in the 24 hours before the last time. */
  readonly encryptionStartsMs?: readonly number[]
  readonly encryptionStopsMs?: readonly number[]
  /** The resource policy, as the caller has written it. Null, as absent: none. */
  readonly policy?: string | null
  readonly shardMetrics?: readonly ShardMetric[]
  /** When the mode was changed, in the 24 hours before the last time. */
  readonly modeChangesMs?: readonly number[]
  readonly distribution?: RecordDistribution
  /** Of an on-demand stream: what it is to take in at once. Null, as absent: not set. */
  readonly warmThroughputMiBps?: number | null
  /** When UpdateShardCount was called, the newest last; as many as its limit needs to know. */
  readonly countUpdatesMs?: readonly number[]
  /** By index, open and closed. Never none: the newest is open, or has a newer one as child. */
  readonly shards: readonly ShardState[]
}

/** What a stream can become in the course of its life, without its shards. */
export type StreamChange = Partial<
  Omit<StreamState, 'account' | 'region' | 'name' | 'createdMs' | 'activeAtMs' | 'goneAtMs' | 'shards'>
>

/** @returns undefined for a deleted stream of which nothing is seen any more */
export function statusOf(stream: StreamState, nowMs: number): StreamStatus | undefined {
  if (stream.goneAtMs !== undefined) return nowMs < stream.goneAtMs ? 'DELETING' : undefined
  if (nowMs < stream.activeAtMs) return 'CREATING'
  return nowMs < (stream.updatingUntilMs ?? 0) ? 'UPDATING' : 'ACTIVE'
}

/** The place in the list of the first shard with that number or a greater one. */
export function firstFrom(shards: readonly ShardState[], index: number): number {
  let low = 0
  let high = shards.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (shards[middle]!.index < index) low = middle + 1
    else high = middle
  }
  return low
}

/** The shard of that number. Shards that are long closed are gone, so it is not at that place in the list. */
export function findShard({ shards }: StreamState, index: number): ShardState | undefined {
  const shard = shards[firstFrom(shards, index)]
  return shard?.index === index ? shard : undefined
}

/** What becomes of a shard that is split or merged. */
export interface ClosedShard {
  readonly index: number
  readonly closedMs: number
  readonly endOffset: Offset
}

export function isOpen(shard: ShardState): boolean {
  return shard.closedMs === undefined
}

const hourMs = 3_600_000

/** Records that arrived before this are not given out any more, and are trimmed. */
export function retentionHorizonMs(
  { retentionHours, keptFromMs = Number.NEGATIVE_INFINITY }: StreamState,
  nowMs: number,
): number {
  return Math.max(nowMs - retentionHours * hourMs, keptFromMs)
}
