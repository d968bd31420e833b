import { expect, test } from 'vitest'
import { topicMetrics } from '../../../src/server/topic-metrics.ts'
import { filterPolicies } from '../../../src/sns-layer/index.ts'
import { owner } from '../../sqs-layer/open-test-queues.ts'
import { queueArn, type SnsServer, startSns, topicArn } from './sns-server.ts'

const TopicArn = topicArn('orders')

async function startWithTopic(): Promise<SnsServer> {
  const server = await startSns({ filters: filterPolicies })
  await server.call('CreateTopic', { Name: 'orders' })
  return server
}

async function subscribe(server: SnsServer, name: string, attributes: Record<string, string>) {
  await server.queue(name)
  const Attributes = { RawMessageDelivery: 'true', ...attributes }
  const request = { TopicArn, Protocol: 'sqs', Endpoint: queueArn(name), Attributes }
  return (await server.call('Subscribe', request)).SubscriptionArn!
}

async function texts(server: SnsServer, name: string) {
  const queue = await server.queues.open(owner, name)
  return (await queue.receive({ countMax: 10 })).map(({ body }) => body.toString())
}

const colour = (StringValue: string) => ({ colour: { DataType: 'String', StringValue } })

test('a message comes to those whose filters accept it, and a changed filter holds for the next message', async () => {
  const server = await startWithTopic()
  const SubscriptionArn = await subscribe(server, 'red', { FilterPolicy: '{"colour":["red"]}' })
  await subscribe(server, 'paid', {
    FilterPolicyScope: 'MessageBody',
    FilterPolicy: '{"order":{"paid":[true]}}',
  })
  await subscribe(server, 'all', {})
  const body = (paid: boolean) => JSON.stringify({ order: { paid } })
  await server.call('Publish', { TopicArn, Message: body(true), MessageAttributes: colour('blue') })
  await server.call('Publish', { TopicArn, Message: body(false), MessageAttributes: colour('red') })
  await server.call('SetSubscriptionAttributes', {
    SubscriptionArn,
    AttributeName: 'FilterPolicy',
    AttributeValue: '{"colour":["green"]}',
  })
  await server.call('Publish', { TopicArn, Message: 'green', MessageAttributes: colour('green') })
  await server.call('SetSubscriptionAttributes', {
    SubscriptionArn,
    AttributeName: 'FilterPolicy',
    AttributeValue: '{}',
  })
  await server.call('Publish', { TopicArn, Message: 'bare' })

  expect(await texts(server, 'red')).toEqual([body(false), 'green', 'bare'])
  expect(await texts(server, 'paid')).toEqual([body(true)])
  expect(await texts(server, 'all')).toEqual([body(true), body(false), 'green', 'bare'])
})

test('what filters keep from subscriptions is counted by why they did, under the names of CloudWatch', async () => {
  const server = await startWithTopic()
  await subscribe(server, 'red', { FilterPolicy: '{"colour":["red"]}' })
  await subscribe(server, 'paid', { FilterPolicyScope: 'MessageBody', FilterPolicy: '{"paid":[true]}' })
  await server.call('Publish', { TopicArn, Message: 'text' })
  await server.call('Publish', { TopicArn, Message: '{"paid":true}', MessageAttributes: colour('blue') })
  await server.call('Publish', { TopicArn, Message: '{"paid":false}', MessageAttributes: colour('red') })
  const samples = topicMetrics(server.topics).map(({ name, samples }) => [name, samples[0]?.value])
  expect(Object.fromEntries(samples)).toMatchObject({
    millrace_sns_topic_number_of_messages_published_total: 3,
    millrace_sns_topic_number_of_notifications_filtered_out_total: 4,
    millrace_sns_topic_number_of_notifications_filtered_out_message_attributes_total: 1,
    millrace_sns_topic_number_of_notifications_filtered_out_no_message_attributes_total: 1,
    millrace_sns_topic_number_of_notifications_filtered_out_invalid_attributes_total: 0,
    millrace_sns_topic_number_of_notifications_filtered_out_message_body_total: 1,
    millrace_sns_topic_number_of_notifications_filtered_out_invalid_message_body_total: 1,
  })
})

test('a filter is there after a restart', async () => {
  const server = await startWithTopic()
  await subscribe(server, 'red', { FilterPolicy: '{"colour":["red"]}' })
  const again = await server.restartApi()
  for (const name of ['red', 'blue'])
    await again.call('Publish', { TopicArn, Message: name, MessageAttributes: colour(name) })
  expect(await texts(again, 'red')).toEqual(['red'])
})

test('a policy that cannot be read is refused, in the words of either operation, and nothing is changed', async () => {
  const server = await startWithTopic()
  const request = { TopicArn, Protocol: 'sqs', Endpoint: queueArn('red') }
  const refused = { ...request, Attributes: { FilterPolicy: '{"colour":[]}' } }
  await server.queue('red')
  expect(await server.answer('Subscribe', refused)).toMatchObject({
    status: 400,
    code: 'InvalidParameter',
    message: 'Invalid parameter: Attributes Reason: FilterPolicy: Empty arrays are not allowed',
  })
  const { SubscriptionArn } = await server.call('Subscribe', request)
  const set = (AttributeName: string, AttributeValue: string) =>
    server.answer('SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue })
  expect(await set('FilterPolicy', '{"colour":[]}')).toMatchObject({
    message: 'Invalid parameter: FilterPolicy: Empty arrays are not allowed',
  })
  expect(await set('FilterPolicyScope', 'Body')).toMatchObject({
    message:
      'Invalid parameter: FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes',
  })
  await set('FilterPolicyScope', 'MessageBody')
  await set('FilterPolicy', '{"order":{"paid":[true]}}')
  expect(await set('FilterPolicyScope', 'MessageAttributes')).toMatchObject({
    message: 'Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy',
  })
  const { Attributes } = await server.call('GetSubscriptionAttributes', { SubscriptionArn })
  expect(Attributes).toMatchObject({
    FilterPolicy: '{"order":{"paid":[true]}}',
    FilterPolicyScope: 'MessageBody',
  })
})

test('a queue that its filter keeps the message from is not opened for it, and one that wants it is', async () => {
  const first = await startWithTopic()
  await subscribe(first, 'red', { FilterPolicy: '{"colour":["red"]}' })
  await subscribe(first, 'blue', { FilterPolicy: '{"colour":["blue"]}' })
  const server = await first.restartApi()
  await server.call('Publish', { TopicArn, Message: 'x', MessageAttributes: colour('red') })
  const isOpened = (name: string) => server.queues.opened(owner, name) !== undefined
  expect(['red', 'blue'].map(isOpened)).toEqual([true, false])
  expect(await texts(server, 'red')).toEqual(['x'])
})

test('a topic has two hundred filter policies at most, whichever call brings them', async () => {
  const server = await startWithTopic()
  const FilterPolicy = '{"colour":["red"]}'
  for (let i = 0; i < 200; i++) await subscribe(server, `q${i}`, { FilterPolicy })
  const refused = {
    status: 403,
    code: 'FilterPolicyLimitExceeded',
    message: 'A topic can have at most 200 subscriptions with a filter policy.',
  }
  await server.queue('more')
  const Attributes = { FilterPolicy, RawMessageDelivery: 'true' }
  const request = { TopicArn, Protocol: 'sqs', Endpoint: queueArn('more'), Attributes }
  expect(await server.answer('Subscribe', request)).toMatchObject(refused)
  const SubscriptionArn = await subscribe(server, 'plain', {})
  const set = (arn: string, AttributeValue: string) =>
    server.answer('SetSubscriptionAttributes', {
      ...{ SubscriptionArn: arn, AttributeName: 'FilterPolicy', AttributeValue },
    })
  expect(await set(SubscriptionArn, FilterPolicy)).toMatchObject(refused)
  const first = (await server.call('Subscribe', { ...request, Endpoint: queueArn('q0') })).SubscriptionArn!
  expect(await set(first, '{"colour":["blue"]}')).toMatchObject({ status: 200 })
  await server.call('Unsubscribe', { SubscriptionArn: first })
  expect(await set(SubscriptionArn, FilterPolicy)).toMatchObject({ status: 200 })
})
