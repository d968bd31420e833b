import { queueArnOf, queueNotFound } from '../../sqs-layer/index.ts'
import { defineOperation } from './operation.ts'
import { queueUrlOf } from './queue-address.ts'

/**
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
 * @throws QueueDoesNotExist, also for a queue of another account: none may use one before there is access control
 */
export const getQueueUrl = defineOperation({
  name: 'GetQueueUrl',
  access: {
    action: 'sqs:GetQueueUrl',
    resource: ({ QueueName, QueueOwnerAWSAccountId }, caller) =>
      queueArnOf({ ...caller, account: QueueOwnerAWSAccountId ?? caller.account, name: QueueName }),
  },
  async run({ QueueName, QueueOwnerAWSAccountId: owner }, { queues }, call) {
    if (owner !== undefined && owner !== call.caller.account) throw queueNotFound()
    return { QueueUrl: queueUrlOf(queues.control.get(call.caller, QueueName), call) }
  },
})
