import { expect, test } from 'vitest'
import { queueArn, type SnsServer, startSns, topicArn } from './sns-server.ts'

/* Queues that somebody subscribes who does not own them. */

const theirs = '111122223333'
const TopicArn = topicArn('orders')
const request = { TopicArn, Protocol: 'sqs', Endpoint: queueArn('theirs', theirs) }
const owner = { account: theirs, region: 'us-east-1' }

async function start(settings: { maximumMessageSize?: number } = {}): Promise<SnsServer> {
  const server = await startSns()
  await server.call('CreateTopic', { Name: 'orders' })
  await server.queues.control.create(owner, { name: 'theirs', settings })
  return server
}

async function received(server: SnsServer, name = 'theirs') {
  return await (await server.queues.open(owner, name)).receive({ countMax: 10 })
}

const bodies = async (server: SnsServer) => (await received(server)).map(({ body }) => body.toString())

/** Of the requests to confirm that the queue has got. */
const tokens = async (server: SnsServer) =>
  (await bodies(server)).map((body) => (JSON.parse(body) as { Token: string }).Token)

test('a queue of another account is asked by a message in it, and gets what is published once anybody confirms by the token', async () => {
  let server = await start()
  expect(await server.call('Subscribe', request)).toEqual({ SubscriptionArn: 'pending confirmation' })
  server = await server.restartApi()
  expect((await server.call('ListSubscriptions', {})).Subscriptions).toMatchObject([
    { SubscriptionArn: 'PendingConfirmation', Owner: '000000000000', Endpoint: request.Endpoint },
  ])
  await server.call('Publish', { TopicArn, Message: 'too early' })
  const [body, ...others] = await bodies(server)
  expect(others).toEqual([])
  const { Type, TopicArn: asked, Token } = JSON.parse(body!) as Record<string, string>
  expect({ Type, asked }).toEqual({ Type: 'SubscriptionConfirmation', asked: TopicArn })
  const { SubscriptionArn } = await server.call('ConfirmSubscription', { TopicArn, Token }, '999988887777')
  const { Attributes } = await server.call('GetSubscriptionAttributes', { SubscriptionArn })
  expect(Attributes).toMatchObject({ PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'false' })
  await server.call('Publish', { TopicArn, Message: 'in time' })
  expect((await bodies(server)).map((text) => JSON.parse(text) as object)).toMatchObject([
    { Message: 'in time' },
  ])
})

test('Subscribe asks again as long as nobody has confirmed, and every token is good for two days', async () => {
  const server = await start()
  await server.call('Subscribe', request)
  await server.call('Subscribe', request)
  const [first, second] = await tokens(server)
  expect(first).not.toBe(second)
  await server.pass(2 * 86_400)
  expect(await server.answer('ConfirmSubscription', { TopicArn, Token: first })).toMatchObject({
    message: 'Invalid parameter: Token',
  })
  expect((await server.call('ListSubscriptions', {})).Subscriptions).toEqual([])
})

test('the owner of the queue confirms by subscribing it, without a token', async () => {
  const server = await start()
  await server.call('Subscribe', request)
  await server.call('AddPermission', {
    TopicArn,
    Label: 'x',
    AWSAccountId: [theirs],
    ActionName: ['Subscribe'],
  })
  const { SubscriptionArn } = await server.call('Subscribe', request, theirs)
  expect((await server.call('GetSubscriptionAttributes', { SubscriptionArn })).Attributes).toMatchObject({
    PendingConfirmation: 'false',
    ConfirmationWasAuthenticated: 'true',
  })
})

test('a FIFO queue is asked as often as it is subscribed, and replays nothing before it has confirmed', async () => {
  const server = await startSns()
  const fifo = { ...request, TopicArn: topicArn('o.fifo'), Endpoint: queueArn('theirs.fifo', theirs) }
  const Attributes = { FifoTopic: 'true', ArchivePolicy: '{"MessageRetentionPeriod":"30"}' }
  await server.call('CreateTopic', { Name: 'o.fifo', Attributes })
  await server.queues.control.create(owner, { name: 'theirs.fifo' })
  const ReplayPolicy = '{"PointType":"Timestamp","StartingPoint":"2026-01-02T03:04:05.678Z"}'
  const refused = {
    message: 'Invalid parameter: ReplayPolicy Reason: the subscription has to be confirmed first',
  }
  expect(await server.answer('Subscribe', { ...fifo, Attributes: { ReplayPolicy } })).toMatchObject(refused)
  const { SubscriptionArn } = await server.call('Subscribe', { ...fifo, ReturnSubscriptionArn: true })
  await server.call('Subscribe', fifo)
  const replay = { SubscriptionArn, AttributeName: 'ReplayPolicy', AttributeValue: ReplayPolicy }
  expect(await server.answer('SetSubscriptionAttributes', replay)).toMatchObject(refused)
  const messages = await received(server, 'theirs.fifo')
  expect(messages).toHaveLength(2)
  const { Token } = JSON.parse(messages[0]!.body.toString()) as { Token: string }
  await server.call('ConfirmSubscription', { TopicArn: fifo.TopicArn, Token })
  await server.call('SetSubscriptionAttributes', replay)
})

test('a queue that takes no messages as large as the request stays pending, and is asked by the next Subscribe', async () => {
  const server = await startSns({
    envelopes: {
      available: true,
      notification: () => undefined,
      sign: () => Promise.resolve(),
      confirmation: ({ token }) => Promise.resolve(JSON.stringify({ Token: token }).padEnd(2000)),
    },
  })
  await server.call('CreateTopic', { Name: 'orders' })
  const maximumMessageSize = 1024
  await server.queues.control.create(owner, { name: 'theirs', settings: { maximumMessageSize } })
  expect(await server.call('Subscribe', request)).toEqual({ SubscriptionArn: 'pending confirmation' })
  expect(await bodies(server)).toEqual([])
  await server.queues.control.change(owner, 'theirs', () => ({ settings: { maximumMessageSize: 4096 } }))
  await server.call('Subscribe', request)
  expect(await tokens(server)).toHaveLength(1)
})
