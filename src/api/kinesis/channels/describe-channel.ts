import { defineOperation } from '../operation.ts'
import { channelArn, channelIdOf } from './channel-address.ts'
import { describeChannel as describe } from './channel-description.ts'

/**
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeChannel.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const describeChannel = defineOperation({
  name: 'DescribeChannel',
  access: { action: 'kinesis:DescribeChannel', resource: channelArn },
  async run(input, { streams }, { caller }) {
    return { ChannelDescription: describe(streams.channels.get(channelIdOf(input, caller)), streams) }
  },
})
