import { defineOperation } from '../operation.ts'
import { queueArn, queueIdOf } from './queue-address.ts'

/**
 * Deletes a queue; its stream and the records in it stay.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteQueue.html
 * @throws ResourceNotFoundException, LimitExceededException, InvalidArgumentException
 */
export const deleteQueue = defineOperation({
  name: 'DeleteQueue',
  access: { action: 'kinesis:DeleteQueue', resource: queueArn },
  async run(input, { streams }, { caller }) {
    await streams.queues.delete(queueIdOf(input, caller))
  },
})
