import { beforeEach, expect, test } from 'vitest'
import { ManualClock, MemoryFileSystem, silentLogger, systemRandom } from '../../../src/base/index.ts'
import type { LogStore } from '../../../src/log/index.ts'
import type { SubscriptionState } from '../../../src/sns-layer/control/subscription-state.ts'
import { deadLetterOf } from '../../../src/sns-layer/delivery/dead-letter.ts'
import { Deliveries } from '../../../src/sns-layer/delivery/deliveries.ts'
import type { Delivery, DeliveryOutcome, Target } from '../../../src/sns-layer/delivery/target.ts'
import type { TopicMessage } from '../../../src/sns-layer/topic-message.ts'
import { commitPrepared, openQueues, type Queues, queueArnOf } from '../../../src/sqs-layer/index.ts'
import { openTestStore } from '../../log/open-test-store.ts'
import { settle } from './lanes/open-test-lanes.ts'
import { message, publishedMs, subscriptionOf, topic, topicArn } from './test-delivery.ts'

const owner = { account: '000000000000', region: 'us-east-1' }

let files: MemoryFileSystem
let clock: ManualClock
let store: LogStore
let queues: Queues
let deliveries: Deliveries
let subscriptions: SubscriptionState[]
let made: Delivery[]
let outcome: DeliveryOutcome
let isTopicThere: boolean

const target: Target = {
  protocols: ['http', 'https'],
  needsConfirmation: true,
  retryPolicy: undefined,
  endpointFault: (_protocol, endpoint) => (endpoint.startsWith('http') ? undefined : 'Endpoint'),
  async deliver(delivery) {
    made.push(delivery)
    return outcome
  },
}

beforeEach(async () => {
  files = new MemoryFileSystem()
  clock = new ManualClock(publishedMs)
  subscriptions = [subscriptionOf('http://example.com/')]
  made = []
  outcome = { kind: 'delivered' }
  isTopicThere = true
  await open()
})

async function open(): Promise<void> {
  const parts = { clock, random: systemRandom, logger: silentLogger }
  store = await openTestStore({ ...parts, files })
  queues = await openQueues({ ...parts, store, limits: 'aws' })
  deliveries = await Deliveries.open({
    ...parts,
    store,
    targets: [target],
    deadLetterQueue: (arn) => queues.destination(arn),
    queueMessageOf: (delivery, published, toFifo) =>
      deadLetterOf(delivery, published, { toFifo, envelopeOf }),
  })
  deliveries.start({
    subscribed: async (arn) => {
      const subscription = subscriptions.find((known) => known.arn === arn)
      return subscription && { topic, subscription }
    },
    topic: () => (isTopicThere ? topic : undefined),
  })
}

const envelopeOf = async () => Buffer.from('{"Type" : "Notification"}')
const messageWith = (text: string): TopicMessage => ({ ...message, message: text })

async function restart(): Promise<void> {
  await deliveries.close()
  await queues.close()
  await store.close()
  await open()
  await settle()
}

async function publish(...messages: TopicMessage[]): Promise<void> {
  await commitPrepared(store, [deliveries.prepare(subscriptions[0]!, messages)]).done
  await settle()
}

const textsOf = () =>
  made.map(({ letter }) => (letter.type === 'Notification' ? letter.message.message : letter.type))

test('a subscription gets the text of its protocol, with all that was published with it', async () => {
  await publish({ ...message, messageOf: { http: 'for http', sqs: 'for queues' } })
  expect(made[0]).toMatchObject({ topic, subscription: subscriptions[0] })
  expect(made[0]!.letter).toEqual({ type: 'Notification', message: messageWith('for http') })
  expect(deliveries.countersOf(topicArn).notificationsDelivered).toBe(1)
})

test('the policy and the endpoint are those of the subscription at the moment of the attempt', async () => {
  outcome = { kind: 'retry' }
  await publish(message)
  const deliveryPolicy = JSON.stringify({ healthyRetryPolicy: { numRetries: 0 } })
  subscriptions = [subscriptionOf('http://example.com/elsewhere', { deliveryPolicy })]
  clock.advance(22_000)
  await settle()
  clock.advance(100_000)
  await settle()
  expect(made.map(({ subscription }) => subscription.endpoint)).toEqual([
    'http://example.com/',
    'http://example.com/elsewhere',
  ])
})

test('what was not delivered is delivered after a restart, its attempts counted', async () => {
  outcome = { kind: 'retry' }
  await publish(message)
  await restart()
  for (let i = 0; i < 10; i++) {
    clock.advance(30_000)
    await settle()
  }
  expect(made.length).toBe(4)
})

test('a message that is given up is in the dead-letter queue, as a queue would have got it', async () => {
  await queues.control.create(owner, { name: 'dead' })
  const dead = await queues.open(owner, 'dead')
  const deadLetterTargetArn = queueArnOf(dead.state)
  outcome = { kind: 'failed' }
  for (const rawMessageDelivery of [false, true]) {
    subscriptions = [subscriptionOf('http://example.com/', { deadLetterTargetArn, rawMessageDelivery })]
    await publish(message)
  }
  const [envelope, raw] = await dead.receive({ countMax: 10 })
  expect(envelope).toMatchObject({ attributes: [], senderId: '000000000000' })
  expect(envelope!.body.toString()).toBe('{"Type" : "Notification"}')
  expect(raw!.body.toString()).toBe('Hello')
  expect(raw!.attributes.map(({ name }) => name)).toEqual(['bytes', 'colour'])
})

test('an endpoint is asked for its confirmation until it has answered, also over a restart', async () => {
  outcome = { kind: 'retry' }
  await deliveries.requestConfirmation(topic, subscriptions[0]!, 'token')
  await settle()
  outcome = { kind: 'delivered' }
  await restart()
  clock.advance(30_000)
  await settle()
  expect(made.map(({ letter }) => letter)).toMatchObject([
    { type: 'SubscriptionConfirmation', token: 'token' },
    { type: 'SubscriptionConfirmation', token: 'token' },
  ])
})

test('an endpoint is told that its subscription has ended, and what waited for it is dropped', async () => {
  outcome = { kind: 'retry' }
  await publish(messageWith('1'), messageWith('2'))
  const [ended] = subscriptions
  subscriptions = []
  outcome = { kind: 'delivered' }
  await deliveries.sayFarewell(ended!, 'token')
  clock.advance(30_000)
  await settle()
  expect(textsOf()).toEqual(['1', '2', 'UnsubscribeConfirmation'])
})

test('nobody is told of the end of a subscription when its topic is gone, too', async () => {
  isTopicThere = false
  await deliveries.sayFarewell(subscriptions[0]!, 'token')
  await settle()
  expect(made).toEqual([])
})

test('protocols without a target, endpoints and policies that are none are refused', () => {
  expect(deliveries.delivers('http')).toBe(true)
  expect(deliveries.delivers('email')).toBe(false)
  expect(deliveries.needsConfirmation('https')).toBe(true)
  expect(() => deliveries.checkEndpoint('email', 'a@example.com')).toThrow(/does not deliver to email/)
  expect(() => deliveries.checkEndpoint('http', 'ftp://x')).toThrow('Invalid parameter: Endpoint')
  expect(() => deliveries.checkPolicy('{', 'topic')).toThrow(
    'Invalid parameter: DeliveryPolicy: failed to parse JSON',
  )
  expect(() => deliveries.checkPolicy('{}', 'subscription')).not.toThrow()
})
