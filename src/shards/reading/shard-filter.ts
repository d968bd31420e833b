import { firstFrom, isOpen, retentionHorizonMs, type ShardState, type StreamState } from '../stream-state.ts'

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

/** A part of a list of shards. */
export interface ShardPage {
  readonly shards: readonly ShardState[]
  /** Whether there are more behind the last. */
  readonly hasMore: boolean
}

/** Which part: at most `count` shards, all with greater numbers than `after`. */
interface PageRange {
  readonly after: number
  readonly count: number
}

/**
 * The shards that can still be read, by number, and of them those that the filter asks for. Costs what the page is
 * long, and the shards in between that are not in it, however many the stream has.
 */
export function pageOfShards(
  stream: StreamState,
  filter: ShardFilter | undefined,
  { after, count }: PageRange,
  nowMs: number,
): ShardPage {
  const { shards } = stream
  const isIn = shardTest(stream, filter, nowMs)
  const page: ShardState[] = []
  const first = filter?.type === 'AFTER_SHARD_ID' ? Math.max(after, filter.index) : after
  for (let i = firstFrom(shards, first + 1); i < shards.length; i++) {
    if (!isIn(shards[i]!)) continue
    if (page.length === count) return { shards: page, hasMore: true }
    page.push(shards[i]!)
  }
  return { shards: page, hasMore: false }
}

/** Whether a shard can still be read, and is one at whose time the filter asks for. */
function shardTest(
  stream: StreamState,
  filter: ShardFilter | undefined,
  nowMs: number,
): (shard: ShardState) => boolean {
  const horizonMs = Math.max(stream.createdMs, retentionHorizonMs(stream, nowMs))
  const isKept = ({ closedMs }: ShardState) => closedMs === undefined || closedMs > horizonMs
  switch (filter?.type) {
    case 'AT_TRIM_HORIZON':
      return (shard) => isThereAt(shard, horizonMs)
    case 'AT_LATEST':
      return isOpen
    case 'AT_TIMESTAMP': {
      const timeMs = Math.max(horizonMs, filter.timestampMs)
      return (shard) => isThereAt(shard, timeMs)
    }
    case 'FROM_TIMESTAMP': {
      const timeMs = Math.max(horizonMs, filter.timestampMs)
      return (shard) => isThereFrom(shard, timeMs)
    }
    default:
      return isKept
  }
}

function isThereAt(shard: ShardState, timeMs: number): boolean {
  return shard.createdMs <= timeMs && isThereFrom(shard, timeMs)
}

function isThereFrom({ closedMs }: ShardState, timeMs: number): boolean {
  return closedMs === undefined || closedMs >= timeMs
}
