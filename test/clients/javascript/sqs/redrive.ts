import { deepEqual, equal } from 'node:assert/strict'
import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { step } from '../../steps.ts'

const count = 5

/** Messages that were received too often, and the way back. */
export async function redriveSteps(client: SQSClient): Promise<void> {
  const dead = await create(client, 'js-dead', {})
  const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 })
  const main = await create(client, 'js-main', { RedrivePolicy: redrive, VisibilityTimeout: '0' })
  const receive = new ReceiveMessageCommand({ QueueUrl: main.url, MaxNumberOfMessages: 10 })
  await step('what was received too often is a dead letter', async () => {
    const { queueUrls } = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.url }))
    deepEqual(queueUrls, [main.url])
    const Entries = Array.from({ length: count }, (_, i) => ({ Id: `${i}`, MessageBody: `m${i}` }))
    await client.send(new SendMessageBatchCommand({ QueueUrl: main.url, Entries }))
    equal((await client.send(receive)).Messages?.length, count)
    equal((await client.send(receive)).Messages, undefined)
    equal(await attribute(client, dead.url, 'ApproximateNumberOfMessages'), String(count))
  })
  await step('a task that moves it back is listed and cancelled', async () => {
    const slow = { SourceArn: dead.arn, MaxNumberOfMessagesPerSecond: 1 }
    const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand(slow))
    const list = new ListMessageMoveTasksCommand({ SourceArn: dead.arn })
    equal((await client.send(list)).Results?.[0]?.TaskHandle, TaskHandle)
    await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }))
    const { Status = '' } = (await client.send(list)).Results?.[0] ?? {}
    equal(['CANCELLING', 'CANCELLED'].includes(Status), true)
  })
}

async function create(client: SQSClient, QueueName: string, Attributes: Record<string, string>) {
  const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }))
  return { url, arn: (await attribute(client, url, 'QueueArn')) ?? '' }
}

async function attribute(client: SQSClient, QueueUrl: string, name: QueueAttributeName) {
  const names = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] })
  return (await client.send(names)).Attributes?.[name]
}
