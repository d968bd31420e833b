import {
  type ChildShard,
  numbersFromSecondsOf,
  SequenceNumbers,
  type ShardState,
  secondsOf,
  shardIdOf,
} from '../../shards/index.ts'
import type { ChildShard as ChildShardShape, HashKeyRange, Shard } from './shapes.ts'

/** A shard as DescribeStream and ListShards show it. */
export function describeShard(shard: ShardState): Shard {
  const numbers = new SequenceNumbers(shard.index, numbersFromSecondsOf(shard))
  return {
    ShardId: shardIdOf(shard.index),
    ...(shard.parent !== undefined && { ParentShardId: shardIdOf(shard.parent) }),
    ...(shard.adjacentParent !== undefined && { AdjacentParentShardId: shardIdOf(shard.adjacentParent) }),
    HashKeyRange: hashKeyRangeOf(shard),
    SequenceNumberRange: {
      StartingSequenceNumber: numbers.first(secondsOf(shard.createdMs)),
      ...(shard.closedMs !== undefined && { EndingSequenceNumber: numbers.last(secondsOf(shard.closedMs)) }),
    },
  }
}

/** A child of a closed shard as readers get it at the end of that. */
export function describeChildShard({ shard, parents }: ChildShard): ChildShardShape {
  return {
    ShardId: shardIdOf(shard.index),
    ParentShards: parents.map(shardIdOf),
    HashKeyRange: hashKeyRangeOf(shard),
  }
}

function hashKeyRangeOf({ startingHashKey, endingHashKey }: ShardState): HashKeyRange {
  return { StartingHashKey: startingHashKey, EndingHashKey: endingHashKey }
}
