import { absentStreamCases, addressCases, type Case, invalid, invalidArgument, sources } from './case.ts'

/** Of the first of three shards of orders. */
const end = '113427455640312821154458202477256070484'
const middle = { NewStartingHashKey: '5' }
const first = { ShardToSplit: 'shardId-000000000000', ...middle }

const outside = (hashKey: string, shard: number, from: string, to: string) =>
  invalidArgument(
    `NewStartingHashKey ${hashKey} cannot split shard shardId-00000000000${shard} in stream orders under account ` +
      `000000000000: it must be greater than the StartingHashKey ${from} and not greater than the EndingHashKey ${to}.`,
  )

export const cases: Case<'SplitShard'>[] = [
  ...addressCases(first),
  ...absentStreamCases(first),
  {
    name: 'refuses the hash key that the shard begins with',
    input: { StreamName: 'orders', ...first, NewStartingHashKey: '0' },
    error: outside('0', 0, '0', end),
    source: 'API reference: the key must be in the range of the shard; wording ours',
  },
  {
    name: 'refuses a hash key of another shard',
    input: { StreamName: 'orders', ...first, NewStartingHashKey: String(BigInt(end) + 1n) },
    error: outside(String(BigInt(end) + 1n), 0, '0', end),
  },
  {
    name: 'refuses a hash key that there is not',
    input: { StreamName: 'orders', ...first, NewStartingHashKey: '9'.repeat(39) },
    error: outside('9'.repeat(39), 0, '0', end),
  },
  {
    name: 'refuses what is no number',
    input: { StreamName: 'orders', ...first, NewStartingHashKey: '05' },
    error: invalid(
      "Value '05' at 'newStartingHashKey' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: ^(0|([1-9]\\d{0,38}))$',
    ),
    source: sources.pattern,
  },
  {
    name: 'knows no other shard',
    input: { StreamName: 'orders', ShardToSplit: 'shardId-000000000003', ...middle },
    error: {
      code: 'ResourceNotFoundException',
      message: 'Shard shardId-000000000003 in stream orders under account 000000000000 does not exist',
    },
  },
  {
    name: 'refuses a stream that scales by itself',
    input: { StreamName: 'demand', ...first },
    error: {
      code: 'ValidationException',
      message:
        'SplitShard is not supported for stream demand under account 000000000000, which is in ON_DEMAND mode.',
    },
    source: 'API reference, ValidationException; wording ours',
  },
]
