import type { Case } from './case.ts'

const disabled = { MinimumThroughputBillingCommitment: { Status: 'DISABLED' } }

export const describeAccountSettings: Case<'DescribeAccountSettings'>[] = [
  { name: 'gives an account without a commitment', input: {}, output: disabled },
]

export const updateAccountSettings: Case<'UpdateAccountSettings'>[] = [
  { name: 'takes what holds already', input: disabled, output: disabled },
  {
    name: 'refuses a status that one cannot ask for',
    input: { MinimumThroughputBillingCommitment: { Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END' } },
    error: {
      code: 'ValidationException',
      message:
        /at 'minimumThroughputBillingCommitment.status' failed to satisfy constraint: Member must satisfy enum value set/,
    },
  },
]

export const describeLimits: Case<'DescribeLimits'>[] = [
  {
    name: 'gives the quotas, and what is used of them',
    input: {},
    output: {
      ShardLimit: 20_000,
      OpenShardCount: 4,
      OnDemandStreamCount: 1,
      OnDemandStreamCountLimit: 50,
      ChannelCount: 0,
      ChannelCountLimit: 50,
    },
  },
]
