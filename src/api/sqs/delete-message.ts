import { checkBatch } from './batch.ts'
import { deleteBatchBytes, deleteMessageBytes } from './delete-bytes.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, openQueue } from './queue-address.ts'
import { receiptAnswers, throwOutcome } from './receipt-answers.ts'

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 * @throws QueueDoesNotExist, ReceiptHandleIsInvalid, InvalidParameterValue
 */
export const deleteMessage = defineOperation({
  name: 'DeleteMessage',
  access: { action: 'sqs:DeleteMessage', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const queue = await openQueue(input, queues, caller)
    const [outcome] = await queue.delete([input.ReceiptHandle])
    throwOutcome(outcome, input.ReceiptHandle)
  },
  bytes: deleteMessageBytes,
})

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html
 * @throws QueueDoesNotExist and the errors of `checkBatch`
 */
export const deleteMessageBatch = defineOperation({
  name: 'DeleteMessageBatch',
  access: { action: 'sqs:DeleteMessage', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const { Entries } = input
    checkBatch(Entries)
    const handles = Entries.map(({ ReceiptHandle }) => ReceiptHandle)
    const queue = await openQueue(input, queues, caller)
    return receiptAnswers(Entries, await queue.delete(handles))
  },
  bytes: deleteBatchBytes,
})
