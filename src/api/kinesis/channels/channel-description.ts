import { type ChannelState, channelArnOf, type Streams, streamArnOf } from '../../../shards/index.ts'
import type {
  ChannelDescription,
  ChannelLoggingConfiguration,
  ChannelSummary,
  S3DestinationDescription,
} from '../shapes.ts'
import { creationTimestamp } from '../stream-description.ts'

/** A channel as CreateChannel, UpdateChannel and DescribeChannel show it. */
export function describeChannel(channel: ChannelState, streams: Streams): ChannelDescription {
  return {
    ...identify(channel, streams),
    ServiceExecutionRoleARN: channel.roleArn,
    StreamConfigurationList: [
      { ...streamOf(channel), RecordConfiguration: { RecordFormatType: channel.recordFormat } },
    ],
    S3DestinationConfiguration: describeDestination(channel),
    LoggingConfiguration: describeLogging(channel),
  }
}

/** A channel as ListChannels shows it. */
export function summarizeChannel(channel: ChannelState, streams: Streams): ChannelSummary {
  return {
    ...identify(channel, streams),
    ChannelDestinationType: 'S3',
    Streams: [streamOf(channel)],
  }
}

/** Of the stream of a channel, as the lists of streams show it. */
const streamCreationTimestamp = ({ streamCreatedMs }: ChannelState): number =>
  creationTimestamp({ createdMs: streamCreatedMs })

function identify(channel: ChannelState, streams: Streams) {
  const { failure } = channel
  return {
    ChannelName: channel.name,
    ChannelARN: channelArnOf(channel),
    ChannelId: channel.id,
    ChannelStatus: streams.channels.statusOf(channel) ?? ('DELETING' as const),
    ...(failure !== undefined && { ChannelStatusReason: failure }),
    ChannelCreationTimestamp: channel.createdMs,
  }
}

const streamOf = (channel: ChannelState) => ({
  StreamARN: streamArnOf(channel, channel.stream),
  StreamCreationTimestamp: streamCreationTimestamp(channel),
})

function describeDestination({ destination, freshnessSeconds }: ChannelState): S3DestinationDescription {
  const { bucket, deadLetters, keyTemplate, storageClass, compression } = destination
  return {
    DataFreshnessInSeconds: freshnessSeconds,
    DeadLetterQueueS3Configuration: {
      BucketARN: deadLetters.arn,
      ExpectedBucketOwner: deadLetters.owner,
      ErrorOutputPrefix: deadLetters.prefix,
    },
    StorageConfiguration: {
      BucketARN: bucket.arn,
      ExpectedBucketOwner: bucket.owner,
      OutputKeyTemplate: keyTemplate,
      StorageClass: storageClass,
      CompressionType: compression,
    },
  }
}

function describeLogging({ logging: { enabled, group, stream } }: ChannelState): ChannelLoggingConfiguration {
  return {
    CloudWatchLogs: {
      Enabled: enabled,
      ...(group !== undefined && { LogGroupName: group }),
      ...(stream !== undefined && { LogStreamName: stream }),
    },
  }
}
