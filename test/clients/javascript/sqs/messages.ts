import { deepEqual, equal, rejects } from 'node:assert/strict'
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { step } from '../../steps.ts'

/** Messages from their sending to their deletion. The client checks their MD5s. */
export async function messageSteps(client: SQSClient): Promise<void> {
  await step('a message with attributes, hidden, shown again and deleted', () => oneMessage(client))
  await step('batches keep the order of a FIFO queue', () => batches(client))
}

async function oneMessage(client: SQSClient): Promise<void> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'js-messages' }))
  const attributes = {
    city: { DataType: 'String.city', StringValue: 'Zürich' },
    raw: { DataType: 'Binary', BinaryValue: Uint8Array.from([0, 255]) },
  }
  await client.send(
    new SendMessageCommand({ QueueUrl, MessageBody: 'a\r\nü &<', MessageAttributes: attributes }),
  )
  const receive = new ReceiveMessageCommand({
    QueueUrl,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All'],
    WaitTimeSeconds: 1,
  })
  const [first] = (await client.send(receive)).Messages ?? []
  deepEqual([first?.Body, first?.MessageAttributes], ['a\r\nü &<', attributes])
  equal((await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages, undefined)
  const show = { QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }
  await client.send(new ChangeMessageVisibilityCommand(show))
  const [again] = (await client.send(receive)).Messages ?? []
  deepEqual([again?.MessageId, again?.Attributes?.ApproximateReceiveCount], [first?.MessageId, '2'])
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }))
  const nonsense = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' })
  await rejects(client.send(nonsense), ReceiptHandleIsInvalid)
}

async function batches(client: SQSClient): Promise<void> {
  const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true' }
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'js.fifo', Attributes }))
  const bodies = Array.from({ length: 10 }, (_, i) => `m${i}`)
  const Entries = bodies.map((MessageBody) => ({ Id: MessageBody, MessageBody, MessageGroupId: 'g' }))
  equal((await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).Successful?.length, 10)
  const all = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 })
  const { Messages = [] } = await client.send(all)
  deepEqual(
    Messages.map(({ Body }) => Body),
    bodies,
  )
  const handles = Messages.map(({ ReceiptHandle }: Message, i) => ({ Id: `${i}`, ReceiptHandle }))
  const hidden = handles.map((entry) => ({ ...entry, VisibilityTimeout: 60 }))
  const changed = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: hidden }))
  const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles }))
  deepEqual([changed.Successful?.length, deleted.Successful?.length], [10, 10])
}
