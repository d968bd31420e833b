import { afterEach, beforeEach, expect, test } from 'vitest'
import { createServer, type Server } from '../../src/server/index.ts'
import { type Subscriber, startSubscriber } from './sns-subscriber.ts'

/* HTTP subscribers of a whole server: the confirmation, notifications, retries, dead letters, the end. */

let server: Server
let subscriber: Subscriber

beforeEach(async () => {
  server = await createServer()
  subscriber = await startSubscriber()
})

afterEach(async () => {
  await subscriber.close()
  await server.close()
})

async function call(
  action: string,
  parameters: Record<string, string>,
  version = '2010-03-31',
): Promise<string> {
  const body = new URLSearchParams({ Action: action, Version: version, ...parameters })
  const answer = await fetch(server.url, { method: 'POST', body })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(text)
  return text
}

const sqs = (action: string, parameters: Record<string, string>) => call(action, parameters, '2012-11-05')

const between = (text: string, tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? ''

const makeTopic = async (name = 'orders') => between(await call('CreateTopic', { Name: name }), 'TopicArn')

/** Attributes as parameters of Subscribe. */
function attributesOf(attributes: Record<string, string>): Record<string, string> {
  const entries = Object.entries(attributes).flatMap(([name, value], i) => [
    [`Attributes.entry.${i + 1}.key`, name],
    [`Attributes.entry.${i + 1}.value`, value],
  ])
  return Object.fromEntries(entries)
}

/** Subscribes the endpoint, and confirms as it would: by a visit of the link. @returns the subscription's ARN */
async function subscribe(
  topicArn: string,
  path: string,
  attributes: Record<string, string> = {},
): Promise<string> {
  const endpoint = { TopicArn: topicArn, Protocol: 'http', Endpoint: subscriber.url + path }
  expect(
    between(await call('Subscribe', { ...endpoint, ...attributesOf(attributes) }), 'SubscriptionArn'),
  ).toBe('pending confirmation')
  const { body } = await subscriber.next()
  const { SubscribeURL } = JSON.parse(body) as { SubscribeURL: string }
  return between(await (await fetch(SubscribeURL)).text(), 'SubscriptionArn')
}

const noRetries = JSON.stringify({ healthyRetryPolicy: { numRetries: 0 } })
const twoAtOnce = JSON.stringify({ healthyRetryPolicy: { numRetries: 2, numNoDelayRetries: 2 } })

test('an HTTP endpoint is asked, confirms by the link, and gets what is published then', async () => {
  const topicArn = await makeTopic()
  const request = { TopicArn: topicArn, Protocol: 'http', Endpoint: `${subscriber.url}/in` }
  await call('Subscribe', request)
  const asked = await subscriber.next()
  expect(asked.headers['x-amz-sns-message-type']).toBe('SubscriptionConfirmation')
  const { SubscribeURL, Type, TopicArn } = JSON.parse(asked.body) as Record<string, string>
  expect({ Type, TopicArn }).toEqual({ Type: 'SubscriptionConfirmation', TopicArn: topicArn })
  const subscriptionArn = between(await (await fetch(SubscribeURL!)).text(), 'SubscriptionArn')
  const messageId = between(
    await call('Publish', { TopicArn: topicArn, Message: 'hello', Subject: 's' }),
    'MessageId',
  )
  const { path, headers, body } = await subscriber.next()
  expect({ path, type: headers['x-amz-sns-message-type'] }).toEqual({ path: '/in', type: 'Notification' })
  expect(headers['x-amz-sns-subscription-arn']).toBe(subscriptionArn)
  expect(JSON.parse(body)).toMatchObject({
    Type: 'Notification',
    MessageId: messageId,
    Message: 'hello',
    Subject: 's',
  })
})

test('a raw message comes as it was published, and a failed attempt is made again', async () => {
  const topicArn = await makeTopic()
  await subscribe(topicArn, '/raw', { RawMessageDelivery: 'true', DeliveryPolicy: twoAtOnce })
  subscriber.answers = [503, 429, 200]
  await call('Publish', { TopicArn: topicArn, Message: 'again and again' })
  const posts = [await subscriber.next(), await subscriber.next(), await subscriber.next()]
  expect(posts.map(({ body }) => body)).toEqual(['again and again', 'again and again', 'again and again'])
  expect(new Set(posts.map(({ headers }) => headers['x-amz-sns-message-id'])).size).toBe(1)
})

test('what cannot be delivered goes to the dead-letter queue of the subscription', async () => {
  const topicArn = await makeTopic()
  const queueUrl = between(await sqs('CreateQueue', { QueueName: 'dead' }), 'QueueUrl')
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead'
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn })
  await subscribe(topicArn, '/x', { RedrivePolicy, DeliveryPolicy: noRetries, RawMessageDelivery: 'true' })
  subscriber.answers = [500]
  await call('Publish', { TopicArn: topicArn, Message: 'lost?' })
  const received = await sqs('ReceiveMessage', { QueueUrl: queueUrl, WaitTimeSeconds: '10' })
  expect(between(received, 'Body')).toBe('lost?')
})

test('an endpoint that hangs keeps nobody else waiting', async () => {
  const topicArn = await makeTopic()
  await subscribe(topicArn, '/good', { RawMessageDelivery: 'true' })
  const hanging = await startSubscriber()
  const good = subscriber
  subscriber = hanging
  await subscribe(topicArn, '/hangs')
  hanging.answers = [0]
  subscriber = good
  for (const text of ['1', '2', '3']) await call('Publish', { TopicArn: topicArn, Message: text })
  const texts = [await good.next(), await good.next(), await good.next()].map(({ body }) => body)
  expect(texts.toSorted()).toEqual(['1', '2', '3'])
  await hanging.close()
})

test('a subscription shows the policy that holds for it, and one that is none is refused in the words of AWS', async () => {
  const topicArn = await makeTopic()
  const arn = await subscribe(topicArn, '/x', { DeliveryPolicy: noRetries })
  const shown = await call('GetSubscriptionAttributes', { SubscriptionArn: arn })
  expect(shown.replaceAll('&quot;', '"')).toContain(
    '{"healthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":0,',
  )
  const bad = { healthyRetryPolicy: { numRetries: 101 } }
  const set = { SubscriptionArn: arn, AttributeName: 'DeliveryPolicy', AttributeValue: JSON.stringify(bad) }
  await expect(call('SetSubscriptionAttributes', set)).rejects.toThrow(
    'Invalid parameter: DeliveryPolicy: healthyRetryPolicy.numRetries must be less than or equal to 100',
  )
})

test('an endpoint is told when its subscription has ended', async () => {
  const topicArn = await makeTopic()
  const arn = await subscribe(topicArn, '/x')
  await call('Unsubscribe', { SubscriptionArn: arn })
  const { headers, body } = await subscriber.next()
  expect(headers['x-amz-sns-message-type']).toBe('UnsubscribeConfirmation')
  expect(JSON.parse(body)).toMatchObject({ Type: 'UnsubscribeConfirmation', TopicArn: topicArn })
})

test('what goes through a topic is on /metrics', async () => {
  const topicArn = await makeTopic()
  await subscribe(topicArn, '/x')
  await call('Publish', { TopicArn: topicArn, Message: 'm' })
  await subscriber.next()
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toContain('millrace_sns_subscriptions_with_backlog 1')
  expect(metrics).toMatch(
    /millrace_sns_number_of_notifications_delivered_total\{[^}]*topic="orders"[^}]*\} [12]/,
  )
})
