import { retentionHorizonMs, type ShardState, type StreamState } from './stream-state.ts'

/**
 * Which shards of a stream a list is about. Source: API reference, ShardFilter. By its words a shard has both of its
 * ends: at the moment of a reshard the filters by time give parents and children.
 */
export type ShardFilter =
  /** Behind a shard, by number. */
  | { readonly type: 'AFTER_SHARD_ID'; readonly index: number }
  /** There at one moment: the oldest that records are kept from, a given one, now. */
  | { readonly type: 'AT_TRIM_HORIZON' | 'AT_LATEST' }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestampMs: number }
  /** There at that moment or at any later one. */
  | { readonly type: 'FROM_TRIM_HORIZON' }
  | { readonly type: 'FROM_TIMESTAMP'; readonly timestampMs: number }

/** The shards that can still be read, by number, and of them those that the filter asks for. */
export function filterShards(
  stream: StreamState,
  filter: ShardFilter | undefined,
  nowMs: number,
): ShardState[] {
  const horizonMs = Math.max(stream.createdMs, retentionHorizonMs(stream, nowMs))
  const kept = stream.shards.filter(({ closedMs }) => closedMs === undefined || closedMs > horizonMs)
  if (filter === undefined) return kept
  switch (filter.type) {
    case 'AFTER_SHARD_ID':
      return kept.filter(({ index }) => index > filter.index)
    case 'AT_TRIM_HORIZON':
      return kept.filter((shard) => isThereAt(shard, horizonMs))
    case 'AT_LATEST':
      return kept.filter(({ closedMs }) => closedMs === undefined)
    case 'AT_TIMESTAMP':
      return kept.filter((shard) => isThereAt(shard, Math.max(horizonMs, filter.timestampMs)))
    case 'FROM_TRIM_HORIZON':
      return kept
    case 'FROM_TIMESTAMP':
      return kept.filter((shard) => isThereFrom(shard, filter.timestampMs))
  }
}

function isThereAt(shard: ShardState, timeMs: number): boolean {
  return shard.createdMs <= timeMs && isThereFrom(shard, timeMs)
}

function isThereFrom({ closedMs }: ShardState, timeMs: number): boolean {
  return closedMs === undefined || closedMs >= timeMs
}
