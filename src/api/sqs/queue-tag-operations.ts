import { defineOperation } from './operation.ts'
import { addressedArn, queueNameOf } from './queue-address.ts'
import { describeTags, withoutTags, withTags } from './queue-tags.ts'

/**
 * Adds tags to a queue, over those with the same keys.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html
 * @throws QueueDoesNotExist, InvalidParameterValue
 */
export const tagQueue = defineOperation({
  name: 'TagQueue',
  access: { action: 'sqs:TagQueue', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const queue = queueNameOf(input, caller)
    await queues.control.change(queue, queue.name, ({ tags }) => ({ tags: withTags(tags, input.Tags) }))
  },
})

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html
 * @throws QueueDoesNotExist
 */
export const untagQueue = defineOperation({
  name: 'UntagQueue',
  access: { action: 'sqs:UntagQueue', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const queue = queueNameOf(input, caller)
    await queues.control.change(queue, queue.name, ({ tags }) => ({ tags: withoutTags(tags, input.TagKeys) }))
  },
})

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html
 * @throws QueueDoesNotExist
 */
export const listQueueTags = defineOperation({
  name: 'ListQueueTags',
  access: { action: 'sqs:ListQueueTags', resource: addressedArn },
  async run(input, { queues }, { caller }) {
    const queue = queueNameOf(input, caller)
    const { tags } = queues.control.get(queue, queue.name)
    return tags.length === 0 ? {} : { Tags: describeTags(tags) }
  },
})
