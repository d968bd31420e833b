import { defineOperation } from '../operation.ts'
import { channelArn, channelIdOf } from './channel-address.ts'
import { describeChannel } from './channel-description.ts'
import { changesOf } from './channel-settings.ts'

/**
 * Changes the freshness of a channel's data, what is logged, or both.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateChannel.html
 * @throws ResourceInUseException, ResourceNotFoundException, InvalidArgumentException
 */
export const updateChannel = defineOperation({
  name: 'UpdateChannel',
  access: { action: 'kinesis:UpdateChannel', resource: channelArn },
  async run(input, { streams }, { caller }) {
    const id = channelIdOf(input, caller)
    const channel = await streams.channels.update(id, changesOf(input))
    return { ChannelDescription: describeChannel(channel, streams) }
  },
})
