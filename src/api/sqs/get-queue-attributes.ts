import { type AttributeName, attributeNames, attributeTexts, describeQueue } from './describe-queue.ts'
import { unknownAttribute } from './errors.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, openQueue } from './queue-address.ts'

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 * @throws QueueDoesNotExist, InvalidAttributeName
 */
export const getQueueAttributes = defineOperation({
  name: 'GetQueueAttributes',
  access: { action: 'sqs:GetQueueAttributes', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const wanted = wantedAttributes(input.AttributeNames ?? [])
    const queue = await openQueue(input, queues, caller)
    if (wanted.length === 0) return {}
    return { Attributes: describeQueue(queue.state, await queue.counts(), wanted) }
  },
})

function wantedAttributes(names: readonly string[]): readonly AttributeName[] {
  const wanted = new Set<AttributeName>()
  for (const name of names) {
    if (name === 'All') return attributeNames
    if (!Object.hasOwn(attributeTexts, name)) throw unknownAttribute(name)
    wanted.add(name as AttributeName)
  }
  return [...wanted]
}
