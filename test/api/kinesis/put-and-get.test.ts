import { expect, test } from 'vitest'
import { startMs } from '../../shards/open-test-streams.ts'
import { type KinesisServer, startKinesis } from './kinesis-server.ts'

const mebibyte = 1024 * 1024

async function startWithStream(shardCount = 1, options = {}): Promise<KinesisServer> {
  const server = await startKinesis(options)
  await server.call('CreateStream', { StreamName: 'test', ShardCount: shardCount })
  return server
}

const put = (server: KinesisServer, text: string) =>
  server.call('PutRecord', { StreamName: 'test', PartitionKey: 'k', Data: Buffer.from(text) })

async function iteratorOf(server: KinesisServer, type: string, more = {}): Promise<string> {
  const input = { StreamName: 'test', ShardId: 'shardId-000000000000', ShardIteratorType: type, ...more }
  return (await server.call('GetShardIterator', input)).ShardIterator!
}

const textsOf = (records: readonly { Data: unknown }[]) =>
  records.map(({ Data }) => Buffer.from(String(Data), 'base64').toString())

async function read(server: KinesisServer, iterator: string, more = {}) {
  const answer = await server.call('GetRecords', { ShardIterator: iterator, ...more })
  return { ...answer, texts: textsOf(answer.Records), next: answer.NextShardIterator! }
}

test('a record has what it was put with, its number and its time of arrival', async () => {
  const server = await startWithStream()
  const { SequenceNumber } = await put(server, 'hello')
  expect(
    await server.call('GetRecords', { ShardIterator: await iteratorOf(server, 'TRIM_HORIZON') }),
  ).toEqual({
    Records: [
      {
        SequenceNumber,
        ApproximateArrivalTimestamp: startMs / 1000,
        Data: Buffer.from('hello').toString('base64'),
        PartitionKey: 'k',
      },
    ],
    NextShardIterator: expect.any(String),
    MillisBehindLatest: 0,
  })
})

test('LATEST gives what comes after it and loses nothing between two reads', async () => {
  const server = await startWithStream()
  await put(server, 'before')
  const iterator = await iteratorOf(server, 'LATEST')
  const first = await read(server, iterator)
  expect(first.texts).toEqual([])
  await put(server, 'after')
  expect((await read(server, first.next)).texts).toEqual(['after'])
  expect((await read(server, iterator)).texts).toEqual(['after'])
})

test('AFTER_SEQUENCE_NUMBER does not repeat the record and AT_SEQUENCE_NUMBER does', async () => {
  const server = await startWithStream()
  const numbers: string[] = []
  for (const text of ['a', 'b', 'c']) numbers.push((await put(server, text)).SequenceNumber)
  const from = async (type: string, StartingSequenceNumber: string) =>
    (await read(server, await iteratorOf(server, type, { StartingSequenceNumber }))).texts
  expect(await from('AT_SEQUENCE_NUMBER', numbers[1]!)).toEqual(['b', 'c'])
  expect(await from('AFTER_SEQUENCE_NUMBER', numbers[1]!)).toEqual(['c'])
  expect(await from('AFTER_SEQUENCE_NUMBER', numbers[2]!)).toEqual([])
})

test('reading by Limit gives every record once and says how far behind it is', async () => {
  const server = await startWithStream()
  for (const text of ['a', 'b', 'c']) {
    await put(server, text)
    server.clock.advance(1000)
  }
  const all: unknown[] = []
  let iterator = await iteratorOf(server, 'TRIM_HORIZON')
  for (let i = 0; i < 3; i++) {
    const { texts, next, MillisBehindLatest } = await read(server, iterator, { Limit: 1 })
    all.push(...texts, MillisBehindLatest)
    iterator = next
  }
  expect(all).toEqual(['a', 3000, 'b', 2000, 'c', 0])
})

test('an iterator that is too old is refused with its times', async () => {
  const server = await startWithStream()
  const iterator = await iteratorOf(server, 'TRIM_HORIZON')
  server.clock.advance(300_001)
  expect(await server.errorOf('GetRecords', { ShardIterator: iterator })).toEqual({
    status: 400,
    code: 'ExpiredIteratorException',
    message:
      'Iterator expired. The iterator was created at time Fri Jan 02 03:04:05 UTC 2026 while right now it is ' +
      'Fri Jan 02 03:09:05 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.',
  })
})

test('an iterator is only good beside the ARN of its stream', async () => {
  const server = await startWithStream()
  await server.call('CreateStream', { StreamName: 'other', ShardCount: 1 })
  const iterator = await iteratorOf(server, 'TRIM_HORIZON')
  const arn = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`
  await server.call('GetRecords', { ShardIterator: iterator, StreamARN: arn('test') })
  expect(
    await server.errorOf('GetRecords', { ShardIterator: iterator, StreamARN: arn('other') }),
  ).toMatchObject({
    code: 'InvalidArgumentException',
  })
})

test('the sixth GetRecords of a second is refused', async () => {
  const server = await startWithStream()
  const iterator = await iteratorOf(server, 'TRIM_HORIZON')
  for (let i = 0; i < 5; i++) await read(server, iterator)
  expect(await server.errorOf('GetRecords', { ShardIterator: iterator })).toEqual({
    status: 400,
    code: 'ProvisionedThroughputExceededException',
    message: 'Rate exceeded for shard shardId-000000000000 in stream test under account 000000000000.',
  })
})

test('PutRecord over the rate of its shard is refused, and taken once there is room again', async () => {
  const server = await startWithStream()
  const full = { StreamName: 'test', PartitionKey: 'k', Data: Buffer.alloc(mebibyte - 1) }
  await server.call('PutRecord', full)
  expect(await server.errorOf('PutRecord', { ...full, Data: Buffer.from('x') })).toEqual({
    status: 400,
    code: 'ProvisionedThroughputExceededException',
    message: 'Rate exceeded for shard shardId-000000000000 in stream test under account 000000000000.',
  })
  server.clock.advance(1000)
  await server.call('PutRecord', full)
})

test('records of PutRecords over the rate of their shard fail on their own', async () => {
  const server = await startWithStream(2)
  const hashKeyOf = { first: '0', second: (2n ** 128n - 1n).toString() }
  const entry = (size: number, ExplicitHashKey: string) => ({
    PartitionKey: 'k',
    Data: Buffer.alloc(size),
    ExplicitHashKey,
  })
  const Records = [
    entry(mebibyte - 1, hashKeyOf.first),
    entry(1, hashKeyOf.first),
    entry(1, hashKeyOf.second),
  ]
  expect(await server.call('PutRecords', { StreamName: 'test', Records })).toEqual({
    FailedRecordCount: 1,
    Records: [
      { SequenceNumber: expect.stringMatching(/^\d{56}$/), ShardId: 'shardId-000000000000' },
      {
        ErrorCode: 'ProvisionedThroughputExceededException',
        ErrorMessage:
          'Rate exceeded for shard shardId-000000000000 in stream test under account 000000000000.',
      },
      { SequenceNumber: expect.stringMatching(/^\d{56}$/), ShardId: 'shardId-000000000001' },
    ],
  })
})

test('a thousand records a second and no more', async () => {
  const server = await startWithStream()
  const Records = Array.from({ length: 500 }, () => ({ PartitionKey: 'k', Data: Buffer.from('x') }))
  const failed = async () =>
    (await server.call('PutRecords', { StreamName: 'test', Records })).FailedRecordCount
  expect([await failed(), await failed(), await failed()]).toEqual([0, 0, 500])
  server.clock.advance(100)
  expect(await failed()).toBe(400)
})

test('a call that is refused for one record takes nothing of the rate and writes nothing', async () => {
  const server = await startWithStream()
  const Records = [
    { PartitionKey: 'k', Data: Buffer.alloc(mebibyte - 1) },
    { PartitionKey: 'k', Data: Buffer.from('x'), ExplicitHashKey: (2n ** 128n).toString() },
  ]
  await server.errorOf('PutRecords', { StreamName: 'test', Records })
  await server.call('PutRecord', { StreamName: 'test', ...Records[0]! })
  expect((await read(server, await iteratorOf(server, 'TRIM_HORIZON'))).Records).toHaveLength(1)
})

test('without limits nothing is refused', async () => {
  const server = await startWithStream(1, { limits: 'off' })
  const Records = Array.from({ length: 500 }, () => ({ PartitionKey: 'k', Data: Buffer.alloc(4096) }))
  for (let i = 0; i < 4; i++) {
    expect((await server.call('PutRecords', { StreamName: 'test', Records })).FailedRecordCount).toBe(0)
  }
  const iterator = await iteratorOf(server, 'TRIM_HORIZON')
  for (let i = 0; i < 10; i++) await read(server, iterator)
})
