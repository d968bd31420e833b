import { expect, test } from 'vitest'
import { owner, settle } from '../../sqs-layer/open-test-queues.ts'
import { queueArn, type SnsServer, startSns, topicArn } from './sns-server.ts'

const TopicArn = topicArn('orders.fifo')
const minuteMs = 60_000
const startMs = Date.parse('2026-01-02T03:04:05.678Z')
const at = (minute: number) => new Date(startMs + minute * minuteMs).toISOString()

/** A FIFO topic whose archive has `m-0` to `m-9`, one for each minute since its beginning. */
async function startWithArchive(): Promise<SnsServer> {
  const server = await startSns()
  const Attributes = { FifoTopic: 'true', ArchivePolicy: '{"MessageRetentionPeriod":"30"}' }
  await server.call('CreateTopic', { Name: 'orders.fifo', Attributes })
  for (let i = 0; i < 10; i++) {
    await publish(server, i)
    await server.pass(60)
  }
  return server
}

const publish = (server: SnsServer, i: number) =>
  server.call('Publish', { TopicArn, Message: `m-${i}`, MessageGroupId: 'g', MessageDeduplicationId: `${i}` })

const policy = (StartingPoint: string, EndingPoint?: string) =>
  JSON.stringify({ PointType: 'Timestamp', StartingPoint, EndingPoint })

async function subscribe(
  server: SnsServer,
  name: string,
  more: Record<string, string> = {},
): Promise<string> {
  await server.queue(name)
  const Attributes = { RawMessageDelivery: 'true', ...more }
  const request = { TopicArn, Protocol: 'sqs', Endpoint: queueArn(name), Attributes }
  return (await server.call('Subscribe', request)).SubscriptionArn!
}

/** What is in a queue: the replayed with a star. */
async function contents(server: SnsServer, name: string): Promise<string[]> {
  await settle()
  const queue = await server.queues.open(owner, name)
  const texts: string[] = []
  for (;;) {
    const messages = await queue.receive({ countMax: 10 })
    if (messages.length === 0) return texts
    for (const { body, attributes } of messages)
      texts.push(body.toString() + (attributes.some((each) => each.name === 'Replayed') ? '*' : ''))
    await queue.delete(messages.map(({ receiptHandle }) => receiptHandle))
  }
}

async function statusOf(server: SnsServer, SubscriptionArn: string) {
  await settle()
  return (await server.call('GetSubscriptionAttributes', { SubscriptionArn })).Attributes!.ReplayStatus
}

test.each(['q.fifo', 'standard'])(
  'a new subscription of %s gets exactly what was asked for, and then what is published',
  async (name) => {
    const server = await startWithArchive()
    const arn = await subscribe(server, name, { ReplayPolicy: policy(at(3), at(6)) })
    expect(await statusOf(server, arn)).toBe('Completed')
    expect(await contents(server, name)).toEqual(['m-3*', 'm-4*', 'm-5*', 'm-6*'])
    await publish(server, 10)
    expect(await contents(server, name)).toEqual(['m-10'])
    const { Attributes } = await server.call('GetSubscriptionAttributes', { SubscriptionArn: arn })
    expect(JSON.parse(Attributes!.ReplayPolicy!)).toEqual(JSON.parse(policy(at(3), at(6))))
  },
)

test('what is published during a replay comes behind it, once', async () => {
  const server = await startWithArchive()
  const arn = await subscribe(server, 'q.fifo')
  const replay = server.call('SetSubscriptionAttributes', {
    SubscriptionArn: arn,
    AttributeName: 'ReplayPolicy',
    AttributeValue: policy(at(8)),
  })
  await Promise.all([replay, ...[10, 11, 12].map((i) => publish(server, i))])
  await publish(server, 13)
  const texts = await contents(server, 'q.fifo')
  expect(texts.filter((text) => text.endsWith('*')).slice(0, 2)).toEqual(['m-8*', 'm-9*'])
  const fresh = ['m-10', 'm-11', 'm-12', 'm-13']
  expect(fresh.every((text) => texts.includes(text) || texts.includes(`${text}*`))).toBe(true)
  expect(texts.at(-1)).toBe('m-13')
  expect(await statusOf(server, arn)).toBe('Completed')
})

test('a replay goes on after a restart', async () => {
  let server = await startWithArchive()
  const arn = await subscribe(server, 'q.fifo')
  const asked = server.call('SetSubscriptionAttributes', {
    SubscriptionArn: arn,
    AttributeName: 'ReplayPolicy',
    AttributeValue: policy(at(0)),
  })
  await asked
  server = await server.restartApi()
  expect(await contents(server, 'q.fifo')).toEqual(Array.from({ length: 10 }, (_, i) => `m-${i}*`))
  expect(await statusOf(server, arn)).toBe('Completed')
})

test('a replay can be ended, and asked for again', async () => {
  const server = await startWithArchive()
  const arn = await subscribe(server, 'q.fifo', { ReplayPolicy: policy(at(9)) })
  const set = (AttributeValue: string) =>
    server.call('SetSubscriptionAttributes', {
      SubscriptionArn: arn,
      AttributeName: 'ReplayPolicy',
      AttributeValue,
    })
  expect(await contents(server, 'q.fifo')).toEqual(['m-9*'])
  await set('{}')
  const { Attributes } = await server.call('GetSubscriptionAttributes', { SubscriptionArn: arn })
  expect(Attributes).not.toHaveProperty('ReplayStatus')
  await set(policy(at(8), at(8)))
  await server.pass(301)
  expect(await contents(server, 'q.fifo')).toEqual(['m-8*'])
})

test('without its archive a topic has nothing to replay, and an archive begins anew', async () => {
  const server = await startWithArchive()
  const setArchive = (AttributeValue: string) =>
    server.call('SetTopicAttributes', { TopicArn, AttributeName: 'ArchivePolicy', AttributeValue })
  await setArchive('{}')
  await server.queue('q.fifo')
  const request = {
    TopicArn,
    Protocol: 'sqs',
    Endpoint: queueArn('q.fifo'),
    Attributes: { RawMessageDelivery: 'true', ReplayPolicy: policy(at(3)) },
  }
  expect(await server.answer('Subscribe', request)).toMatchObject({
    message: 'Invalid parameter: ReplayPolicy Reason: the topic has no archive: see its ArchivePolicy',
  })
  await publish(server, 10)
  await setArchive('{"MessageRetentionPeriod":"1"}')
  expect(await server.answer('Subscribe', request)).toMatchObject({
    message:
      'Invalid parameter: ReplayPolicy Reason: StartingPoint is before the BeginningArchiveTime of the topic',
  })
  await publish(server, 11)
  const Attributes = { ...request.Attributes, ReplayPolicy: policy(at(10)) }
  await server.call('Subscribe', { ...request, Attributes })
  expect(await contents(server, 'q.fifo')).toEqual(['m-11*'])
})

test.each([
  ['x', 'must be a JSON object'],
  [
    '{"PointType":"Offset"}',
    'must have the PointType Timestamp, a StartingPoint, and perhaps an EndingPoint',
  ],
  [policy('yesterday'), 'StartingPoint must be a time like 2026-01-02T03:04:05.000Z'],
  [policy(at(5), at(4)), 'EndingPoint is before StartingPoint'],
  [policy(at(99)), 'StartingPoint is in the future'],
])('the replay policy %s is refused', async (ReplayPolicy, reason) => {
  const server = await startWithArchive()
  await server.queue('q.fifo')
  const Attributes = { RawMessageDelivery: 'true', ReplayPolicy }
  const request = { TopicArn, Protocol: 'sqs', Endpoint: queueArn('q.fifo'), Attributes }
  expect(await server.answer('Subscribe', request)).toMatchObject({
    message: `Invalid parameter: ReplayPolicy Reason: ${reason}`,
  })
})
