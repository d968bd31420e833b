import { absentStreamCases, addressCases, type Case, invalidArgument } from './case.ts'

const ids = (one: number, other: number) => ({
  ShardToMerge: `shardId-00000000000${one}`,
  AdjacentShardToMerge: `shardId-00000000000${other}`,
})

const notAdjacent = (one: number, other: number) =>
  invalidArgument(
    `Shards shardId-00000000000${one} and shardId-00000000000${other} in stream orders under account 000000000000 ` +
      'cannot be merged: their hash key ranges do not adjoin.',
  )

export const cases: Case<'MergeShards'>[] = [
  ...addressCases(ids(0, 1)),
  ...absentStreamCases(ids(0, 1)),
  {
    name: 'refuses shards with another between them',
    input: { StreamName: 'orders', ...ids(0, 2) },
    error: notAdjacent(0, 2),
    source: 'API reference: the ranges form a contiguous set with no gaps; wording ours',
  },
  {
    name: 'refuses a shard with itself',
    input: { StreamName: 'orders', ...ids(1, 1) },
    error: notAdjacent(1, 1),
  },
  {
    name: 'knows no other shard',
    input: { StreamName: 'orders', ...ids(2, 3) },
    error: {
      code: 'ResourceNotFoundException',
      message: 'Shard shardId-000000000003 in stream orders under account 000000000000 does not exist',
    },
  },
  {
    name: 'refuses a stream that scales by itself',
    input: { StreamName: 'demand', ...ids(0, 1) },
    error: {
      code: 'ValidationException',
      message:
        'MergeShards is not supported for stream demand under account 000000000000, which is in ON_DEMAND mode.',
    },
    source: 'API reference, ValidationException; wording ours',
  },
]
