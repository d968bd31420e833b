import type { LogId } from '../../log/index.ts'
import { evenHashRanges } from '../../partitioner/index.ts'
import { onDemandShards } from '../limits.ts'
import type { Owner } from '../owner.ts'
import type { RecordDistribution, ShardState, StreamMode, StreamState } from '../stream-state.ts'

/** Source: API reference of CreateStream. */
const retentionHoursDefault = 24
/** Source: https://docs.aws.amazon.com/streams/latest/dev/large-records.html */
const maxRecordSizeKiBDefault = 1024

export interface StreamRequest {
  readonly name: string
  readonly mode: StreamMode
  /** For PROVISIONED; an on-demand stream starts with `onDemandShards`. */
  readonly shardCount?: number | undefined
  readonly maxRecordSizeKiB?: number | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
  readonly distribution?: RecordDistribution | undefined
  /** For ON_DEMAND: it starts with as many shards as take this. */
  readonly warmThroughputMiBps?: number | undefined
}

export function shardCountOf({ mode, shardCount = 1, warmThroughputMiBps = 0 }: StreamRequest): number {
  return mode === 'ON_DEMAND' ? Math.max(onDemandShards, warmThroughputMiBps) : shardCount
}

/** The state of a stream at its creation. @param newLogId called once for each shard */
export function newStream(
  { account, region }: Owner,
  request: StreamRequest,
  times: { readonly nowMs: number; readonly activeAtMs: number },
  newLogId: () => LogId,
): StreamState {
  const shards = evenHashRanges(shardCountOf(request)).map(
    ({ start, end }, index): ShardState => ({
      index,
      log: newLogId(),
      startingHashKey: start.toString(),
      endingHashKey: end.toString(),
      createdMs: times.nowMs,
    }),
  )
  return {
    account,
    region,
    name: request.name,
    mode: request.mode,
    createdMs: times.nowMs,
    activeAtMs: times.activeAtMs,
    retentionHours: retentionHoursDefault,
    maxRecordSizeKiB: request.maxRecordSizeKiB ?? maxRecordSizeKiBDefault,
    tags: Object.entries(request.tags ?? {}),
    ...(request.distribution !== undefined && { distribution: request.distribution }),
    ...(request.warmThroughputMiBps !== undefined && { warmThroughputMiBps: request.warmThroughputMiBps }),
    shards,
  }
}
