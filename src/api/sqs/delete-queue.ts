import { defineOperation } from './operation.ts'
import { addressedArn, openQueue, queueNameOf } from './queue-address.ts'

/**
 * Deletes a queue and its messages.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html
 * @throws QueueDoesNotExist
 */
export const deleteQueue = defineOperation({
  name: 'DeleteQueue',
  access: { action: 'sqs:DeleteQueue', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const queue = queueNameOf(input, caller)
    await queues.control.delete(queue, queue.name)
  },
})

/**
 * Deletes the messages of a queue.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html
 * @throws QueueDoesNotExist, PurgeQueueInProgress
 */
export const purgeQueue = defineOperation({
  name: 'PurgeQueue',
  access: { action: 'sqs:PurgeQueue', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const queue = await openQueue(input, queues, caller)
    await queue.purge()
  },
})
