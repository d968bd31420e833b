import { onDemandStreamsMax, shardsMax } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'

/** What the members of the answer can say at the most, for a server without limits. Source: the model. */
const countMax = 1_000_000

/**
 * The quotas of the account, and what it uses of them. Shards of on-demand streams count against none. There are no
 * channels yet, so none can be made.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeLimits.html
 */
export const describeLimits = defineOperation({
  name: 'DescribeLimits',
  access: { action: 'kinesis:DescribeLimits', resource: () => '*' },
  async run(_input, { streams: { control, limits } }, { caller }) {
    const { openShards, onDemandStreams } = control.usage(caller)
    return {
      ShardLimit: limits === 'off' ? countMax : shardsMax(caller.region),
      OpenShardCount: Math.min(openShards, countMax),
      OnDemandStreamCount: onDemandStreams,
      OnDemandStreamCountLimit: limits === 'off' ? countMax : onDemandStreamsMax,
      ChannelCount: 0,
      ChannelCountLimit: 0,
    }
  },
})
