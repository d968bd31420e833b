import { defineOperation } from '../operation.ts'
import { queueArn, queueIdOf } from './queue-address.ts'
import { describeQueue } from './queue-description.ts'
import { settingsOf } from './queue-settings.ts'

/**
 * Changes what a queue is set to, in what the input gives.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateQueue.html
 * @throws ValidationException, ResourceInUseException, ResourceNotFoundException, InvalidArgumentException
 */
export const updateQueue = defineOperation({
  name: 'UpdateQueue',
  access: { action: 'kinesis:UpdateQueue', resource: queueArn },
  async run(input, { streams }, { caller }) {
    const settings = settingsOf(input.QueueAttributes)
    const queue = await streams.queues.update(queueIdOf(input, caller), settings)
    return { QueueDescription: describeQueue(queue, streams) }
  },
})
