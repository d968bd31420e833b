import { assert } from '../../base/index.ts'
import type { SendOutcome } from '../../sqs-layer/index.ts'
import { entryError } from './errors.ts'
import { sqsModel } from './model.ts'
import { defineOperation } from './operation.ts'
import { outgoingMessage, sentAnswer } from './outgoing-message.ts'
import { addressedArn, openQueue } from './queue-address.ts'
import { sendMessageBytes } from './send-bytes.ts'
import type { SendMessageResult } from './shapes.ts'

/**
 * Sends one message, and answers once it is durable.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 * @throws QueueDoesNotExist, InvalidMessageContents, InvalidParameterValue, MissingParameter, RequestThrottled
 */
export const sendMessage = defineOperation({
  name: 'SendMessage',
  access: { action: 'sqs:SendMessage', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const queue = await openQueue(input, queues, caller)
    return outputOf(await queue.send([outgoingMessage(input)], caller.account))
  },
  bytes: (request, context, call) =>
    sendMessageBytes(request, context, call, (outcomes) =>
      call.protocol.encode(outputOf(outcomes), sqsModel.operations.SendMessage.output),
    ),
})

function outputOf([outcome]: readonly SendOutcome[]): SendMessageResult {
  assert(outcome !== undefined, 'a message that nothing became of')
  if (outcome.kind === 'refused') throw entryError(outcome.error)
  return sentAnswer(outcome)
}
