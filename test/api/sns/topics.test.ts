import { expect, test } from 'vitest'
import { startSns, topicArn } from './sns-server.ts'

const orders = { TopicArn: topicArn('orders') }

async function attributesOf(server: Awaited<ReturnType<typeof startSns>>, TopicArn = orders.TopicArn) {
  return (await server.call('GetTopicAttributes', { TopicArn })).Attributes!
}

test('a topic is made once, shown, and gone when it is deleted', async () => {
  const server = await startSns()
  expect(await server.call('CreateTopic', { Name: 'orders' })).toEqual(orders)
  expect(await server.call('CreateTopic', { Name: 'orders' })).toEqual(orders)
  expect((await server.call('ListTopics', {})).Topics).toEqual([orders])
  await server.call('DeleteTopic', orders)
  await server.call('DeleteTopic', orders)
  expect((await server.call('ListTopics', {})).Topics).toEqual([])
  expect(await server.answer('GetTopicAttributes', orders)).toMatchObject({
    status: 404,
    code: 'NotFound',
    message: 'Topic does not exist',
  })
})

test('the attributes of a topic survive a restart', async () => {
  let server = await startSns()
  await server.call('CreateTopic', { Name: 'orders', Attributes: { DisplayName: 'Orders' } })
  const set = (AttributeName: string, AttributeValue: string) =>
    server.call('SetTopicAttributes', { ...orders, AttributeName, AttributeValue })
  await set('SignatureVersion', '2')
  await set('KmsMasterKeyId', 'alias/aws/sns')
  await set('HTTPSuccessFeedbackSampleRate', '10')
  server = await server.restartApi()
  expect(await attributesOf(server)).toMatchObject({
    ...orders,
    Owner: '000000000000',
    DisplayName: 'Orders',
    SignatureVersion: '2',
    KmsMasterKeyId: 'alias/aws/sns',
    HTTPSuccessFeedbackSampleRate: '10',
    SubscriptionsConfirmed: '0',
  })
  await set('HTTPSuccessFeedbackSampleRate', '')
  expect(await attributesOf(server)).not.toHaveProperty('HTTPSuccessFeedbackSampleRate')
})

test('a FIFO topic shows when its archive begins, and cannot be deleted with one', async () => {
  const server = await startSns()
  const TopicArn = topicArn('orders.fifo')
  const Attributes = { FifoTopic: 'true', ArchivePolicy: '{"MessageRetentionPeriod":"1"}' }
  await server.call('CreateTopic', { Name: 'orders.fifo', Attributes })
  expect(await attributesOf(server, TopicArn)).toMatchObject({
    FifoTopic: 'true',
    ContentBasedDeduplication: 'false',
    FifoThroughputScope: 'Topic',
    ArchivePolicy: '{"MessageRetentionPeriod":"1"}',
    BeginningArchiveTime: '2026-01-02T03:04:05.678Z',
  })
  await server.pass(3 * 86_400)
  expect((await attributesOf(server, TopicArn)).BeginningArchiveTime).toBe('2026-01-04T03:04:05.678Z')
  expect(await server.answer('DeleteTopic', { TopicArn })).toMatchObject({ code: 'InvalidState' })
  await server.call('SetTopicAttributes', { TopicArn, AttributeName: 'ArchivePolicy', AttributeValue: '{}' })
  expect(await attributesOf(server, TopicArn)).not.toHaveProperty('ArchivePolicy')
  await server.call('DeleteTopic', { TopicArn })
})

test.each([
  ['CreateTopic', { Name: 'or ders' }, 'Invalid parameter: Topic Name'],
  ['CreateTopic', { Name: 'orders.fifo' }, 'Invalid parameter: Topic Name'],
  ['CreateTopic', { Name: 'orders', Attributes: { FifoTopic: 'true' } }, 'Invalid parameter: Topic Name'],
  [
    'CreateTopic',
    { Name: 'orders', Attributes: { DisplayName: 'other' } },
    'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
  ],
  [
    'CreateTopic',
    { Name: 'orders', Tags: [{ Key: 'a', Value: 'b' }] },
    'Invalid parameter: Tags Reason: Topic already exists with different tags',
  ],
  [
    'CreateTopic',
    { Name: 'new', Attributes: { Colour: 'red' } },
    'Invalid parameter: Attributes Reason: Unknown attribute Colour',
  ],
  [
    'SetTopicAttributes',
    { ...orders, AttributeName: 'Colour', AttributeValue: 'red' },
    'Invalid parameter: AttributeName',
  ],
  [
    'SetTopicAttributes',
    { ...orders, AttributeName: 'Policy', AttributeValue: '{}' },
    'Invalid parameter: Policy Error: null',
  ],
  [
    'SetTopicAttributes',
    { ...orders, AttributeName: 'SignatureVersion', AttributeValue: '3' },
    'Invalid parameter: SignatureVersion',
  ],
  [
    'GetTopicAttributes',
    { TopicArn: 'orders' },
    'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
  ],
  [
    'GetTopicAttributes',
    { TopicArn: 'arn:aws:sns:eu-west-1:000000000000:orders' },
    'Invalid parameter: TopicArn',
  ],
  ['ListTopics', { NextToken: 'x' }, 'Invalid parameter: NextToken'],
] as const)('%s refuses %j', async (name, input, message) => {
  const server = await startSns()
  await server.call('CreateTopic', { Name: 'orders' })
  expect(await server.answer(name, input)).toMatchObject({ status: 400, code: 'InvalidParameter', message })
})

test('a member that is missing is a ValidationError, as the framework has it', async () => {
  const server = await startSns()
  expect(await server.answer('GetTopicAttributes', {})).toMatchObject({
    status: 400,
    code: 'ValidationError',
    message:
      "1 validation error detected: Value null at 'topicArn' failed to satisfy constraint: Member must not be null",
  })
})

test('tags are added, replaced, removed and listed by key', async () => {
  const server = await startSns()
  await server.call('CreateTopic', { Name: 'orders', Tags: [{ Key: 'b', Value: '1' }] })
  const resource = { ResourceArn: orders.TopicArn }
  await server.call('TagResource', {
    ...resource,
    Tags: [
      { Key: 'b', Value: '2' },
      { Key: 'a', Value: '' },
    ],
  })
  expect((await server.call('ListTagsForResource', resource)).Tags).toEqual([
    { Key: 'a', Value: '' },
    { Key: 'b', Value: '2' },
  ])
  await server.call('UntagResource', { ...resource, TagKeys: ['a', 'c'] })
  expect((await server.call('ListTagsForResource', resource)).Tags).toEqual([{ Key: 'b', Value: '2' }])
  const many = Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: '' }))
  expect(await server.answer('TagResource', { ...resource, Tags: many })).toMatchObject({
    code: 'TagLimitExceeded',
  })
  expect(await server.answer('TagResource', { ResourceArn: topicArn('gone'), Tags: [] })).toMatchObject({
    code: 'ResourceNotFound',
  })
})

test('a permission is a statement of the policy, which opens the topic to other accounts', async () => {
  const server = await startSns()
  await server.call('CreateTopic', { Name: 'orders' })
  const other = '111122223333'
  expect(await server.answer('GetTopicAttributes', orders, other)).toMatchObject({
    status: 403,
    code: 'AuthorizationError',
  })
  const permission = { ...orders, Label: 'share', AWSAccountId: [other], ActionName: ['Subscribe'] }
  await server.call('AddPermission', permission)
  const { Policy } = await attributesOf(server)
  expect(JSON.parse(Policy!).Statement[1]).toEqual({
    Sid: 'share',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${other}:root` },
    Action: 'SNS:Subscribe',
    Resource: orders.TopicArn,
  })
  await server.call('GetTopicAttributes', orders, other)
  expect(await server.answer('AddPermission', permission)).toMatchObject({
    message: 'Invalid parameter: Statement already exists',
  })
  expect(
    await server.answer('AddPermission', {
      ...permission,
      Label: 'two',
      ActionName: ['SetSubscriptionAttributes'],
    }),
  ).toMatchObject({ message: 'Invalid parameter: Policy statement action out of service scope!' })
  await server.call('RemovePermission', { ...orders, Label: 'share' })
  expect(await server.answer('RemovePermission', { ...orders, Label: 'share' })).toMatchObject({
    code: 'NotFound',
  })
})

test('topics are listed in pages of a hundred', async () => {
  const server = await startSns()
  for (let i = 0; i < 101; i++) await server.call('CreateTopic', { Name: `t${i}` })
  const first = await server.call('ListTopics', {})
  expect(first.Topics).toHaveLength(100)
  const second = await server.call('ListTopics', { NextToken: first.NextToken })
  expect(second).toEqual({ Topics: [{ TopicArn: topicArn('t99') }] })
})
