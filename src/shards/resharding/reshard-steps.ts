import type { Slices } from '../../base/index.ts'
import { shardNotFound, tooManyStreamShards } from '../errors.ts'
import { streamShardsMax } from '../limits.ts'
import { shardIndexOf } from '../shard-id.ts'
import { findShard, isOpen, type ShardState, type StreamState } from '../stream-state.ts'
import { hashKeyOutsideShard, shardIsClosed, shardsNotAdjacent } from './errors.ts'
import { type OpenRange, planEvenRanges, type ReshardStep } from './reshard-plan.ts'

/*
 * What a reshard does to a stream as it is now. Which shards may be split and merged is checked here, for everyone; what
 * users may ask for beyond that is in ReshardRequests.
 */

/**
 * @param at the first hash key of the upper of the two: each of them has at least one
 * @throws SHARD_NOT_FOUND, SHARD_CLOSED, HASH_KEY_INVALID
 */
export function splitSteps(stream: StreamState, shardId: string, at: bigint): readonly ReshardStep[] {
  const shard = openShard(stream, shardId)
  const { index, start, end } = rangeOf(shard)
  if (at <= start || at > end) throw hashKeyOutsideShard(at, shard, stream)
  return [{ kind: 'split', index, at }]
}

/** @throws SHARD_NOT_FOUND, SHARD_CLOSED, SHARDS_NOT_ADJACENT */
export function mergeSteps(stream: StreamState, shardId: string, adjacentId: string): readonly ReshardStep[] {
  const one = rangeOf(openShard(stream, shardId))
  const other = rangeOf(openShard(stream, adjacentId))
  if (one.end + 1n !== other.start && other.end + 1n !== one.start) {
    throw shardsNotAdjacent(shardId, adjacentId, stream)
  }
  return [{ kind: 'merge', index: one.index, adjacent: other.index }]
}

/** See `planEvenRanges`. @throws STREAM_QUOTA_EXCEEDED for a count that no plan should be made for */
export function* evenSteps(stream: StreamState, count: number): Slices<readonly ReshardStep[]> {
  const open = stream.shards.filter(isOpen).map(rangeOf)
  if (count > streamShardsMax) {
    const quota = { current: open.length, limit: streamShardsMax, additional: count - open.length }
    throw tooManyStreamShards(stream, 'open shards', quota)
  }
  open.sort((a, b) => (a.start < b.start ? -1 : 1))
  return yield* planEvenRanges(open, count, nextIndexOf(stream))
}

/** The newest shard is open, so that its number is never forgotten. */
export function nextIndexOf({ shards }: StreamState): number {
  return shards.at(-1)!.index + 1
}

function openShard(stream: StreamState, shardId: string): ShardState {
  const shard = findShard(stream, shardIndexOf(shardId) ?? -1)
  if (shard === undefined) throw shardNotFound(shardId, stream.name, stream)
  if (!isOpen(shard)) throw shardIsClosed(shard.index, stream)
  return shard
}

function rangeOf({ index, startingHashKey, endingHashKey }: ShardState): OpenRange {
  return { index, start: BigInt(startingHashKey), end: BigInt(endingHashKey) }
}
