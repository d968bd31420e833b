import { expect, test } from 'vitest'
import { arnOf } from './cases/case.ts'
import { type KinesisServer, startKinesis } from './kinesis-server.ts'

const StreamName = 'orders'
const StreamARN = arnOf(StreamName)
const key = 'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012'
const encryption = { StreamName, EncryptionType: 'KMS', KeyId: key }
const hourMs = 3_600_000

async function startWithStream(mode: 'PROVISIONED' | 'ON_DEMAND', transitionMs = 0) {
  const server = await startKinesis({ transitionMs })
  const shards = mode === 'PROVISIONED' ? { ShardCount: 1 } : {}
  await server.call('CreateStream', { StreamName, ...shards, StreamModeDetails: { StreamMode: mode } })
  server.clock.advance(transitionMs)
  return server
}

const summaryOf = async (server: KinesisServer) =>
  (await server.call('DescribeStreamSummary', { StreamName })).StreamDescriptionSummary

async function readAll(server: KinesisServer, shard = 0) {
  const ShardId = `shardId-00000000000${shard}`
  const { ShardIterator } = await server.call('GetShardIterator', {
    StreamName,
    ShardId,
    ShardIteratorType: 'TRIM_HORIZON',
  })
  server.clock.advance(1000)
  return (await server.call('GetRecords', { ShardIterator })).Records
}

const record = (text: string, PartitionKey?: string) => ({ Data: Buffer.from(text), PartitionKey })

test('every setting is shown as it was set, also after a restart', async () => {
  const before = await startWithStream('PROVISIONED')
  await before.call('IncreaseStreamRetentionPeriod', { StreamName, RetentionPeriodHours: 8760 })
  await before.call('StartStreamEncryption', encryption)
  await before.call('EnableEnhancedMonitoring', { StreamName, ShardLevelMetrics: ['OutgoingBytes'] })
  await before.call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 10_240 })
  await before.call('UpdateStreamMode', { StreamARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' } })
  await before.call('UpdateStreamRecordDistributionStrategy', {
    StreamARN,
    RecordDistributionStrategy: 'AUTO',
  })
  await before.call('UpdateAccountSettings', { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } })
  const common = {
    RetentionPeriodHours: 8760,
    EncryptionType: 'KMS',
    KeyId: key,
    EnhancedMonitoring: [{ ShardLevelMetrics: ['OutgoingBytes'] }],
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    StreamStatus: 'ACTIVE',
  }
  for (const server of [before, await before.restart()]) {
    expect(await summaryOf(server)).toMatchObject({
      ...common,
      MaxRecordSizeInKiB: 10_240,
      RecordDistributionStrategy: 'AUTO',
      WarmThroughput: { CurrentMiBps: 1 },
    })
    const { StreamDescription } = await server.call('DescribeStream', { StreamName })
    expect(StreamDescription).toMatchObject(common)
  }
})

test('a setting is gone when it is taken back', async () => {
  const server = await startWithStream('PROVISIONED')
  const untouched = await summaryOf(server)
  await server.call('StartStreamEncryption', encryption)
  await server.call('StopStreamEncryption', encryption)
  await server.call('EnableEnhancedMonitoring', { StreamName, ShardLevelMetrics: ['ALL'] })
  const { CurrentShardLevelMetrics, DesiredShardLevelMetrics } = await server.call(
    'DisableEnhancedMonitoring',
    {
      StreamARN,
      ShardLevelMetrics: ['ALL'],
    },
  )
  expect([CurrentShardLevelMetrics?.length, DesiredShardLevelMetrics]).toEqual([7, []])
  await server.call('IncreaseStreamRetentionPeriod', { StreamName, RetentionPeriodHours: 48 })
  await server.call('DecreaseStreamRetentionPeriod', { StreamName, RetentionPeriodHours: 24 })
  expect(await summaryOf(server)).toEqual(untouched)
})

test('a stream is UPDATING for the time of transition, can be used, and takes no other change', async () => {
  const server = await startWithStream('PROVISIONED', 500)
  await server.call('StartStreamEncryption', encryption)
  expect(await summaryOf(server)).toMatchObject({ StreamStatus: 'UPDATING', EncryptionType: 'KMS' })
  expect(await server.call('PutRecord', { StreamName, ...record('x', 'k') })).toMatchObject({
    EncryptionType: 'KMS',
  })
  expect(await server.errorOf('StopStreamEncryption', encryption)).toMatchObject({
    code: 'ResourceInUseException',
    message: 'Stream orders under account 000000000000 not ACTIVE, instead in state UPDATING',
  })
  server.clock.advance(500)
  expect(await summaryOf(server)).toMatchObject({ StreamStatus: 'ACTIVE' })
  await server.call('StopStreamEncryption', encryption)
})

test('records say whether the stream had encryption when they came', async () => {
  const server = await startWithStream('PROVISIONED')
  const put = (text: string) => server.call('PutRecords', { StreamName, Records: [record(text, 'k')] })
  expect(await put('plain')).not.toHaveProperty('EncryptionType')
  await server.call('StartStreamEncryption', encryption)
  expect(await put('secret')).toMatchObject({ EncryptionType: 'KMS' })
  await server.call('StopStreamEncryption', encryption)
  expect(await put('plain')).not.toHaveProperty('EncryptionType')
  const types = (await readAll(await server.restart())).map(({ EncryptionType }) => EncryptionType)
  expect(types).toEqual([undefined, 'KMS', undefined])
})

test('a stream that spreads its records takes them without keys, and evenly whatever their keys', async () => {
  const server = await startWithStream('ON_DEMAND')
  const strategy = (RecordDistributionStrategy: string) =>
    server.call('UpdateStreamRecordDistributionStrategy', { StreamARN, RecordDistributionStrategy })
  const keyless = { StreamName, Data: Buffer.from('x') }
  const refusal = {
    code: 'ValidationException',
    message:
      "1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
  }
  expect(await server.errorOf('PutRecord', keyless)).toMatchObject(refusal)
  await strategy('AUTO')
  for (let i = 0; i < 4; i++) await server.call('PutRecord', keyless)
  const Records = Array.from({ length: 4 }, () => ({ ...record('x', 'same'), ExplicitHashKey: '0' }))
  await server.call('PutRecords', { StreamName, Records })
  for (let shard = 0; shard < 4; shard++) {
    expect((await readAll(server, shard)).map(({ PartitionKey }) => PartitionKey)).toEqual([
      undefined,
      'same',
    ])
  }
  const ordered = { ...keyless, SequenceNumberForOrdering: '1' }
  expect(await server.errorOf('PutRecord', ordered)).toMatchObject({
    code: 'InvalidArgumentException',
    message: 'SequenceNumberForOrdering must not be provided with RecordDistributionStrategy AUTO.',
  })
  expect(await server.errorOf('PutRecord', { ...keyless, DryRun: true })).toMatchObject({
    code: 'DryRunOperationException',
  })
  await strategy('USER_PARTITION_KEY')
  expect(await server.errorOf('PutRecord', keyless)).toMatchObject(refusal)
  expect(await server.errorOf('PutRecord', { ...keyless, DryRun: true })).toMatchObject(refusal)
})

test('larger records are refused again when the size is lowered, and those that are there are read', async () => {
  const server = await startWithStream('PROVISIONED')
  const large = { StreamName, Data: Buffer.alloc(2_000_000), PartitionKey: 'k' }
  expect(await server.errorOf('PutRecord', large)).toMatchObject({ code: 'ValidationException' })
  await server.call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 2048 })
  await server.call('PutRecord', large)
  await server.call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 1024 })
  server.clock.advance(5000)
  expect(await server.errorOf('PutRecord', large)).toMatchObject({ code: 'ValidationException' })
  expect(await readAll(server)).toHaveLength(1)
})

test('tags and policies go by ARN, and with the stream', async () => {
  const server = await startWithStream('PROVISIONED')
  const statement = { Effect: 'Allow', Principal: '*', Action: 'kinesis:*', Resource: StreamARN }
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)
  await server.call('PutResourcePolicy', { ResourceARN: StreamARN, Policy })
  await server.call('TagResource', { ResourceARN: StreamARN, Tags: { a: '1', b: '2' } })
  await server.call('AddTagsToStream', { StreamName, Tags: { b: '3', c: '4' } })
  await server.call('UntagResource', { ResourceARN: StreamARN, TagKeys: ['a', 'x'] })
  const after = await server.restart()
  expect(await after.call('GetResourcePolicy', { ResourceARN: StreamARN })).toEqual({ Policy })
  const Tags = [
    { Key: 'b', Value: '3' },
    { Key: 'c', Value: '4' },
  ]
  expect(await after.call('ListTagsForResource', { ResourceARN: StreamARN })).toEqual({ Tags })
  expect(await after.call('ListTagsForStream', { StreamName })).toEqual({ Tags, HasMoreTags: false })
  await after.call('DeleteResourcePolicy', { ResourceARN: StreamARN })
  expect(await after.errorOf('GetResourcePolicy', { ResourceARN: StreamARN })).toMatchObject({
    code: 'ResourceNotFoundException',
  })
  await after.call('PutResourcePolicy', { ResourceARN: StreamARN, Policy })
  await after.call('DeleteStream', { StreamName })
  await after.call('CreateStream', { StreamName, ShardCount: 1 })
  expect(await after.call('ListTagsForStream', { StreamName })).toMatchObject({ Tags: [] })
  expect(await after.errorOf('GetResourcePolicy', { ResourceARN: StreamARN })).toMatchObject({
    message: `Resource ${StreamARN} has no resource policy.`,
  })
})

test('an account with a commitment gets streams with warm throughput, and others do not', async () => {
  const server = await startKinesis()
  const create = (name: string) => ({
    StreamName: name,
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    WarmThroughputMiBps: 10,
  })
  const status = (Status: string) =>
    server.call('UpdateAccountSettings', { MinimumThroughputBillingCommitment: { Status } })
  expect(await server.errorOf('CreateStream', create(StreamName))).toMatchObject({
    code: 'InvalidArgumentException',
  })
  await status('ENABLED')
  expect(await server.errorOf('CreateStream', create(StreamName), { account: '111111111111' })).toMatchObject(
    {
      code: 'InvalidArgumentException',
    },
  )
  await server.call('CreateStream', create(StreamName))
  const WarmThroughput = { TargetMiBps: 10, CurrentMiBps: 10 }
  expect(await summaryOf(server)).toMatchObject({ OpenShardCount: 10, WarmThroughput })
  expect(await server.call('UpdateStreamWarmThroughput', { StreamARN, WarmThroughputMiBps: 10 })).toEqual({
    StreamARN,
    StreamName,
    WarmThroughput,
  })
  await server.call('UpdateStreamWarmThroughput', { StreamARN, WarmThroughputMiBps: 20 })
  expect(await summaryOf(server)).toMatchObject({
    OpenShardCount: 20,
    WarmThroughput: { TargetMiBps: 20, CurrentMiBps: 20 },
  })
  expect(await status('DISABLED')).toMatchObject({
    MinimumThroughputBillingCommitment: { Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END' },
  })
  server.clock.advance(24 * hourMs)
  const { MinimumThroughputBillingCommitment } = await server.call('DescribeAccountSettings', {})
  expect(MinimumThroughputBillingCommitment).toMatchObject({
    Status: 'DISABLED',
    EndedAt: expect.any(Number),
  })
  expect(await summaryOf(server)).not.toHaveProperty('WarmThroughput')
  expect(await server.errorOf('CreateStream', create('more'))).toMatchObject({
    code: 'InvalidArgumentException',
  })
})

test('the mode of a stream changes within the quotas only', async () => {
  const server = await startWithStream('PROVISIONED')
  const region = 'eu-central-1'
  const provisioned = { StreamName: 'full', ShardCount: 5997 }
  await server.call('CreateStream', provisioned, { region })
  const demand = { StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }
  await server.call('CreateStream', demand, { region })
  const change = {
    StreamARN: `arn:aws:kinesis:${region}:000000000000:stream/orders`,
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
  }
  expect(await server.errorOf('UpdateStreamMode', change, { region })).toMatchObject({
    code: 'LimitExceededException',
    message: expect.stringContaining('Current shards count: 5997. Requested: 4. Limit: 6000.'),
  })
  expect(await server.call('DescribeLimits', {}, { region })).toMatchObject({
    ShardLimit: 6000,
    OpenShardCount: 5997,
    OnDemandStreamCount: 1,
  })
})

test('warm throughput is asked for when the turn of its stream comes: not while On-demand Advantage is being ended', async () => {
  const server = await startKinesis()
  const commitment = (Status: string) => ({ MinimumThroughputBillingCommitment: { Status } })
  await server.call('UpdateAccountSettings', commitment('ENABLED'))
  server.clock.advance(24 * hourMs)
  const ended = server.call('UpdateAccountSettings', commitment('DISABLED'))
  const created = server.errorOf('CreateStream', {
    StreamName,
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    WarmThroughputMiBps: 10,
  })
  await ended
  expect(await created).toMatchObject({
    code: 'InvalidArgumentException',
    message: 'WarmThroughputMiBps needs On-demand Advantage, which is not enabled for this account.',
  })
})
