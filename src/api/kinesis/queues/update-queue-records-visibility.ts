import { defineOperation } from '../operation.ts'
import { openQueue, queueArn } from './queue-address.ts'
import { changesOf, describeOutcomes } from './receipt-entries.ts'

/**
 * Changes until when received records are hidden, counted from now.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateQueueRecordsVisibility.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const updateQueueRecordsVisibility = defineOperation({
  name: 'UpdateQueueRecordsVisibility',
  access: { action: 'kinesis:UpdateQueueRecordsVisibility', resource: queueArn },
  async run({ Entries, ...address }, { queues }, { caller }) {
    const queue = await openQueue(address, queues, caller)
    return describeOutcomes(Entries, await queue.changeVisibility('live', changesOf(Entries)))
  },
})

/**
 * The same of dead letters.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateDeadLetterQueueRecordsVisibility.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const updateDeadLetterQueueRecordsVisibility = defineOperation({
  name: 'UpdateDeadLetterQueueRecordsVisibility',
  access: { action: 'kinesis:UpdateDeadLetterQueueRecordsVisibility', resource: queueArn },
  async run({ Entries, ...address }, { queues }, { caller }) {
    const queue = await openQueue(address, queues, caller)
    return describeOutcomes(Entries, await queue.changeVisibility('dead', changesOf(Entries)))
  },
})
