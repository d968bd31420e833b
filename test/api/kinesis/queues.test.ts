import { expect, test } from 'vitest'
import { startMs } from '../../shards/open-test-streams.ts'
import { settle } from '../../stream-queues/open-test-queue.ts'
import { type KinesisServer, startKinesis } from './kinesis-server.ts'

const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/test'
const seconds = (ms: number) => ms / 1000

async function startWithStream(options?: Parameters<typeof startKinesis>[0]): Promise<KinesisServer> {
  const server = await startKinesis(options)
  await server.call('CreateStream', { StreamName: 'test', StreamModeDetails: { StreamMode: 'ON_DEMAND' } })
  return server
}

const overStream = (more: object = {}) => ({
  QueueName: 'work',
  StreamConfigurationList: [{ StreamARN: streamArn, StartingPosition: { Type: 'TRIM_HORIZON' } }],
  ...more,
})

async function createQueue(server: KinesisServer, more?: object): Promise<string> {
  const { QueueDescription } = await server.call('CreateQueue', overStream(more))
  return QueueDescription.QueueARN
}

async function put(server: KinesisServer, ...texts: string[]): Promise<void> {
  const Records = texts.map((text) => ({ Data: Buffer.from(text), PartitionKey: text }))
  await server.call('PutRecords', { StreamName: 'test', Records })
}

test('a new queue is described with what it was given, and with AWS’s defaults', async () => {
  const server = await startWithStream()
  const { QueueDescription } = await server.call('CreateQueue', {
    QueueName: 'work',
    StreamConfigurationList: [{ StreamARN: streamArn }],
  })
  expect(QueueDescription).toEqual({
    QueueName: 'work',
    QueueARN: expect.stringMatching(/^arn:aws:kinesis:us-east-1:000000000000:queue\/[0-9a-f-]{36}$/),
    QueueStatus: 'ACTIVE',
    QueueCreationTimestamp: seconds(startMs),
    StreamConfigurationList: [
      { StreamARN: streamArn, StartingPosition: { Type: 'LATEST', Timestamp: seconds(startMs) } },
    ],
    QueueAttributes: {
      VisibilityTimeoutSeconds: 30,
      DeadLetterConfiguration: { TargetType: 'BUILT_IN', MaxReceiveCount: 6 },
    },
  })
  const { QueueARN } = QueueDescription
  expect(await server.call('DescribeQueue', { QueueARN })).toEqual({ QueueDescription })
  const after = await server.restart()
  expect(await after.call('DescribeQueue', { QueueARN })).toEqual({ QueueDescription })
})

test('a queue is CREATING, ACTIVE, UPDATING and DELETING, and serves while it is ACTIVE or UPDATING', async () => {
  const server = await startWithStream({ transitionMs: 1000 })
  server.clock.advance(1000)
  const QueueARN = await createQueue(server)
  const statusOf = async () => {
    const { QueueDescription } = await server.call('DescribeQueue', { QueueARN })
    return [QueueDescription.QueueStatus, QueueDescription.StreamConfigurationList[0]?.StartingPosition]
  }
  const receive = { QueueARN, Limit: 1, WaitTimeSeconds: 1 }
  expect(await statusOf()).toEqual(['CREATING', { Type: 'TRIM_HORIZON' }])
  expect(await server.errorOf('ReceiveQueueRecords', receive)).toEqual({
    status: 400,
    code: 'ResourceNotFoundException',
    message: 'Queue work under account 000000000000 is not ACTIVE, but CREATING.',
  })
  server.clock.advance(1000)
  expect(await statusOf()).toEqual(['ACTIVE', { Type: 'TRIM_HORIZON', Timestamp: seconds(startMs) }])
  const QueueAttributes = { VisibilityTimeoutSeconds: 60 }
  await server.call('UpdateQueue', { QueueARN, QueueAttributes })
  expect((await statusOf())[0]).toBe('UPDATING')
  expect(await server.errorOf('UpdateQueue', { QueueARN, QueueAttributes })).toMatchObject({
    code: 'ResourceInUseException',
  })
  await put(server, 'one')
  expect((await server.call('ReceiveQueueRecords', receive)).QueueRecords).toHaveLength(1)
  server.clock.advance(1000)
  await server.call('DeleteQueue', { QueueARN })
  expect((await statusOf())[0]).toBe('DELETING')
  await server.call('DeleteQueue', { QueueARN })
  expect(await server.errorOf('ReceiveQueueRecords', receive)).toMatchObject({
    code: 'ResourceNotFoundException',
  })
  expect(await server.errorOf('CreateQueue', overStream())).toMatchObject({ code: 'ResourceInUseException' })
  server.clock.advance(1000)
  expect(await server.errorOf('DescribeQueue', { QueueARN })).toEqual({
    status: 400,
    code: 'ResourceNotFoundException',
    message: `Queue ${QueueARN} not found.`,
  })
})

test('a record is received, its visibility changed, and acknowledged', async () => {
  const server = await startWithStream()
  const QueueARN = await createQueue(server)
  await put(server, 'one')
  const { QueueRecords } = await server.call('ReceiveQueueRecords', { QueueARN })
  expect(QueueRecords).toEqual([
    {
      ReceiptHandle: expect.any(String),
      RecordId: expect.stringMatching(/^[a-z0-9]{1,64}$/),
      PartitionKey: 'one',
      Data: Buffer.from('one').toString('base64'),
      ApproximateArrivalTimestamp: seconds(startMs),
      FirstReceiveTimestamp: seconds(startMs),
      ReceiveCount: 1,
    },
  ])
  const { ReceiptHandle } = QueueRecords[0]!
  const Entries = [{ ReceiptHandle, VisibilityTimeoutSeconds: 100 }]
  const changed = await server.call('UpdateQueueRecordsVisibility', { QueueARN, Entries })
  expect(changed).toEqual({ Successful: [{ ReceiptHandle }], Failed: [] })
  const bad = 'no handle'
  const answer = await server.call('AcknowledgeQueueRecords', {
    QueueARN,
    Entries: [{ ReceiptHandle: bad }, { ReceiptHandle }],
  })
  expect(answer).toEqual({
    Successful: [{ ReceiptHandle }],
    Failed: [
      {
        ReceiptHandle: bad,
        ErrorCode: 'InvalidArgumentException',
        ErrorMessage: 'The receipt handle is not one of this queue.',
      },
    ],
  })
})

test('a dead letter is received, hidden, restored and discarded by its own operations', async () => {
  const server = await startWithStream()
  const DeadLetterConfiguration = { TargetType: 'BUILT_IN', MaxReceiveCount: 1 }
  const QueueARN = await createQueue(server, { QueueAttributes: { DeadLetterConfiguration } })
  await put(server, 'one')
  const dead = async () => {
    await server.call('ReceiveQueueRecords', { QueueARN })
    server.clock.advance(30_000)
    const { QueueRecords } = await server.call('ReceiveDeadLetterQueueRecords', { QueueARN })
    return QueueRecords[0]!
  }
  const { ReceiptHandle, ReceiveCount } = await dead()
  expect(ReceiveCount).toBe(2)
  const done = { Successful: [{ ReceiptHandle }], Failed: [] }
  const longer = { QueueARN, Entries: [{ ReceiptHandle, VisibilityTimeoutSeconds: 50 }] }
  expect(await server.call('UpdateDeadLetterQueueRecordsVisibility', longer)).toEqual(done)
  expect(await server.call('UpdateQueueRecordsVisibility', longer)).toMatchObject({
    Successful: [],
    Failed: [{ ReceiptHandle, ErrorCode: 'ResourceNotFoundException' }],
  })
  const entries = { QueueARN, Entries: [{ ReceiptHandle }] }
  expect(await server.call('RestoreDeadLetterQueueRecords', entries)).toEqual(done)
  const again = await dead()
  const discarded = await server.call('AcknowledgeDeadLetterQueueRecords', {
    QueueARN,
    Entries: [{ ReceiptHandle: again.ReceiptHandle }],
  })
  expect(discarded.Failed).toEqual([])
})

test('a receive waits 9 seconds by default, and is answered with an empty list', async () => {
  const server = await startWithStream()
  const QueueARN = await createQueue(server)
  let answer: unknown
  const receiving = server.call('ReceiveQueueRecords', { QueueARN }).then((received) => {
    answer = received
  })
  await settle()
  server.clock.advance(8999)
  await settle()
  expect(answer).toBeUndefined()
  server.clock.advance(1)
  await receiving
  expect(answer).toEqual({ QueueRecords: [] })
})

const invalid = [
  ['no stream', { StreamConfigurationList: [] }, /length greater than or equal to 1/],
  [
    'two streams',
    { StreamConfigurationList: [{ StreamARN: streamArn }, { StreamARN: streamArn }] },
    /StreamConfigurationList must contain exactly one entry/,
  ],
  [
    'a time with TRIM_HORIZON',
    {
      StreamConfigurationList: [
        { StreamARN: streamArn, StartingPosition: { Type: 'TRIM_HORIZON', Timestamp: 1 } },
      ],
    },
    /Timestamp cannot be specified when Type is TRIM_HORIZON/,
  ],
  [
    'AT_TIMESTAMP without a time',
    { StreamConfigurationList: [{ StreamARN: streamArn, StartingPosition: { Type: 'AT_TIMESTAMP' } }] },
    /Timestamp must be specified when Type is AT_TIMESTAMP/,
  ],
  [
    'BUILT_IN without a count',
    { QueueAttributes: { DeadLetterConfiguration: { TargetType: 'BUILT_IN' } } },
    /MaxReceiveCount must be specified when TargetType is BUILT_IN/,
  ],
  [
    'NONE with a count',
    { QueueAttributes: { DeadLetterConfiguration: { TargetType: 'NONE', MaxReceiveCount: 3 } } },
    /MaxReceiveCount cannot be specified when TargetType is NONE/,
  ],
] as const

test.each(invalid)('CreateQueue refuses %s', async (_, more, message) => {
  const server = await startWithStream()
  expect(await server.errorOf('CreateQueue', overStream(more))).toEqual({
    status: 400,
    code: 'ValidationException',
    message: expect.stringMatching(message),
  })
  expect(await server.call('ListQueues', {})).toEqual({ QueueSummaries: [] })
})

test('CreateQueue refuses a provisioned stream, one that is not there, and a name that is taken', async () => {
  const server = await startWithStream()
  await server.call('CreateStream', { StreamName: 'plain', ShardCount: 1 })
  const over = (name: string) =>
    overStream({ StreamConfigurationList: [{ StreamARN: streamArn.replace('test', name) }] })
  expect(await server.errorOf('CreateQueue', over('plain'))).toMatchObject({ code: 'ValidationException' })
  expect(await server.errorOf('CreateQueue', over('absent'))).toMatchObject({
    code: 'ResourceNotFoundException',
  })
  await createQueue(server)
  expect(await server.errorOf('CreateQueue', overStream())).toEqual({
    status: 400,
    code: 'ResourceInUseException',
    message: 'Queue work under account 000000000000 already exists.',
  })
})

test('a queue keeps its stream from being deleted and from becoming provisioned', async () => {
  const server = await startWithStream()
  const QueueARN = await createQueue(server)
  const remove = { StreamName: 'test', EnforceConsumerDeletion: true }
  const provisioned = { StreamARN: streamArn, StreamModeDetails: { StreamMode: 'PROVISIONED' } }
  expect(await server.errorOf('DeleteStream', remove)).toMatchObject({ code: 'ResourceInUseException' })
  expect(await server.errorOf('UpdateStreamMode', provisioned)).toMatchObject({
    code: 'ResourceInUseException',
  })
  await server.call('DeleteQueue', { QueueARN })
  await server.call('UpdateStreamMode', provisioned)
  await server.call('DeleteStream', remove)
})

test('queues and consumers of a stream share its 20 places', async () => {
  const server = await startWithStream()
  for (let i = 0; i < 10; i++) {
    await createQueue(server, { QueueName: `queue-${i}` })
    await server.call('RegisterStreamConsumer', { StreamARN: streamArn, ConsumerName: `consumer-${i}` })
  }
  const oneMore = { StreamARN: streamArn, ConsumerName: 'one-more' }
  expect(await server.errorOf('CreateQueue', overStream())).toMatchObject({ code: 'LimitExceededException' })
  expect(await server.errorOf('RegisterStreamConsumer', oneMore)).toMatchObject({
    code: 'LimitExceededException',
  })
})

test('five queues of an account may be CREATING or DELETING at a time', async () => {
  const server = await startWithStream({ transitionMs: 1000 })
  server.clock.advance(1000)
  const arns = []
  for (let i = 0; i < 5; i++) arns.push(await createQueue(server, { QueueName: `queue-${i}` }))
  expect(await server.errorOf('CreateQueue', overStream())).toMatchObject({ code: 'LimitExceededException' })
  server.clock.advance(1000)
  await createQueue(server)
  for (const QueueARN of arns.slice(0, 4)) await server.call('DeleteQueue', { QueueARN })
  expect(await server.errorOf('DeleteQueue', { QueueARN: arns[4] })).toMatchObject({
    code: 'LimitExceededException',
  })
})

test('ListQueues goes through all queues by name, or those of a stream', async () => {
  const server = await startWithStream()
  await server.call('CreateStream', { StreamName: 'other', StreamModeDetails: { StreamMode: 'ON_DEMAND' } })
  const otherArn = streamArn.replace('test', 'other')
  for (const name of ['c', 'a', 'b']) await createQueue(server, { QueueName: name })
  await createQueue(server, { QueueName: 'x', StreamConfigurationList: [{ StreamARN: otherArn }] })
  const first = await server.call('ListQueues', { MaxResults: 2 })
  const second = await server.call('ListQueues', { MaxResults: 2, NextToken: first.NextToken })
  expect([first, second].map((page) => page.QueueSummaries.map(({ QueueName }) => QueueName))).toEqual([
    ['a', 'b'],
    ['c', 'x'],
  ])
  expect(second).not.toHaveProperty('NextToken')
  const StreamCreationTimestamp = Math.floor(seconds(startMs))
  const ofOther = (more: object) =>
    server.call('ListQueues', { StreamFilter: [{ StreamARN: otherArn, ...more }] })
  expect((await ofOther({ StreamCreationTimestamp })).QueueSummaries).toEqual([
    {
      QueueName: 'x',
      QueueARN: expect.any(String),
      QueueStatus: 'ACTIVE',
      QueueCreationTimestamp: seconds(startMs),
      Streams: [{ StreamARN: otherArn, StreamCreationTimestamp }],
    },
  ])
  expect((await ofOther({ StreamCreationTimestamp: 1 })).QueueSummaries).toEqual([])
  expect(await server.errorOf('ListQueues', { NextToken: 'none' })).toMatchObject({
    code: 'InvalidArgumentException',
  })
})

test('queues of other accounts and regions are not there', async () => {
  const server = await startWithStream()
  const QueueARN = await createQueue(server)
  for (const caller of [{ account: '111111111111' }, { region: 'eu-west-1' }]) {
    expect((await server.call('ListQueues', {}, caller)).QueueSummaries).toEqual([])
    for (const name of ['DescribeQueue', 'DeleteQueue', 'ReceiveQueueRecords'] as const) {
      const error = await server.errorOf(name, { QueueARN }, caller)
      expect(error).toMatchObject({ code: 'ResourceNotFoundException' })
    }
  }
})

test('a queue has tags from its creation on, and a policy, by its ARN', async () => {
  const server = await startWithStream()
  const ResourceARN = await createQueue(server, { Tags: { team: 'a' } })
  await server.call('TagResource', { ResourceARN, Tags: { stage: 'b' } })
  expect((await server.call('ListTagsForResource', { ResourceARN })).Tags).toEqual([
    { Key: 'stage', Value: 'b' },
    { Key: 'team', Value: 'a' },
  ])
  await server.call('UntagResource', { ResourceARN, TagKeys: ['team'] })
  const Statement = {
    Effect: 'Allow',
    Principal: { AWS: '111111111111' },
    Action: 'kinesis:ReceiveQueueRecords',
    Resource: ResourceARN,
  }
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  await server.call('PutResourcePolicy', { ResourceARN, Policy })
  const after = await server.restart()
  expect((await after.call('ListTagsForResource', { ResourceARN })).Tags).toEqual([
    { Key: 'stage', Value: 'b' },
  ])
  expect(await after.call('GetResourcePolicy', { ResourceARN })).toEqual({ Policy })
  await after.call('DeleteResourcePolicy', { ResourceARN })
  await after.call('DeleteQueue', { QueueARN: ResourceARN })
  expect(await after.errorOf('ListTagsForResource', { ResourceARN })).toMatchObject({
    code: 'ResourceNotFoundException',
  })
})

test('a changed visibility timeout holds for later receives, and not for what is in flight', async () => {
  const server = await startWithStream()
  const QueueARN = await createQueue(server)
  await put(server, 'one')
  const receive = async () => (await server.call('ReceiveQueueRecords', { QueueARN })).QueueRecords
  await receive()
  await server.call('UpdateQueue', { QueueARN, QueueAttributes: { VisibilityTimeoutSeconds: 5 } })
  const { QueueDescription } = await server.call('DescribeQueue', { QueueARN })
  expect(QueueDescription.QueueAttributes).toEqual({
    VisibilityTimeoutSeconds: 5,
    DeadLetterConfiguration: { TargetType: 'BUILT_IN', MaxReceiveCount: 6 },
  })
  server.clock.advance(30_000)
  expect(await receive()).toHaveLength(1)
  server.clock.advance(5000)
  expect(await receive()).toMatchObject([{ ReceiveCount: 3 }])
})
