import { expect, test } from 'vitest'
import { owner } from '../../sqs-layer/open-test-queues.ts'
import { queueArn, type SnsServer, startSns, topicArn } from './sns-server.ts'

const TopicArn = topicArn('orders')
const ResourceArn = TopicArn

const policyOf = (DataDirection: string, Operation: object, Principal = ['*']) =>
  JSON.stringify({
    Name: 'pii',
    Version: '2021-06-01',
    Statement: [
      {
        DataDirection,
        Principal,
        DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/EmailAddress'],
        Operation,
      },
    ],
  })

const deny = { Deny: {} }
const mask = { Deidentify: { MaskConfig: { MaskWithCharacter: '*' } } }

async function startWithQueue(options: object = {}): Promise<SnsServer> {
  const server = await startSns()
  await server.call('CreateTopic', { Name: 'orders', ...options })
  await server.queue('a')
  const Attributes = { RawMessageDelivery: 'true' }
  await server.call('Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArn('a'), Attributes })
  return server
}

async function texts(server: SnsServer) {
  const queue = await server.queues.open(owner, 'a')
  return (await queue.receive({ countMax: 10 })).map(({ body }) => body.toString())
}

test('a policy is kept as it was put, over a restart, until an empty one takes it away', async () => {
  const server = await startWithQueue()
  const put = (DataProtectionPolicy: string) => ({ ResourceArn, DataProtectionPolicy })
  expect(await server.call('GetDataProtectionPolicy', { ResourceArn })).toEqual({ DataProtectionPolicy: '' })
  const policy = policyOf('Inbound', mask)
  await server.call('PutDataProtectionPolicy', put(policy))
  const again = await server.restartApi()
  expect(await again.call('GetDataProtectionPolicy', { ResourceArn })).toEqual({
    DataProtectionPolicy: policy,
  })
  await again.call('Publish', { TopicArn, Message: 'to a@b.example' })
  await again.call('PutDataProtectionPolicy', put(''))
  await again.call('Publish', { TopicArn, Message: 'to a@b.example' })
  expect(await texts(again)).toEqual(['to ***********', 'to a@b.example'])
})

test('what is denied on its way in is refused, of a batch only the messages with it', async () => {
  const server = await startWithQueue({ DataProtectionPolicy: policyOf('Inbound', deny) })
  expect(await server.answer('Publish', { TopicArn, Message: 'to a@b.example' })).toMatchObject({
    status: 403,
    code: 'AuthorizationError',
    message: expect.stringContaining('it contains data of the type EmailAddress'),
  })
  const PublishBatchRequestEntries = [
    { Id: '1', Message: 'to a@b.example' },
    { Id: '2', Message: 'to all' },
  ]
  expect(await server.call('PublishBatch', { TopicArn, PublishBatchRequestEntries })).toMatchObject({
    Successful: [{ Id: '2' }],
    Failed: [{ Id: '1', Code: 'AuthorizationError', SenderFault: true }],
  })
  expect(await texts(server)).toEqual(['to all'])
})

test('what is denied or masked on its way out is so for the accounts that the policy names', async () => {
  const server = await startWithQueue()
  const put = async (operation: object, principals: string[]) => {
    const DataProtectionPolicy = policyOf('Outbound', operation, principals)
    await server.call('PutDataProtectionPolicy', { ResourceArn, DataProtectionPolicy })
    await server.call('Publish', { TopicArn, Message: `${principals[0]}: a@b.example` })
  }
  await put(deny, [owner.account])
  await put(deny, ['111111111111'])
  await put(mask, ['*'])
  expect(await texts(server)).toEqual(['111111111111: a@b.example', '*: ***********'])
})

test('a policy that cannot be applied is refused, and a FIFO topic has none', async () => {
  const server = await startWithQueue()
  const put = (ResourceArn: string, DataProtectionPolicy: string) =>
    server.answer('PutDataProtectionPolicy', { ResourceArn, DataProtectionPolicy })
  expect(await put(ResourceArn, policyOf('Inbound', { Audit: {} }))).toMatchObject({
    status: 400,
    code: 'InvalidParameter',
    message: expect.stringContaining('does not support the operation Audit'),
  })
  expect(await server.call('GetDataProtectionPolicy', { ResourceArn })).toEqual({ DataProtectionPolicy: '' })
  await server.call('CreateTopic', { Name: 'jobs.fifo', Attributes: { FifoTopic: 'true' } })
  expect(await put(topicArn('jobs.fifo'), policyOf('Inbound', deny))).toMatchObject({
    message: expect.stringContaining('FIFO topics cannot have a data protection policy'),
  })
  expect(await put(topicArn('none'), policyOf('Inbound', deny))).toMatchObject({
    status: 404,
    code: 'NotFound',
  })
})
