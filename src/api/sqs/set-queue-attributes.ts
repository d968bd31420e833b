import { defineOperation } from './operation.ts'
import { addressedArn, queueNameOf } from './queue-address.ts'
import { readAttributes } from './queue-attributes.ts'

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 * @throws QueueDoesNotExist, InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue
 */
export const setQueueAttributes = defineOperation({
  name: 'SetQueueAttributes',
  access: { action: 'sqs:SetQueueAttributes', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const queue = queueNameOf(input, caller)
    await queues.control.change(queue, queue.name, ({ isFifo }) => ({
      settings: readAttributes(input.Attributes, isFifo),
    }))
  },
})
