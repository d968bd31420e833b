import { absentStreamCases, addressCases, arnOf, type Case, invalid, sources } from './case.ts'

const to = (TargetShardCount: number) => ({ TargetShardCount, ScalingType: 'UNIFORM_SCALING' })

const limit = (message: string) => ({ code: 'LimitExceededException', message })

export const cases: Case<'UpdateShardCount'>[] = [
  ...addressCases(to(3)),
  ...absentStreamCases(to(3)),
  {
    name: 'changes nothing of a stream that has as many even shards',
    input: { StreamName: 'orders', ...to(3) },
    output: {
      StreamName: 'orders',
      CurrentShardCount: 3,
      TargetShardCount: 3,
      StreamARN: arnOf('orders'),
    },
  },
  {
    name: 'refuses more than double',
    input: { StreamName: 'orders', ...to(7) },
    error: limit(
      'UpdateShardCount cannot scale up over double your current open shard count. ' +
        'Current open shard count: 3 Target shard count: 7',
    ),
    source: 'https://github.com/awslabs/landing-zone-accelerator-on-aws, global-config.ts, shardCount',
  },
  {
    name: 'refuses less than half',
    input: { StreamName: 'orders', ...to(1) },
    error: limit(
      'UpdateShardCount cannot scale down below half your current open shard count. ' +
        'Current open shard count: 3 Target shard count: 1',
    ),
    source: 'API reference; wording ours, on the pattern of the one above',
  },
  {
    name: 'refuses a count of 0',
    input: { StreamName: 'orders', ...to(0) },
    error: invalid(
      "Value '0' at 'targetShardCount' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 1',
    ),
    source: sources.value,
  },
  {
    name: 'refuses another type of scaling',
    input: { StreamName: 'orders', TargetShardCount: 3, ScalingType: 'HALF' },
    error: invalid(
      "Value 'HALF' at 'scalingType' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [UNIFORM_SCALING]',
    ),
  },
  {
    name: 'refuses a stream that scales by itself',
    input: { StreamName: 'demand', ...to(4) },
    error: {
      code: 'ValidationException',
      message:
        'UpdateShardCount is not supported for stream demand under account 000000000000, which is in ON_DEMAND mode.',
    },
    source: 'API reference, ValidationException; wording ours',
  },
]
