import { defineOperation } from '../operation.ts'
import { openQueue, queueArn } from './queue-address.ts'
import { describeOutcomes, handlesOf } from './receipt-entries.ts'

/**
 * Makes dead letters ordinary records of the queue again, which were never received.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RestoreDeadLetterQueueRecords.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const restoreDeadLetterQueueRecords = defineOperation({
  name: 'RestoreDeadLetterQueueRecords',
  access: { action: 'kinesis:RestoreDeadLetterQueueRecords', resource: queueArn },
  async run({ Entries, ...address }, { queues }, { caller }) {
    const queue = await openQueue(address, queues, caller)
    return describeOutcomes(Entries, await queue.restore(handlesOf(Entries)))
  },
})
