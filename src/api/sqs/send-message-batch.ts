import { assert } from '../../base/index.ts'
import type { OutgoingMessage, SendOutcome } from '../../sqs-layer/index.ts'
import { checkBatch, failedEntry, readEntry } from './batch.ts'
import { entryError } from './errors.ts'
import { sqsModel } from './model.ts'
import { defineOperation } from './operation.ts'
import { outgoingMessage, sentAnswer } from './outgoing-message.ts'
import { addressedArn, openQueue } from './queue-address.ts'
import { sendBatchBytes } from './send-bytes.ts'
import type { BatchResultErrorEntry, SendMessageBatchResult, SendMessageBatchResultEntry } from './shapes.ts'

/**
 * Sends up to ten messages in one commit; each stands for itself.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 * @throws QueueDoesNotExist, BatchRequestTooLong and the errors of `checkBatch`
 */
export const sendMessageBatch = defineOperation({
  name: 'SendMessageBatch',
  access: { action: 'sqs:SendMessage', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    checkBatch(input.Entries)
    const queue = await openQueue(input, queues, caller)
    const ids: string[] = []
    const messages: OutgoingMessage[] = []
    const Failed: BatchResultErrorEntry[] = []
    for (const entry of input.Entries) {
      const read = readEntry(entry.Id, () => outgoingMessage(entry))
      if ('failed' in read) Failed.push(read.failed)
      else {
        ids.push(entry.Id)
        messages.push(read.value)
      }
    }
    const outcomes = messages.length === 0 ? [] : await queue.send(messages, caller.account)
    return outputOf(outcomes, ids, Failed)
  },
  bytes: (request, context, call) =>
    sendBatchBytes(request, context, call, (outcomes, ids) =>
      call.protocol.encode(outputOf(outcomes, ids, []), sqsModel.operations.SendMessageBatch.output),
    ),
})

/** @param failed those that were not even tried */
function outputOf(
  outcomes: readonly SendOutcome[],
  ids: readonly string[],
  failed: readonly BatchResultErrorEntry[],
): SendMessageBatchResult {
  const Successful: SendMessageBatchResultEntry[] = []
  const Failed = [...failed]
  for (const [i, Id] of ids.entries()) {
    const outcome = outcomes[i]
    assert(outcome !== undefined, 'a message that nothing became of')
    if (outcome.kind === 'sent') Successful.push({ Id, ...sentAnswer(outcome) })
    else Failed.push(failedEntry(Id, entryError(outcome.error)))
  }
  return { Successful, Failed }
}
