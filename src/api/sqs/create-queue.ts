import { queueArnOf } from '../../sqs-layer/index.ts'
import { invalidAttribute, unknownAttribute } from './errors.ts'
import { defineOperation } from './operation.ts'
import { queueUrlOf } from './queue-address.ts'
import { readAttributes } from './queue-attributes.ts'
import { checkQueueName } from './queue-name.ts'
import { withTags } from './queue-tags.ts'

/**
 * Makes a queue, or finds the one that has the name and the same attributes.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 * @throws QueueNameExists, QueueDeletedRecently, InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue
 */
export const createQueue = defineOperation({
  name: 'CreateQueue',
  access: {
    action: 'sqs:CreateQueue',
    resource: ({ QueueName }, caller) => queueArnOf({ ...caller, name: QueueName }),
  },
  async run({ QueueName: name, Attributes = {}, tags = {} }, { queues }, call) {
    const { FifoQueue, ...attributes } = Attributes
    const isFifo = readFifo(FifoQueue)
    checkQueueName(name, isFifo)
    const settings = readAttributes(attributes, isFifo)
    const queue = await queues.control.create(call.caller, { name, settings, tags: withTags([], tags) })
    return { QueueUrl: queueUrlOf(queue, call) }
  },
})

/** A standard queue has no such attribute, not even with the value false. */
function readFifo(text: string | undefined): boolean {
  if (text === undefined) return false
  const lower = text.toLowerCase()
  if (lower === 'false') throw unknownAttribute('FifoQueue')
  if (lower !== 'true') throw invalidAttribute('FifoQueue')
  return true
}
