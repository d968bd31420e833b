import { queueArnOf } from '../../sqs-layer/index.ts'
import { pageOf } from './next-tokens.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, queueNameOf, queueUrlOf } from './queue-address.ts'

/**
 * The caller's queues by name.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
 * @throws InvalidParameterValue
 */
export const listQueues = defineOperation({
  name: 'ListQueues',
  access: { action: 'sqs:ListQueues', resource: () => '*' },
  async run(input, { queues }, call) {
    const { account, region } = call.caller
    const { QueueNamePrefix = '' } = input
    const { page, nextToken } = pageOf(queues.control.list(call.caller, QueueNamePrefix), input, {
      tokens: queues.pageTokens,
      list: ['ListQueues', account, region, QueueNamePrefix],
    })
    return {
      QueueUrls: page.length === 0 ? undefined : page.map((queue) => queueUrlOf(queue, call)),
      NextToken: nextToken,
    }
  },
})

/**
 * The queues that have this one as their dead-letter queue.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html
 * @throws QueueDoesNotExist, InvalidParameterValue
 */
export const listDeadLetterSourceQueues = defineOperation({
  name: 'ListDeadLetterSourceQueues',
  access: { action: 'sqs:ListDeadLetterSourceQueues', resource: addressedArn },
  async run(input, { queues }, call) {
    const target = queueNameOf(input, call.caller)
    const { page, nextToken } = pageOf(queues.control.deadLetterSources(target, target.name), input, {
      tokens: queues.pageTokens,
      list: ['ListDeadLetterSourceQueues', queueArnOf(target)],
    })
    return { queueUrls: page.map((queue) => queueUrlOf(queue, call)), NextToken: nextToken }
  },
})
