import { absentStreamCases, addressCases, arnOf, type Case, invalid, sources } from './case.ts'

const lastOf = (id: string) => ({ StreamDescription: { Shards: [{ ShardId: id }], HasMoreShards: false } })

export const cases: Case<'DescribeStream'>[] = [
  ...addressCases({}),
  ...absentStreamCases({ Limit: 1 }),
  {
    name: 'gives a stream by its ARN',
    input: { StreamARN: arnOf('orders') },
    output: {
      StreamDescription: {
        StreamName: 'orders',
        StreamARN: arnOf('orders'),
        StreamStatus: 'ACTIVE',
        HasMoreShards: false,
        Shards: [
          { HashKeyRange: { EndingHashKey: '113427455640312821154458202477256070484' } },
          { HashKeyRange: { EndingHashKey: '226854911280625642308916404954512140969' } },
          { HashKeyRange: { EndingHashKey: '340282366920938463463374607431768211455' } },
        ],
      },
    },
    source: 'https://docs.aws.amazon.com/streams/latest/dev/example_kinesis_DescribeStream_section.html',
  },
  {
    name: 'gives a page of the shards and says that there are more',
    input: { StreamName: 'orders', Limit: 1 },
    output: { StreamDescription: { Shards: [{ ShardId: 'shardId-000000000000' }], HasMoreShards: true } },
  },
  {
    name: 'gives the shards behind one',
    input: { StreamName: 'orders', ExclusiveStartShardId: 'shardId-000000000001' },
    output: lastOf('shardId-000000000002'),
  },
  {
    name: 'gives none behind the last shard',
    input: { StreamName: 'orders', ExclusiveStartShardId: 'shardId-000000000002' },
    output: { StreamDescription: { Shards: [], HasMoreShards: false } },
  },
  {
    name: 'refuses a Limit of 0',
    input: { StreamName: 'orders', Limit: 0 },
    error: invalid(
      "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ),
    source: sources.value,
  },
  {
    name: 'refuses a start that is no shard id',
    input: { StreamName: 'orders', ExclusiveStartShardId: 'first' },
    error: {
      code: 'ResourceNotFoundException',
      message: 'Shard first in stream orders under account 000000000000 does not exist',
    },
    source: 'https://github.com/qubole/kinesis-sql/issues/55, for an id that is none of the stream',
  },
]
