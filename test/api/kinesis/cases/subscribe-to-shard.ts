import { arnOf, type Case, consumerText, invalid, sources, streamIdCase } from './case.ts'

const consumerArn = `${arnOf('orders')}/consumer/reader:1`
const latest = {
  ConsumerARN: consumerArn,
  ShardId: 'shardId-000000000000',
  StartingPosition: { Type: 'LATEST' },
}

/* What a subscription is answered with, and what it refuses of a consumer that is there: subscribe-to-shard.test.ts. */
export const cases: Case<'SubscribeToShard'>[] = [
  {
    name: 'refuses an input without members',
    input: {},
    error: invalid(
      "Value null at 'consumerARN' failed to satisfy constraint: Member must not be null",
      "Value null at 'shardId' failed to satisfy constraint: Member must not be null",
      "Value null at 'startingPosition' failed to satisfy constraint: Member must not be null",
    ),
    source: sources.absent,
  },
  {
    name: 'refuses a position without a type',
    input: { ...latest, StartingPosition: {} },
    error: invalid(
      "Value null at 'startingPosition.type' failed to satisfy constraint: Member must not be null",
    ),
    source: sources.absent,
  },
  {
    name: 'knows no consumer of another time',
    input: latest,
    error: {
      code: 'ResourceNotFoundException',
      message: `${consumerText('reader', 'orders', 1)} not found.`,
    },
    source: 'wording ours',
  },
  {
    name: 'knows no consumer of another account',
    input: {
      ...latest,
      ConsumerARN: 'arn:aws:kinesis:us-east-1:111111111111:stream/orders/consumer/reader:1',
    },
    error: {
      code: 'ResourceNotFoundException',
      message: `${consumerText('reader', 'orders', 1, '111111111111')} not found.`,
    },
    source: 'wording ours',
  },
  streamIdCase(latest),
]
