import { expect, test } from 'vitest'
import { type SqsServer, startSqs, urlOf } from './sqs-server.ts'

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`

/** A queue whose messages are dead when they were received once, and one of them in its dead-letter queue. */
async function startWithDeadLetter(): Promise<SqsServer> {
  const server = await startSqs()
  await server.call('CreateQueue', { QueueName: 'dead' })
  await server.call('CreateQueue', {
    QueueName: 'orders',
    Attributes: {
      VisibilityTimeout: '0',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 }),
    },
  })
  await server.call('SendMessage', { QueueUrl: urlOf('orders'), MessageBody: 'a' })
  await server.call('ReceiveMessage', { QueueUrl: urlOf('orders') })
  expect(await server.call('ReceiveMessage', { QueueUrl: urlOf('orders') })).toEqual({})
  return server
}

test('a dead letter tells which queue it comes from', async () => {
  const server = await startWithDeadLetter()
  const { Messages = [] } = await server.call('ReceiveMessage', {
    QueueUrl: urlOf('dead'),
    AttributeNames: ['DeadLetterQueueSourceArn'],
  })
  expect(Messages[0]).toMatchObject({ Body: 'a', Attributes: { DeadLetterQueueSourceArn: arnOf('orders') } })
})

test('a task moves dead letters back, and is listed when it is done', async () => {
  const server = await startWithDeadLetter()
  const started = await server.call('StartMessageMoveTask', {
    SourceArn: arnOf('dead'),
    MaxNumberOfMessagesPerSecond: 10,
  })
  expect(started.TaskHandle).toEqual(expect.any(String))
  for (let seconds = 0; seconds < 3; seconds++) await server.pass(1)
  const { Results = [] } = await server.call('ListMessageMoveTasks', { SourceArn: arnOf('dead') })
  expect(Results).toEqual([
    {
      Status: 'COMPLETED',
      SourceArn: arnOf('dead'),
      MaxNumberOfMessagesPerSecond: 10,
      ApproximateNumberOfMessagesMoved: 1,
      ApproximateNumberOfMessagesToMove: 1,
      StartedTimestamp: expect.any(Number),
    },
  ])
  const { Messages = [] } = await server.call('ReceiveMessage', { QueueUrl: urlOf('orders') })
  expect(Messages[0]?.Body).toBe('a')
})
