import type { ShardState, StreamState } from '../stream-state.ts'

/** A shard that a closed one was split into, or merged into with another. */
export interface ChildShard {
  readonly shard: ShardState
  /** The indexes of the shards that it came from: one after a split, two after a merge. */
  readonly parents: readonly number[]
}

/** Where a reader goes on behind the end of a shard, by index. None for an open shard. */
export function childShards({ shards }: StreamState, { index }: ShardState): ChildShard[] {
  return shards
    .filter(({ parent, adjacentParent }) => parent === index || adjacentParent === index)
    .map((shard) => ({
      shard,
      parents: [shard.parent, shard.adjacentParent].filter((parent) => parent !== undefined),
    }))
}
