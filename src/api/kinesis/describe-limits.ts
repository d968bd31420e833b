import { defineOperation } from './operation.ts'

/** What the members of the answer can say at the most, for quotas beyond. Source: the model. */
const countMax = 1_000_000

/**
 * The quotas of the account, and what it uses of them. Shards of on-demand streams count against none. There are no
 * channels yet, so none can be made.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeLimits.html
 */
export const describeLimits = defineOperation({
  name: 'DescribeLimits',
  access: { action: 'kinesis:DescribeLimits', resource: () => '*' },
  async run(_input, { streams: { control, quotas } }, { caller }) {
    const { openShards, onDemandStreams } = control.usage.of(caller)
    const { shardsPerAccount, onDemandStreamsPerAccount } = quotas.of(caller)
    return {
      ShardLimit: Math.min(shardsPerAccount, countMax),
      OpenShardCount: Math.min(openShards, countMax),
      OnDemandStreamCount: onDemandStreams,
      OnDemandStreamCountLimit: Math.min(onDemandStreamsPerAccount, countMax),
      ChannelCount: 0,
      ChannelCountLimit: 0,
    }
  },
})
