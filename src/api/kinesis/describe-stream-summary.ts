import { isOpen } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'
import { streamHeading, streamProperties, warmThroughputOf } from './stream-description.ts'

/**
 * Describes a stream without its shards.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamSummary.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const describeStreamSummary = defineOperation({
  name: 'DescribeStreamSummary',
  access: { action: 'kinesis:DescribeStreamSummary', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const stream = streams.control.get(owner, name)
    const status = streams.control.statusOf(stream) ?? 'DELETING'
    return {
      StreamDescriptionSummary: {
        ...streamHeading(stream, status),
        ...streamProperties(stream),
        OpenShardCount: status === 'CREATING' ? 0 : stream.shards.filter(isOpen).length,
        ConsumerCount: streams.consumers.list(stream).length,
        ChannelCount: streams.channels.ofStream(stream).length,
        ...(stream.mode === 'ON_DEMAND' &&
          streams.accounts.hasAdvantage(owner) && { WarmThroughput: warmThroughputOf(stream) }),
        MaxRecordSizeInKiB: stream.maxRecordSizeKiB,
        ...(stream.mode === 'ON_DEMAND' && {
          RecordDistributionStrategy: stream.distribution ?? ('USER_PARTITION_KEY' as const),
        }),
      },
    }
  },
})
