import { defineOperation } from '../operation.ts'
import { channelArn, channelIdOf } from './channel-address.ts'

/**
 * Deletes a channel; what it has delivered stays, and what it has not is not delivered.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteChannel.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const deleteChannel = defineOperation({
  name: 'DeleteChannel',
  access: { action: 'kinesis:DeleteChannel', resource: channelArn },
  async run(input, { streams }, { caller }) {
    await streams.channels.delete(channelIdOf(input, caller))
  },
})
