import { invalidArgument, kinesisError } from '../errors.ts'
import { defineOperation } from '../operation.ts'
import type { ChannelStreamConfiguration, CreateChannelInput } from '../shapes.ts'
import { streamOf } from '../stream-address.ts'
import { describeChannel } from './channel-description.ts'
import { bucketConfiguration, destinationOf, loggingOf, recordFormatOf } from './channel-settings.ts'

/**
 * Creates a channel, which delivers what comes to an on-demand stream from now on to a bucket.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateChannel.html
 * @throws ValidationException, ResourceInUseException, ResourceNotFoundException, LimitExceededException, InvalidArgumentException
 */
export const createChannel = defineOperation({
  name: 'CreateChannel',
  access: {
    action: 'kinesis:CreateChannel',
    /* The channel has no ARN yet; IAM asks for kinesis:AssociateStreamsWithChannel on the stream, too. */
    resource: ({ StreamConfigurationList: [configuration] }: CreateChannelInput) =>
      configuration?.StreamARN ?? '*',
  },
  async run(input, { streams, channels }, { caller }) {
    if (channels === undefined) throw invalidArgument('Channels are not available on this server.')
    const s3 = bucketConfiguration(input)
    const { StreamARN, RecordConfiguration } = onlyStream(input.StreamConfigurationList)
    const { name: stream, ...owner } = streamOf({ StreamARN }, caller)
    const request = {
      name: input.ChannelName,
      stream,
      roleArn: input.ServiceExecutionRoleARN,
      recordFormat: recordFormatOf(RecordConfiguration),
      destination: destinationOf(s3),
      freshnessSeconds: s3.DataFreshnessInSeconds,
      logging: input.LoggingConfiguration && loggingOf(input.LoggingConfiguration),
      tags: input.Tags,
    }
    const deliveries = await channels()
    deliveries.check(request)
    return { ChannelDescription: describeChannel(await streams.channels.create(owner, request), streams) }
  },
})

/** "Currently, one stream is supported per channel." Text ours. */
function onlyStream(list: readonly ChannelStreamConfiguration[]): ChannelStreamConfiguration {
  const [only, ...more] = list
  if (only !== undefined && more.length === 0) return only
  throw kinesisError('ValidationException', 'StreamConfigurationList must contain exactly one entry.')
}
