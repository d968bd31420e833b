import { CodedError } from '../../base/index.ts'
import { shardIdOf } from '../shard-id.ts'
import { streamLabel } from '../stream-label.ts'
import type { ShardState, StreamState } from '../stream-state.ts'

/* What a caller can be told of splits, merges and UpdateShardCount. See ../errors.ts. */
export type ReshardErrorCode =
  | 'STREAM_ON_DEMAND'
  | 'STREAM_QUOTA_EXCEEDED'
  | 'SHARD_CLOSED'
  | 'SHARDS_NOT_ADJACENT'
  | 'HASH_KEY_INVALID'

type ReshardError = CodedError<ReshardErrorCode>

/** Source: ShardCount in https://github.com/awslabs/landing-zone-accelerator-on-aws (global-config.ts). */
export const overDoubleShards = (current: number, target: number): ReshardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    'UpdateShardCount cannot scale up over double your current open shard count. ' +
      `Current open shard count: ${current} Target shard count: ${target}`,
  )

/** Text ours, on the pattern of the one above. */
export const belowHalfShards = (current: number, target: number): ReshardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    'UpdateShardCount cannot scale down below half your current open shard count. ' +
      `Current open shard count: ${current} Target shard count: ${target}`,
  )

/** Text ours, on the same pattern. */
export const overCountUpdateLimit = (current: number, target: number, limit: number): ReshardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    `UpdateShardCount cannot scale to more than ${limit} shards, nor down from more unless to fewer. ` +
      `Current open shard count: ${current} Target shard count: ${target}`,
  )

/** Text ours. */
export const tooManyCountUpdates = ({ account, name }: StreamState, limit: number): ReshardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    `UpdateShardCount cannot be called more than ${limit} times in 24 hours on ${streamLabel({ name, account })}.`,
    { retryable: true },
  )

/** Text ours. */
export const streamOnDemand = ({ account, name }: StreamState, operation: string): ReshardError =>
  new CodedError(
    'STREAM_ON_DEMAND',
    `${operation} is not supported for ${streamLabel({ name, account })}, which is in ON_DEMAND mode.`,
  )

/** Source: https://github.com/mhart/kinesalite/issues/109 */
export const shardIsClosed = (index: number, { account, name }: StreamState): ReshardError =>
  new CodedError(
    'SHARD_CLOSED',
    `Shard ${shardIdOf(index)} in ${streamLabel({ name, account })} has already been merged or split, ` +
      'and thus is not eligible for merging or splitting.',
  )

/** Text ours. */
export const shardsNotAdjacent = (
  id: string,
  adjacentId: string,
  { account, name }: StreamState,
): ReshardError =>
  new CodedError(
    'SHARDS_NOT_ADJACENT',
    `Shards ${id} and ${adjacentId} in ${streamLabel({ name, account })} cannot be merged: ` +
      'their hash key ranges do not adjoin.',
  )

/** Text ours. */
export const hashKeyOutsideShard = (
  at: bigint,
  shard: ShardState,
  { account, name }: StreamState,
): ReshardError =>
  new CodedError(
    'HASH_KEY_INVALID',
    `NewStartingHashKey ${at} cannot split shard ${shardIdOf(shard.index)} in ${streamLabel({ name, account })}: ` +
      `it must be greater than the StartingHashKey ${shard.startingHashKey} and not greater than the ` +
      `EndingHashKey ${shard.endingHashKey}.`,
  )
