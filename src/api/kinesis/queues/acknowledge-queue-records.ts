import { defineOperation } from '../operation.ts'
import { openQueue, queueArn } from './queue-address.ts'
import { describeOutcomes, handlesOf } from './receipt-entries.ts'

/**
 * Has records not given out again.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_AcknowledgeQueueRecords.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const acknowledgeQueueRecords = defineOperation({
  name: 'AcknowledgeQueueRecords',
  access: { action: 'kinesis:AcknowledgeQueueRecords', resource: queueArn },
  async run({ Entries, ...address }, { queues }, { caller }) {
    const queue = await openQueue(address, queues, caller)
    return describeOutcomes(Entries, await queue.acknowledge('live', handlesOf(Entries)))
  },
})

/**
 * The same of dead letters.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_AcknowledgeDeadLetterQueueRecords.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const acknowledgeDeadLetterQueueRecords = defineOperation({
  name: 'AcknowledgeDeadLetterQueueRecords',
  access: { action: 'kinesis:AcknowledgeDeadLetterQueueRecords', resource: queueArn },
  async run({ Entries, ...address }, { queues }, { caller }) {
    const queue = await openQueue(address, queues, caller)
    return describeOutcomes(Entries, await queue.acknowledge('dead', handlesOf(Entries)))
  },
})
