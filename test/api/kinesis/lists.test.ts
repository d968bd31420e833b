import { expect, test } from 'vitest'
import { startKinesis } from './kinesis-server.ts'

test('ListStreams goes on with its NextToken to the last stream', async () => {
  const server = await startKinesis()
  for (const name of ['c', 'a', 'b']) await server.call('CreateStream', { StreamName: name, ShardCount: 1 })
  const first = await server.call('ListStreams', { Limit: 2 })
  expect(first).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true })
  const second = await server.call('ListStreams', { NextToken: first.NextToken })
  expect(second.StreamNames).toEqual(['c'])
  expect(second).not.toHaveProperty('NextToken')
})

test('accounts and regions see their own streams only', async () => {
  const server = await startKinesis()
  const callers = [{}, { account: '111111111111' }, { region: 'eu-west-1' }]
  for (const [i, caller] of callers.entries()) {
    await server.call('CreateStream', { StreamName: `test${i}`, ShardCount: 1 }, caller)
  }
  for (const [i, caller] of callers.entries()) {
    expect((await server.call('ListStreams', {}, caller)).StreamNames).toEqual([`test${i}`])
  }
})

test('ListShards goes on with its NextToken to the last shard, with the filter it began with', async () => {
  const server = await startKinesis()
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 5 })
  const ids: string[] = []
  let page = await server.call('ListShards', {
    StreamName: 'test',
    MaxResults: 2,
    ShardFilter: { Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000001' },
  })
  for (;;) {
    ids.push(...page.Shards!.map(({ ShardId }) => ShardId))
    if (page.NextToken === undefined) break
    page = await server.call('ListShards', { NextToken: page.NextToken, MaxResults: 1 })
  }
  expect(ids).toEqual(['shardId-000000000002', 'shardId-000000000003', 'shardId-000000000004'])
})

test('a NextToken of ListShards expires after 300 seconds', async () => {
  const server = await startKinesis()
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 2 })
  const { NextToken } = await server.call('ListShards', { StreamName: 'test', MaxResults: 1 })
  server.clock.advance(300_001)
  expect(await server.errorOf('ListShards', { NextToken })).toMatchObject({
    status: 400,
    code: 'ExpiredNextTokenException',
  })
})

test('a list of shards does not go on in another stream by the name', async () => {
  const server = await startKinesis()
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 2 })
  const { NextToken } = await server.call('ListShards', { StreamName: 'test', MaxResults: 1 })
  await server.call('DeleteStream', { StreamName: 'test' })
  server.clock.advance(1000)
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 2 })
  expect(await server.errorOf('ListShards', { NextToken })).toMatchObject({
    code: 'ResourceNotFoundException',
  })
})

test('1,000 shards are a page of ListShards, 100 one of DescribeStream', async () => {
  const server = await startKinesis()
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 1001 })
  expect((await server.call('ListShards', { StreamName: 'test' })).Shards).toHaveLength(1000)
  expect((await server.call('ListShards', { StreamName: 'test', MaxResults: 10_000 })).Shards).toHaveLength(
    1001,
  )
  const { StreamDescription } = await server.call('DescribeStream', { StreamName: 'test', Limit: 500 })
  expect(StreamDescription.Shards).toHaveLength(100)
  expect(StreamDescription.HasMoreShards).toBe(true)
})

test('a stream on its way is shown as such, and its shards are not there yet', async () => {
  const server = await startKinesis({ transitionMs: 1000 })
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 2 })
  const { StreamDescription } = await server.call('DescribeStream', { StreamName: 'test' })
  expect(StreamDescription).toMatchObject({ StreamStatus: 'CREATING', Shards: [], HasMoreShards: false })
  const answers = await Promise.all([
    server.errorOf('ListShards', { StreamName: 'test' }),
    server.errorOf('DeleteStream', { StreamName: 'test' }),
    server.errorOf('PutRecord', { StreamName: 'test', PartitionKey: 'a', Data: Buffer.from('x') }),
    server.errorOf('GetShardIterator', {
      StreamName: 'test',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'LATEST',
    }),
  ])
  expect(answers.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'ResourceInUseException: Stream test under account 000000000000 not ACTIVE or UPDATING, instead in state CREATING',
    'ResourceInUseException: Stream test under account 000000000000 not ACTIVE, instead in state CREATING',
    'ResourceNotFoundException: Stream test under account 000000000000 not found.',
    'ResourceNotFoundException: Stream test under account 000000000000 not found.',
  ])
  server.clock.advance(1000)
  expect((await server.call('ListShards', { StreamName: 'test' })).Shards).toHaveLength(2)
  await server.call('DeleteStream', { StreamName: 'test' })
  expect((await server.call('ListStreams', {})).StreamSummaries).toMatchObject([{ StreamStatus: 'DELETING' }])
})

const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/test'

async function startWithConsumers(...names: string[]) {
  const server = await startKinesis()
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 1 })
  for (const ConsumerName of names) await server.call('RegisterStreamConsumer', { StreamARN, ConsumerName })
  return server
}

test('ListStreamConsumers goes on with its NextToken to the last consumer', async () => {
  const server = await startWithConsumers('c', 'a', 'e', 'b', 'd')
  const names: string[] = []
  for (let NextToken: string | undefined; ; ) {
    const page = await server.call('ListStreamConsumers', {
      StreamARN,
      MaxResults: 2,
      ...(NextToken && { NextToken }),
    })
    names.push(...page.Consumers!.map(({ ConsumerName }) => ConsumerName))
    NextToken = page.NextToken
    if (NextToken === undefined) break
  }
  expect(names).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a list of consumers does not go on in another stream, nor after 300 seconds', async () => {
  const server = await startWithConsumers('a', 'b')
  const { NextToken } = await server.call('ListStreamConsumers', { StreamARN, MaxResults: 1 })
  await server.call('CreateStream', { StreamName: 'other', ShardCount: 1 })
  expect(
    await server.errorOf('ListStreamConsumers', { StreamARN: StreamARN.replace('test', 'other'), NextToken }),
  ).toMatchObject({ code: 'InvalidArgumentException' })
  await server.call('DeleteStream', { StreamName: 'test', EnforceConsumerDeletion: true })
  server.clock.advance(1000)
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 1 })
  expect(await server.errorOf('ListStreamConsumers', { StreamARN, NextToken })).toMatchObject({
    code: 'ResourceNotFoundException',
  })
  server.clock.advance(300_000)
  expect(await server.errorOf('ListStreamConsumers', { StreamARN, NextToken })).toMatchObject({
    code: 'ExpiredNextTokenException',
  })
})

test('consumers are found in the stream of the time of creation that the caller knows', async () => {
  const server = await startWithConsumers('a')
  const { StreamDescriptionSummary } = await server.call('DescribeStreamSummary', { StreamName: 'test' })
  const { StreamCreationTimestamp } = StreamDescriptionSummary
  const list = await server.call('ListStreamConsumers', { StreamARN, StreamCreationTimestamp })
  expect(list.Consumers).toHaveLength(1)
  expect(StreamDescriptionSummary.ConsumerCount).toBe(1)
})

test('a deregistered consumer is shown as such, found by its ARN or its name', async () => {
  const server = await startKinesis({ transitionMs: 1000 })
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 1 })
  server.clock.advance(1000)
  for (const by of ['arn', 'name']) {
    const { Consumer } = await server.call('RegisterStreamConsumer', { StreamARN, ConsumerName: by })
    expect(Consumer.ConsumerStatus).toBe('CREATING')
    const address = by === 'arn' ? { ConsumerARN: Consumer.ConsumerARN } : { StreamARN, ConsumerName: 'name' }
    await server.call('DeregisterStreamConsumer', address)
    const { ConsumerDescription } = await server.call('DescribeStreamConsumer', address)
    expect(ConsumerDescription).toEqual({ ...Consumer, ConsumerStatus: 'DELETING', StreamARN })
    server.clock.advance(1000)
    expect(await server.errorOf('DescribeStreamConsumer', address)).toMatchObject({
      code: 'ResourceNotFoundException',
    })
  }
})
