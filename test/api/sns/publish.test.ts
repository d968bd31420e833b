import { expect, test } from 'vitest'
import { owner } from '../../sqs-layer/open-test-queues.ts'
import { queueArn, type SnsServer, startSns, topicArn } from './sns-server.ts'

const TopicArn = topicArn('orders')

/** A topic with raw subscriptions of queues; those named with a `.fifo` are FIFO, and then so is the topic. */
async function startWith(
  queues: readonly string[],
  attributes: Record<string, string> = {},
): Promise<SnsServer> {
  const server = await startSns()
  await server.call('CreateTopic', { Name: 'orders', Attributes: attributes })
  for (const name of queues) await subscribe(server, name)
  return server
}

async function subscribe(server: SnsServer, name: string, more: Record<string, string> = {}, arn = TopicArn) {
  await server.queue(name)
  const Attributes = { RawMessageDelivery: 'true', ...more }
  const request = { TopicArn: arn, Protocol: 'sqs', Endpoint: queueArn(name), Attributes }
  return (await server.call('Subscribe', request)).SubscriptionArn!
}

async function received(server: SnsServer, name: string) {
  const queue = await server.queues.open(owner, name)
  return await queue.receive({ countMax: 10 })
}

const texts = async (server: SnsServer, name: string) =>
  (await received(server, name)).map(({ body }) => body.toString())

test('a publish is one commit, and every queue has the message', async () => {
  const server = await startWith(['a', 'b', 'c'])
  await server.call('Publish', { TopicArn, Message: 'first' })
  const before = server.store.stats()
  const { MessageId, SequenceNumber } = await server.call('Publish', { TopicArn, Message: 'second' })
  const after = server.store.stats()
  expect([after.commits - before.commits, after.journalSyncs - before.journalSyncs]).toEqual([1, 1])
  expect(MessageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
  expect(SequenceNumber).toBeUndefined()
  for (const name of ['a', 'b', 'c']) expect(await texts(server, name)).toEqual(['first', 'second'])
})

test('a raw message has its attributes and its group, and the text of its protocol', async () => {
  const server = await startWith(['a'])
  const MessageAttributes = {
    kind: { DataType: 'String', StringValue: 'order' },
    size: { DataType: 'Number', StringValue: '17' },
    bytes: { DataType: 'Binary', BinaryValue: Buffer.from('x') },
  }
  const Message = JSON.stringify({ default: 'for all', sqs: 'for queues', http: 1 })
  const request = { TopicArn, Message, MessageStructure: 'json', Subject: 'Hello', MessageAttributes }
  await server.call('Publish', { ...request, MessageGroupId: 'tenant-1' })
  const [message] = await received(server, 'a')
  expect(message).toMatchObject({
    groupId: 'tenant-1',
    attributes: [{ name: 'kind' }, { name: 'size' }, { name: 'bytes' }],
  })
  expect(message!.body.toString()).toBe('for queues')
})

test('a message that a queue does not take goes to the dead-letter queue of its subscription, and to the others', async () => {
  const server = await startWith(['a'])
  await server.queue('dead')
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('dead') })
  await subscribe(server, 'gone', { RedrivePolicy })
  await subscribe(server, 'forgotten')
  await subscribe(server, 'small', { RedrivePolicy })
  await server.queues.control.change(owner, 'small', () => ({ settings: { maximumMessageSize: 1024 } }))
  await server.queues.control.delete(owner, 'gone')
  await server.queues.control.delete(owner, 'forgotten')
  const long = 'x'.repeat(1025)
  await server.call('Publish', { TopicArn, Message: long })
  expect(await texts(server, 'a')).toEqual([long])
  expect(await texts(server, 'dead')).toEqual([long, long])
  const topic = server.topics.control.get({ ...owner, name: 'orders' })
  expect(server.topics.publisher.counters(topic)).toMatchObject({
    published: 1,
    delivered: 1,
    failed: 3,
    redriven: 2,
  })
})

test('a queue that is deleted at the same time keeps the message from nobody', async () => {
  const server = await startWith(['a', 'b'])
  await server.call('Publish', { TopicArn, Message: 'one' })
  const deleted = server.queues.control.delete(owner, 'b')
  await Promise.resolve()
  await Promise.all([deleted, server.call('Publish', { TopicArn, Message: 'two' })])
  expect(await texts(server, 'a')).toEqual(['one', 'two'])
})

test('queues with a delay hide messages of topics too', async () => {
  const server = await startWith(['a'])
  await server.queues.control.change(owner, 'a', () => ({ settings: { delaySeconds: 5 } }))
  await server.call('Publish', { TopicArn, Message: 'one' })
  expect(await texts(server, 'a')).toEqual([])
  await server.pass(5)
  expect(await texts(server, 'a')).toEqual(['one'])
})

test('a batch is one commit, and its bad entries are told apart', async () => {
  const server = await startWith(['a'])
  await server.call('Publish', { TopicArn, Message: 'zero' })
  const before = server.store.stats().commits
  const answer = await server.call('PublishBatch', {
    TopicArn,
    PublishBatchRequestEntries: [
      { Id: '1', Message: 'one' },
      { Id: '2', Message: 'two', Subject: '' },
      { Id: '3', Message: 'three' },
    ],
  })
  expect(server.store.stats().commits - before).toBe(1)
  expect(answer.Successful!.map(({ Id }) => Id)).toEqual(['1', '3'])
  expect(answer.Failed).toEqual([
    { Id: '2', Code: 'InvalidParameter', Message: 'Invalid parameter: Subject', SenderFault: true },
  ])
  expect(await texts(server, 'a')).toEqual(['zero', 'one', 'three'])
})

const entry = (Id: string, Message = 'x') => ({ Id, Message })

test.each([
  [[], 'EmptyBatchRequest'],
  [Array.from({ length: 11 }, (_, i) => entry(String(i))), 'TooManyEntriesInBatchRequest'],
  [[entry('a'), entry('a')], 'BatchEntryIdsNotDistinct'],
  [[entry('a b')], 'InvalidBatchEntryId'],
  [[entry('a', 'x'.repeat(200_000)), entry('b', 'x'.repeat(100_000))], 'BatchRequestTooLong'],
])('a batch that is none is refused (%#)', async (PublishBatchRequestEntries, code) => {
  const server = await startWith([])
  expect(await server.answer('PublishBatch', { TopicArn, PublishBatchRequestEntries })).toMatchObject({
    status: 400,
    code,
  })
})

const attribute = (DataType: string, StringValue?: string) => ({
  MessageAttributes: { a: { DataType, StringValue } },
})

test.each([
  [{ Message: '' }, 'InvalidParameter', 'Invalid parameter: Empty message'],
  [{ Message: 'é'.repeat(131_073) }, 'InvalidParameter', 'Invalid parameter: Message too long'],
  [{ Subject: 'x'.repeat(101) }, 'InvalidParameter', 'Invalid parameter: Subject'],
  [{ Subject: 'a\nb' }, 'InvalidParameter', 'Invalid parameter: Subject'],
  [
    { MessageStructure: 'json', Message: '{' },
    'InvalidParameter',
    'Invalid parameter: Message Structure - JSON message body failed to parse',
  ],
  [
    { MessageStructure: 'json', Message: '{"sqs":"x"}' },
    'InvalidParameter',
    'Invalid parameter: Message Structure - No default entry in JSON message body',
  ],
  [
    { TopicArn: undefined },
    'InvalidParameter',
    'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
  ],
  [{ TopicArn: topicArn('gone') }, 'NotFound', 'Topic does not exist'],
  [
    { MessageDeduplicationId: 'x' },
    'InvalidParameter',
    'Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
  ],
  [
    attribute('string', 'x'),
    'ParameterValueInvalid',
    "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
  ],
  [
    attribute('String'),
    'ParameterValueInvalid',
    "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.",
  ],
  [
    attribute('Number', 'x'),
    'ParameterValueInvalid',
    "Could not cast message attribute 'a' value to number.",
  ],
  [
    attribute('String.Array', 'x'),
    'ParameterValueInvalid',
    "The message attribute 'a' with type 'String.Array' must contain a JSON array.",
  ],
])('Publish refuses %#', async (input, code, message) => {
  const server = await startWith([])
  expect(await server.answer('Publish', { TopicArn, Message: 'x', ...input })).toMatchObject({
    code,
    message,
  })
})

const fifoArn = topicArn('orders.fifo')

async function startFifo(attributes: Record<string, string> = {}): Promise<SnsServer> {
  const server = await startSns()
  await server.call('CreateTopic', { Name: 'orders.fifo', Attributes: { FifoTopic: 'true', ...attributes } })
  await subscribe(server, 'q.fifo', {}, fifoArn)
  await subscribe(server, 'standard', {}, fifoArn)
  return server
}

const inGroup = (MessageGroupId: string, Message: string, MessageDeduplicationId?: string) => ({
  TopicArn: fifoArn,
  Message,
  MessageGroupId,
  MessageDeduplicationId,
})

test('a FIFO topic numbers its messages, and repeats none for five minutes, restarts or not', async () => {
  let server = await startFifo()
  const first = await server.call('Publish', inGroup('g', 'one', '1'))
  expect(first.SequenceNumber).toMatch(/^\d{20}$/)
  expect(await server.call('Publish', inGroup('g', 'other', '1'))).toEqual(first)
  server = await server.restartApi()
  expect(await server.call('Publish', inGroup('h', 'another', '1'))).toEqual(first)
  const second = await server.call('Publish', inGroup('g', 'two', '2'))
  expect(second.SequenceNumber! > first.SequenceNumber!).toBe(true)
  expect(await texts(server, 'q.fifo')).toEqual(['one', 'two'])
  await server.pass(300)
  const again = await server.call('Publish', inGroup('g', 'one again', '1'))
  expect(again.SequenceNumber! > second.SequenceNumber!).toBe(true)
})

test('a queue gets group and deduplication id from a FIFO topic; a standard queue neither', async () => {
  const server = await startFifo({ ContentBasedDeduplication: 'true' })
  await server.call('Publish', inGroup('g', 'one'))
  const [inFifo] = await received(server, 'q.fifo')
  expect(inFifo).toMatchObject({ groupId: 'g' })
  expect(inFifo!.deduplicationId).toMatch(/^[0-9a-f]{64}$/)
  const [inStandard] = await received(server, 'standard')
  expect(inStandard).toMatchObject({ groupId: undefined, deduplicationId: undefined })
})

test('with a throughput scope of groups the same id in two groups is two messages', async () => {
  const server = await startFifo({ FifoThroughputScope: 'MessageGroup' })
  await server.call('Publish', inGroup('g', 'one', '1'))
  await server.call('Publish', inGroup('h', 'two', '1'))
  await server.call('Publish', inGroup('h', 'three', '1'))
  expect(await texts(server, 'standard')).toEqual(['one', 'two'])
})

test('a FIFO topic asks for a group and an id, and takes 20 MiB a second', async () => {
  const server = await startFifo()
  expect(await server.answer('Publish', { TopicArn: fifoArn, Message: 'x' })).toMatchObject({
    message: 'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
  })
  expect(await server.answer('Publish', inGroup('g', 'x'))).toMatchObject({
    message:
      'Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  })
  const long = Array.from({ length: 80 }, () => ({ ...inGroup('g', 'x'.repeat(262_144)) }))
  for (const [i, each] of long.entries())
    await server.call('Publish', { ...each, MessageDeduplicationId: String(i) })
  expect(await server.answer('Publish', inGroup('g', 'x', 'y'))).toMatchObject({
    status: 429,
    code: 'Throttled',
  })
})
