import type { VisibilityChange } from '../../sqs-layer/index.ts'
import { checkBatch, readEntry } from './batch.ts'
import { missingParameter } from './errors.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, openQueue } from './queue-address.ts'
import { checkRange } from './queue-name.ts'
import { receiptAnswers, throwOutcome } from './receipt-answers.ts'
import type { BatchResultErrorEntry, ChangeMessageVisibilityBatchRequestEntry } from './shapes.ts'
import { visibilityRange } from './visibility.ts'

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 * @throws QueueDoesNotExist, ReceiptHandleIsInvalid, InvalidParameterValue
 */
export const changeMessageVisibility = defineOperation({
  name: 'ChangeMessageVisibility',
  access: { action: 'sqs:ChangeMessageVisibility', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const queue = await openQueue(input, queues, caller)
    const [outcome] = await queue.changeVisibility([visibilityChange(input)])
    throwOutcome(outcome, input.ReceiptHandle)
  },
})

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
 * @throws QueueDoesNotExist and the errors of `checkBatch`
 */
export const changeMessageVisibilityBatch = defineOperation({
  name: 'ChangeMessageVisibilityBatch',
  access: { action: 'sqs:ChangeMessageVisibility', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    checkBatch(input.Entries)
    const entries: ChangeMessageVisibilityBatchRequestEntry[] = []
    const changes: VisibilityChange[] = []
    const unread: BatchResultErrorEntry[] = []
    for (const entry of input.Entries) {
      const read = readEntry(entry.Id, () => visibilityChange(entry))
      if ('failed' in read) unread.push(read.failed)
      else {
        entries.push(entry)
        changes.push(read.value)
      }
    }
    const queue = await openQueue(input, queues, caller)
    const outcomes = await queue.changeVisibility(changes)
    const { Successful, Failed } = receiptAnswers(entries, outcomes)
    return { Successful, Failed: [...unread, ...Failed] }
  },
})

/** The model does not ask for the time in an entry; without it there is nothing to change. */
function visibilityChange({
  ReceiptHandle: receiptHandle,
  VisibilityTimeout: visibilityTimeout,
}: Omit<ChangeMessageVisibilityBatchRequestEntry, 'Id'>): VisibilityChange {
  if (visibilityTimeout === undefined) throw missingParameter('VisibilityTimeout')
  checkRange('VisibilityTimeout', visibilityTimeout, visibilityRange)
  return { receiptHandle, visibilityTimeout }
}
