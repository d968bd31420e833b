import { expect, test } from 'vitest'
import { startSqs, urlOf } from './sqs-server.ts'

const QueueUrl = urlOf('orders.fifo')

async function startWithQueue(attributes: Record<string, string> = {}) {
  const server = await startSqs()
  await server.call('CreateQueue', {
    QueueName: 'orders.fifo',
    Attributes: { FifoQueue: 'true', VisibilityTimeout: '30', ...attributes },
  })
  return server
}

test('messages of a group come in order, with what FIFO queues tell of them', async () => {
  const server = await startWithQueue()
  const send = (MessageBody: string) =>
    server.call('SendMessage', {
      QueueUrl,
      MessageBody,
      MessageGroupId: 'g',
      MessageDeduplicationId: `${MessageBody}-id`,
    })
  const first = await send('a')
  await send('b')
  expect((await send('a')).SequenceNumber).toBe(first.SequenceNumber)
  const { Messages = [] } = await server.call('ReceiveMessage', {
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['SequenceNumber', 'MessageGroupId', 'MessageDeduplicationId'],
    ReceiveRequestAttemptId: 'once',
  })
  expect(Messages.map(({ Body }) => Body)).toEqual(['a', 'b'])
  expect(Messages[0]?.Attributes).toEqual({
    SequenceNumber: first.SequenceNumber,
    MessageGroupId: 'g',
    MessageDeduplicationId: 'a-id',
  })
})

test.each([
  [{}, 'MissingParameter', 'The request must contain the parameter MessageGroupId.'],
  [
    { MessageGroupId: 'g' },
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  ],
  [
    { MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 5 },
    'InvalidParameterValue',
    'Value 5 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
  ],
])('a FIFO queue refuses a message with %j', async (more, code, message) => {
  const server = await startWithQueue()
  const refusal = { code, message }
  expect(await server.answer('SendMessage', { QueueUrl, MessageBody: 'a', ...more })).toMatchObject(refusal)
  const batch = { QueueUrl, Entries: [{ Id: 'x', MessageBody: 'a', ...more }] }
  expect((await server.answer('SendMessageBatch', batch)).output).toMatchObject({
    Successful: [],
    Failed: [{ Id: 'x', SenderFault: true, Code: code, Message: message }],
  })
})

test('an expired handle of a FIFO queue deletes nothing any more', async () => {
  const server = await startWithQueue({ ContentBasedDeduplication: 'true' })
  await server.call('SendMessage', { QueueUrl, MessageBody: 'a', MessageGroupId: 'g' })
  const { Messages = [] } = await server.call('ReceiveMessage', { QueueUrl })
  await server.pass(31)
  const { ReceiptHandle } = Messages[0]!
  expect(await server.answer('DeleteMessage', { QueueUrl, ReceiptHandle })).toMatchObject({
    code: 'InvalidParameterValue',
    message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
  })
})
