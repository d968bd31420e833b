import { expect, test } from 'vitest'
import { noDeliveries } from '../../../src/sns-layer/index.ts'
import { queueArn, type SnsServer, startSns, topicArn } from './sns-server.ts'

const TopicArn = topicArn('orders')

async function startWithQueues(...names: string[]): Promise<SnsServer> {
  const server = await startSns()
  await server.call('CreateTopic', { Name: 'orders' })
  for (const name of names) await server.queue(name)
  return server
}

const toQueue = (name: string, Attributes: Record<string, string> = {}) => ({
  TopicArn,
  Protocol: 'sqs',
  Endpoint: queueArn(name),
  Attributes,
})

test('a queue is subscribed once, and is a subscription after a restart', async () => {
  let server = await startWithQueues('a')
  const { SubscriptionArn } = await server.call('Subscribe', toQueue('a', { RawMessageDelivery: 'true' }))
  expect(await server.call('Subscribe', toQueue('a'))).toEqual({ SubscriptionArn })
  expect(await server.answer('Subscribe', toQueue('a', { RawMessageDelivery: 'false' }))).toMatchObject({
    message: 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
  })
  server = await server.restartApi()
  expect((await server.call('GetSubscriptionAttributes', { SubscriptionArn })).Attributes).toEqual({
    SubscriptionArn,
    TopicArn,
    Owner: '000000000000',
    Protocol: 'sqs',
    Endpoint: queueArn('a'),
    ConfirmationWasAuthenticated: 'true',
    PendingConfirmation: 'false',
    RawMessageDelivery: 'true',
  })
  expect((await server.call('GetTopicAttributes', { TopicArn })).Attributes).toMatchObject({
    SubscriptionsConfirmed: '1',
    SubscriptionsPending: '0',
  })
  const line = { SubscriptionArn, Owner: '000000000000', Protocol: 'sqs', Endpoint: queueArn('a'), TopicArn }
  expect((await server.call('ListSubscriptions', {})).Subscriptions).toEqual([line])
  expect((await server.call('ListSubscriptionsByTopic', { TopicArn })).Subscriptions).toEqual([line])
  await server.call('Unsubscribe', { SubscriptionArn })
  await server.call('Unsubscribe', { SubscriptionArn })
  expect(await server.answer('GetSubscriptionAttributes', { SubscriptionArn })).toMatchObject({
    status: 404,
    code: 'NotFound',
    message: 'Subscription does not exist',
  })
  expect((await server.call('GetTopicAttributes', { TopicArn })).Attributes).toMatchObject({
    SubscriptionsDeleted: '1',
  })
})

test('attributes of a subscription are set and taken away', async () => {
  const server = await startWithQueues('a', 'dead')
  const { SubscriptionArn } = await server.call('Subscribe', toQueue('a'))
  const set = (AttributeName: string, AttributeValue?: string) =>
    server.call('SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue })
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('dead') })
  await set('RedrivePolicy', RedrivePolicy)
  const attributes = async () =>
    (await server.call('GetSubscriptionAttributes', { SubscriptionArn })).Attributes
  expect(await attributes()).toMatchObject({ RedrivePolicy })
  await set('RedrivePolicy')
  expect(await attributes()).not.toHaveProperty('RedrivePolicy')
})

test.each([
  [{ Protocol: 'pigeon' }, 'Invalid parameter: Amazon SNS does not support this protocol string: pigeon'],
  [
    { Protocol: 'http', Endpoint: 'http://a' },
    'Invalid parameter: Protocol: Millrace does not deliver to http yet; see docs/api-status.md',
  ],
  [{ Endpoint: 'a' }, 'Invalid parameter: SQS endpoint ARN'],
  [
    { Endpoint: queueArn('f.fifo') },
    'Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
  ],
  [
    { Endpoint: queueArn('gone') },
    `Invalid parameter: Endpoint Reason: ${queueArn('gone')} is no queue of this server`,
  ],
  [{ Attributes: { Colour: 'red' } }, 'Invalid parameter: Attributes Reason: Unknown attribute Colour'],
  [
    { Attributes: { FilterPolicy: '{"a":["b"]}' } },
    'Invalid parameter: FilterPolicy: Millrace does not support filter policies yet; see docs/api-status.md',
  ],
  [
    { Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"x"}' } },
    'Invalid parameter: RedrivePolicy: deadLetterTargetArn is an invalid arn',
  ],
])('Subscribe refuses %j', async (input, message) => {
  const server = await startWithQueues('a', 'f.fifo')
  const answer = await server.answer('Subscribe', { ...toQueue('a'), ...input })
  expect(answer).toMatchObject({ code: 'InvalidParameter', message })
  expect((await server.call('ListSubscriptions', {})).Subscriptions).toEqual([])
})

test('a subscription of another account is that account’s, and in its list', async () => {
  const server = await startWithQueues()
  const account = '111122223333'
  await server.queues.control.create({ account, region: 'us-east-1' }, { name: 'theirs' })
  const request = { ...toQueue('theirs'), Endpoint: queueArn('theirs', account) }
  expect(await server.answer('Subscribe', request, account)).toMatchObject({ code: 'AuthorizationError' })
  const permission = { TopicArn, Label: 'x', AWSAccountId: [account], ActionName: ['Subscribe'] }
  await server.call('AddPermission', permission)
  const { SubscriptionArn } = await server.call('Subscribe', request, account)
  expect((await server.call('ListSubscriptions', {}, account)).Subscriptions).toMatchObject([
    { SubscriptionArn, Owner: account },
  ])
  expect((await server.call('ListSubscriptions', {})).Subscriptions).toEqual([])
  expect(await server.answer('GetSubscriptionAttributes', { SubscriptionArn }, '999988887777')).toMatchObject(
    { code: 'AuthorizationError' },
  )
})

test('subscriptions are listed in pages of a hundred, through topics', async () => {
  const server = await startWithQueues()
  await server.call('CreateTopic', { Name: 'people' })
  for (const name of ['orders', 'people']) {
    const topic = server.topics.control.get({ account: '000000000000', region: 'us-east-1', name })
    const subscriptions = await server.topics.subscriptions(topic)
    for (let i = 0; i < 120; i++) {
      const endpoint = queueArn(`q${i}`)
      const request = {
        owner: topic.account,
        protocol: 'sqs' as const,
        endpoint,
        confirmed: true,
        settings: {},
      }
      await subscriptions.subscribe(request)
    }
  }
  const seen: string[] = []
  let NextToken: string | undefined
  const sizes: number[] = []
  do {
    const page = await server.call('ListSubscriptions', { NextToken })
    sizes.push(page.Subscriptions!.length)
    seen.push(...page.Subscriptions!.map((each) => `${each.TopicArn} ${each.Endpoint}`))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  expect(sizes).toEqual([100, 100, 40])
  expect(new Set(seen).size).toBe(240)
  const first = await server.call('ListSubscriptionsByTopic', { TopicArn })
  const rest = await server.call('ListSubscriptionsByTopic', { TopicArn, NextToken: first.NextToken })
  expect([first.Subscriptions!.length, rest.Subscriptions!.length]).toEqual([100, 20])
})

test('a subscription that nobody confirms is gone after two days, and a token confirms it before', async () => {
  const asked: string[] = []
  const server = await startSns({
    deliveries: {
      delivers: () => true,
      checkEndpoint: () => undefined,
      checkPolicy: () => undefined,
      needsConfirmation: () => true,
      prepare: noDeliveries.prepare,
      sayFarewell: () => Promise.resolve(),
      requestConfirmation: async (_topic, _subscription, token) => void asked.push(token),
    },
  })
  await server.call('CreateTopic', { Name: 'orders' })
  const request = (Endpoint: string) => ({ TopicArn, Protocol: 'http', Endpoint })
  expect(await server.call('Subscribe', request('http://a'))).toEqual({
    SubscriptionArn: 'pending confirmation',
  })
  expect((await server.call('ListSubscriptions', {})).Subscriptions).toMatchObject([
    { SubscriptionArn: 'PendingConfirmation' },
  ])
  await server.call('Subscribe', request('http://b'))
  const confirmed = await server.call('ConfirmSubscription', { TopicArn, Token: asked[1] })
  expect(confirmed.SubscriptionArn).toContain(TopicArn)
  await server.pass(2 * 86_400)
  expect(await server.answer('ConfirmSubscription', { TopicArn, Token: asked[0] })).toMatchObject({
    code: 'InvalidParameter',
    message: 'Invalid parameter: Token',
  })
  expect((await server.call('ListSubscriptions', {})).Subscriptions).toMatchObject([
    { SubscriptionArn: confirmed.SubscriptionArn },
  ])
})
