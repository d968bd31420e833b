import { assert } from '../../base/index.ts'
import { entryError } from './errors.ts'
import { defineOperation } from './operation.ts'
import { outgoingMessage, sentAnswer } from './outgoing-message.ts'
import { addressedArn, openQueue } from './queue-address.ts'

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
    const [outcome] = await queue.send([outgoingMessage(input)], caller.account)
    assert(outcome !== undefined, 'a message that nothing became of')
    if (outcome.kind === 'refused') throw entryError(outcome.error)
    return sentAnswer(outcome)
  },
})
