import { absentStreamCases, addressCases, arnOf, type Case, invalidArgument, streamIdCase } from './case.ts'

const ids = (...indexes: number[]) => ({
  Shards: indexes.map((i) => ({ ShardId: `shardId-00000000000${i}` })),
})
const notTogether = (member: string) =>
  invalidArgument(`NextToken and ${member} cannot be provided together.`)

export const cases: Case<'ListShards'>[] = [
  ...addressCases({}),
  ...absentStreamCases({ MaxResults: 1 }),
  { name: 'gives the shards', input: { StreamName: 'orders' }, output: ids(0, 1, 2) },
  {
    name: 'gives the shards behind one',
    input: { StreamARN: arnOf('orders'), ExclusiveStartShardId: 'shardId-000000000000' },
    output: ids(1, 2),
  },
  {
    name: 'gives the shards behind that of a filter',
    input: { StreamName: 'orders', ShardFilter: { Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000001' } },
    output: ids(2),
  },
  {
    name: 'gives the open shards',
    input: { StreamName: 'orders', ShardFilter: { Type: 'AT_LATEST' } },
    output: ids(0, 1, 2),
  },
  {
    name: 'gives the shards from the trim horizon',
    input: { StreamName: 'orders', ShardFilter: { Type: 'FROM_TRIM_HORIZON' } },
    output: ids(0, 1, 2),
  },
  {
    name: 'knows no stream made at another time',
    input: { StreamName: 'orders', StreamCreationTimestamp: new Date(1_000_000_000_000) },
    error: {
      code: 'ResourceNotFoundException',
      message: 'Stream orders under account 000000000000 not found.',
    },
  },
  {
    name: 'refuses a NextToken beside a StreamName',
    input: { StreamName: 'orders', NextToken: 'x' },
    error: notTogether('StreamName'),
    source: 'https://github.com/hashicorp/terraform-provider-aws/issues/40494',
  },
  {
    name: 'refuses a NextToken beside a StreamARN',
    input: { StreamARN: arnOf('orders'), NextToken: 'x' },
    error: notTogether('StreamARN'),
    source: 'https://github.com/aws/aws-cli/issues/9635',
  },
  {
    name: 'refuses a NextToken beside an ExclusiveStartShardId',
    input: { ExclusiveStartShardId: 'shardId-000000000000', NextToken: 'x' },
    error: notTogether('ExclusiveStartShardId'),
    source: 'https://github.com/awslabs/amazon-kinesis-scaling-utils/pull/82',
  },
  {
    name: 'refuses a NextToken beside a ShardFilter',
    input: { ShardFilter: { Type: 'AT_LATEST' }, NextToken: 'x' },
    error: notTogether('ShardFilter'),
    source: 'https://github.com/apache/beam/issues/33478',
  },
  { ...streamIdCase({ NextToken: 'x' }), name: 'refuses a StreamId beside a NextToken' },
  {
    name: 'refuses a NextToken that it has not given',
    input: { NextToken: 'x' },
    error: invalidArgument('Invalid NextToken.'),
  },
  {
    name: 'refuses a filter for a time without the time',
    input: { StreamName: 'orders', ShardFilter: { Type: 'AT_TIMESTAMP' } },
    error: invalidArgument('ShardFilter of type AT_TIMESTAMP must have a Timestamp.'),
  },
  {
    name: 'refuses a filter behind a shard without the shard',
    input: { StreamName: 'orders', ShardFilter: { Type: 'AFTER_SHARD_ID' } },
    error: invalidArgument('ShardFilter of type AFTER_SHARD_ID must have a ShardId.'),
  },
]
