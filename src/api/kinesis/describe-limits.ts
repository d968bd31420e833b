import { defineOperation } from './operation.ts'

/** What the members of the answer can say at the most, for quotas beyond. Source: the model. */
const countMax = 1_000_000

/**
 * The quotas of the account, and what it uses of them. Shards of on-demand streams count against none. Channels are as many as the
 * on-demand streams may have.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeLimits.html
 */
export const describeLimits = defineOperation({
  name: 'DescribeLimits',
  access: { action: 'kinesis:DescribeLimits', resource: () => '*' },
  async run(_input, { streams: { channels, control, quotas } }, { caller }) {
    const { openShards, onDemandStreams } = control.usage.of(caller)
    const { shardsPerAccount, onDemandStreamsPerAccount, s3ChannelsPerStream } = quotas.of(caller)
    const channelLimit = s3ChannelsPerStream === 0 ? 0 : onDemandStreamsPerAccount * s3ChannelsPerStream
    return {
      ShardLimit: Math.min(shardsPerAccount, countMax),
      OpenShardCount: Math.min(openShards, countMax),
      OnDemandStreamCount: onDemandStreams,
      OnDemandStreamCountLimit: Math.min(onDemandStreamsPerAccount, countMax),
      ChannelCount: Math.min(channels.list(caller).length, countMax),
      ChannelCountLimit: Math.min(channelLimit, countMax),
    }
  },
})
