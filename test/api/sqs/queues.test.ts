import { expect, test } from 'vitest'
import type { ListQueuesResult } from '../../../src/api/sqs/shapes.ts'
import { type SqsServer, startSqs, urlOf } from './sqs-server.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

async function startWithQueue(attributes: Record<string, string> = {}): Promise<SqsServer> {
  const server = await startSqs()
  await server.call('CreateQueue', { QueueName: 'orders', Attributes: attributes })
  return server
}

async function attributesOf(server: SqsServer, name = 'orders') {
  return (await server.call('GetQueueAttributes', { QueueUrl: urlOf(name), AttributeNames: ['All'] }))
    .Attributes!
}

test('attributes that are set are shown, and an empty text takes one away', async () => {
  const server = await startWithQueue({ Policy: '', KmsMasterKeyId: 'alias/aws/sqs' })
  expect(await attributesOf(server)).toMatchObject({
    KmsMasterKeyId: 'alias/aws/sqs',
    KmsDataKeyReusePeriodSeconds: '300',
    SqsManagedSseEnabled: 'false',
  })
  const set = (Attributes: Record<string, string>) =>
    server.call('SetQueueAttributes', { QueueUrl: urlOf('orders'), Attributes })
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'SQS:SendMessage', Resource: '*' },
  })
  await set({ DelaySeconds: '7', Policy: policy, SqsManagedSseEnabled: 'TRUE' })
  const shown = await attributesOf(server)
  expect(shown).toMatchObject({ DelaySeconds: '7', Policy: policy, SqsManagedSseEnabled: 'true' })
  expect(shown).not.toHaveProperty('KmsMasterKeyId')
  await set({ Policy: '' })
  expect(await attributesOf(server)).not.toHaveProperty('Policy')
})

test('a FIFO queue has the attributes of one', async () => {
  const server = await startSqs()
  const attributes = {
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  }
  await server.call('CreateQueue', { QueueName: 'orders.fifo', Attributes: attributes })
  expect(await attributesOf(server, 'orders.fifo')).toMatchObject(attributes)
})

test('permissions are statements of the policy, by label', async () => {
  const server = await startWithQueue()
  const permission = {
    QueueUrl: urlOf('orders'),
    AWSAccountIds: ['111111111111'],
    Actions: ['SendMessage', '*'],
  }
  await server.call('AddPermission', { ...permission, Label: 'a' })
  await server.call('AddPermission', {
    ...permission,
    Label: 'b',
    AWSAccountIds: ['1'.repeat(12), '2'.repeat(12)],
  })
  const { Policy = '' } = await attributesOf(server)
  const arn = 'arn:aws:sqs:us-east-1:000000000000:orders'
  expect(JSON.parse(Policy)).toEqual({
    Version: '2008-10-17',
    Id: `${arn}/SQSDefaultPolicy`,
    Statement: [
      {
        Sid: 'a',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Action: ['SQS:SendMessage', 'SQS:*'],
        Resource: arn,
      },
      expect.objectContaining({
        Sid: 'b',
        Principal: { AWS: ['arn:aws:iam::111111111111:root', 'arn:aws:iam::222222222222:root'] },
      }),
    ],
  })
  expect(await server.answer('AddPermission', { ...permission, Label: 'a' })).toMatchObject({
    message: 'Value a for parameter Label is invalid. Reason: Already exists.',
  })
  for (const Label of ['a', 'b']) await server.call('RemovePermission', { QueueUrl: urlOf('orders'), Label })
  expect(await attributesOf(server)).not.toHaveProperty('Policy')
})

test('a policy has room for twenty statements', async () => {
  const server = await startWithQueue()
  const add = (i: number) =>
    server.answer('AddPermission', {
      QueueUrl: urlOf('orders'),
      Label: `l${i}`,
      AWSAccountIds: ['111111111111'],
      Actions: ['SendMessage'],
    })
  for (let i = 0; i < 20; i++) expect(await add(i)).toMatchObject({ status: 200 })
  expect(await add(20)).toMatchObject({ status: 403, code: 'OverLimit' })
})

test('tags are put over those with the same keys, and taken away by key', async () => {
  const server = await startWithQueue()
  const tag = (Tags: object) => server.call('TagQueue', { QueueUrl: urlOf('orders'), Tags })
  await tag({ b: '1', a: '2' })
  await tag({ a: '3' })
  await tag(JSON.parse('{"__proto__":"x"}'))
  const list = () => server.call('ListQueueTags', { QueueUrl: urlOf('orders') })
  expect(JSON.stringify((await list()).Tags)).toBe('{"__proto__":"x","a":"3","b":"1"}')
  await server.call('UntagQueue', { QueueUrl: urlOf('orders'), TagKeys: ['a', 'b', '__proto__', 'absent'] })
  expect(await list()).toEqual({})
})

test('pages of queues come to an end, and all are in them once', async () => {
  const server = await startSqs()
  const names = ['a', 'aa', 'b', 'c', 'd']
  for (const QueueName of names) await server.call('CreateQueue', { QueueName })
  const found: string[] = []
  let NextToken: string | undefined
  for (let pages = 0; pages < 3; pages++) {
    const page: ListQueuesResult = await server.call('ListQueues', { MaxResults: 2, NextToken })
    found.push(...(page.QueueUrls ?? []))
    NextToken = page.NextToken
  }
  expect(found).toEqual(names.map((name) => urlOf(name)))
  expect(NextToken).toBeUndefined()
})

test('accounts do not see each other’s queues', async () => {
  const server = await startWithQueue()
  const other = '111111111111'
  expect(await server.call('ListQueues', {}, other)).toEqual({})
  await server.call('CreateQueue', { QueueName: 'orders' }, other)
  expect(await server.call('ListQueues', {}, other)).toEqual({ QueueUrls: [urlOf('orders', other)] })
  expect(
    await server.answer('SendMessage', { QueueUrl: urlOf('orders'), MessageBody: 'a' }, 'json', other),
  ).toMatchObject({ code: 'AWS.SimpleQueueService.NonExistentQueue' })
})

test('what old clients post to the address of a queue is about that queue', async () => {
  const server = await startWithQueue()
  const path = '/000000000000/orders'
  const sent = await server.send({
    path,
    headers: form,
    body: Buffer.from('Action=SendMessage&MessageBody=a'),
  })
  expect(sent.status).toBe(200)
  const got = await server.send({ method: 'GET', path: `${path}/?Action=ReceiveMessage&Version=2012-11-05` })
  expect(String(got.body)).toContain('<Body>a</Body>')
  const absent = await server.send({
    path: '/000000000000/absent',
    headers: form,
    body: Buffer.from('Action=PurgeQueue'),
  })
  expect(absent.status).toBe(400)
})

test('addresses are on the host and in the scheme by which the server was called', async () => {
  const server = await startWithQueue()
  const urlBy = async (headers: Record<string, string>, scheme: 'http' | 'https') => {
    const body = Buffer.from('Action=GetQueueUrl&QueueName=orders')
    const answer = await server.send({ scheme, headers: { ...form, ...headers }, body })
    return /<QueueUrl>(.*)<\/QueueUrl>/.exec(String(answer.body))?.[1]
  }
  expect(await urlBy({ host: 'queues:80' }, 'http')).toBe('http://queues:80/000000000000/orders')
  expect(await urlBy({ host: '<&' }, 'https')).toBe('https://&lt;&amp;/000000000000/orders')
})

test.each([
  ['', 400, 'MissingAction'],
  ['Action=', 400, 'MissingAction'],
  ['Action=ListStreams', 400, 'InvalidAction'],
  ['Action=__proto__', 400, 'InvalidAction'],
  ['Action=ListQueues&Version=2010-03-31', 400, 'InvalidAction'],
  ['Action=ListQueues&A=%f', 404, 'MalformedQueryString'],
  ['Action=ListQueues&MaxResults=many', 400, 'MalformedInput'],
])('%s is answered with %d %s', async (body, status, code) => {
  const server = await startSqs()
  const answer = await server.send({ headers: form, body: Buffer.from(body) })
  expect(answer).toMatchObject({ status, headers: { 'content-type': 'text/xml' } })
  expect(String(answer.body)).toContain(`<Code>${code}</Code>`)
})

test('a form that is not UTF-8 is refused', async () => {
  const server = await startSqs()
  const answer = await server.send({ headers: form, body: Buffer.from([0x41, 0xff]) })
  expect(String(answer.body)).toContain('<Code>MalformedQueryString</Code>')
})

test('requests in Query are counted under their operations', async () => {
  const server = await startWithQueue()
  const answer = await server.send({ headers: form, body: Buffer.from('Action=ListQueues') })
  expect(answer.target).toBe('AmazonSQS.ListQueues')
  const refused = await server.send({ headers: form, body: Buffer.from('Action=GetQueueUrl&QueueName=x') })
  expect(refused.target).toBe('AmazonSQS.GetQueueUrl')
})

test('a token is opaque, and good for the same list of the same caller only', async () => {
  const server = await startSqs()
  for (const QueueName of ['a', 'ab', 'b']) await server.call('CreateQueue', { QueueName })
  const { NextToken = '' } = await server.call('ListQueues', { MaxResults: 1, QueueNamePrefix: 'a' })
  const goOn = async (input: object, account?: string) =>
    (await server.answer('ListQueues', { MaxResults: 1, NextToken, ...input }, 'json', account)).message
  expect(await goOn({ QueueNamePrefix: 'a' })).toBeUndefined()
  expect(await goOn({})).toBe('Invalid or expired next token.')
  expect(await goOn({ QueueNamePrefix: 'a' }, '111111111111')).toBe('Invalid or expired next token.')
  const restarted = await server.restartApi()
  const { QueueUrls } = await restarted.call('ListQueues', { MaxResults: 1, NextToken, QueueNamePrefix: 'a' })
  expect(QueueUrls).toEqual([urlOf('ab')])
})
