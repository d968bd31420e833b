/* The settings of a stream. */
import { deepEqual, equal, rejects } from 'node:assert/strict'
import {
  AddTagsToStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteResourcePolicyCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  GetRecordsCommand,
  GetResourcePolicyCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  PutRecordCommand,
  PutResourcePolicyCommand,
  RemoveTagsFromStreamCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateMaxRecordSizeCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
} from '@aws-sdk/client-kinesis'
import { step } from '../steps.ts'
import { client, create, firstShard, summary } from './client.ts'

const StreamName = 'settings'
let ResourceARN = ''

export async function settingsSteps(): Promise<void> {
  await step('tags by the name of the stream', tagsByName)
  await step('tags by ARN', tagsByArn)
  await step('retention', retention)
  await step('encryption', encryption)
  await step('enhanced monitoring', monitoring)
  await step('a resource policy', policy)
  await step('larger records', largerRecords)
  await step('the mode, and the distribution of records', modeAndDistribution)
}

async function tagsByName(): Promise<void> {
  ResourceARN = await create({ StreamName, ShardCount: 4, Tags: { a: '1' } })
  await client.send(new AddTagsToStreamCommand({ StreamName, Tags: { b: '2', c: 'Grüße' } }))
  await client.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['a'] }))
  const first = await client.send(new ListTagsForStreamCommand({ StreamName, Limit: 1 }))
  deepEqual([first.Tags, first.HasMoreTags], [[{ Key: 'b', Value: '2' }], true])
  const rest = await client.send(new ListTagsForStreamCommand({ StreamName, ExclusiveStartTagKey: 'b' }))
  deepEqual([rest.Tags, rest.HasMoreTags], [[{ Key: 'c', Value: 'Grüße' }], false])
}

async function tagsByArn(): Promise<void> {
  await client.send(new TagResourceCommand({ ResourceARN, Tags: { d: '4' } }))
  await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['b', 'c'] }))
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }))
  deepEqual(Tags, [{ Key: 'd', Value: '4' }])
}

async function retention(): Promise<void> {
  await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 8760 }))
  equal((await summary(StreamName)).RetentionPeriodHours, 8760)
  await client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }))
  equal((await summary(StreamName)).RetentionPeriodHours, 48)
}

async function encryption(): Promise<void> {
  const key = { StreamName, EncryptionType: 'KMS' as const, KeyId: 'alias/aws/kinesis' }
  await client.send(new StartStreamEncryptionCommand(key))
  const on = await summary(StreamName)
  deepEqual([on.EncryptionType, on.KeyId], ['KMS', key.KeyId])
  await client.send(new StopStreamEncryptionCommand(key))
  const off = await summary(StreamName)
  deepEqual([off.EncryptionType, off.KeyId], ['NONE', undefined])
}

async function monitoring(): Promise<void> {
  const both = { StreamName, ShardLevelMetrics: ['IncomingBytes' as const, 'OutgoingBytes' as const] }
  const on = await client.send(new EnableEnhancedMonitoringCommand(both))
  deepEqual(on.CurrentShardLevelMetrics, [])
  deepEqual(on.DesiredShardLevelMetrics?.toSorted(), both.ShardLevelMetrics)
  const one = { StreamName, ShardLevelMetrics: ['OutgoingBytes' as const] }
  const off = await client.send(new DisableEnhancedMonitoringCommand(one))
  deepEqual(off.DesiredShardLevelMetrics, ['IncomingBytes'])
  deepEqual((await summary(StreamName)).EnhancedMonitoring, [{ ShardLevelMetrics: ['IncomingBytes'] }])
}

async function policy(): Promise<void> {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'kinesis:PutRecord', Resource: ResourceARN }
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  await client.send(new PutResourcePolicyCommand({ ResourceARN, Policy }))
  equal((await client.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy, Policy)
  await client.send(new DeleteResourcePolicyCommand({ ResourceARN }))
  await rejects(client.send(new GetResourcePolicyCommand({ ResourceARN })), {
    name: 'ResourceNotFoundException',
  })
}

async function largerRecords(): Promise<void> {
  const size = 3 * 1024
  await client.send(new UpdateMaxRecordSizeCommand({ StreamARN: ResourceARN, MaxRecordSizeInKiB: size }))
  equal((await summary(StreamName)).MaxRecordSizeInKiB, size)
  const Data = Buffer.alloc(2 * 1024 * 1024, 'x')
  const where = { PartitionKey: 'k', ExplicitHashKey: '0' }
  await client.send(new PutRecordCommand({ StreamName, ...where, Data }))
  const start = { StreamName, ShardId: firstShard, ShardIteratorType: 'TRIM_HORIZON' as const }
  const { ShardIterator } = await client.send(new GetShardIteratorCommand(start))
  const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }))
  equal(Buffer.from(Records?.[0]?.Data ?? []).equals(Data), true)
}

async function modeAndDistribution(): Promise<void> {
  const StreamARN = ResourceARN
  const StreamModeDetails = { StreamMode: 'ON_DEMAND' as const }
  await client.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails }))
  deepEqual((await summary(StreamName)).StreamModeDetails, StreamModeDetails)
  for (const RecordDistributionStrategy of ['AUTO', 'USER_PARTITION_KEY'] as const) {
    await client.send(
      new UpdateStreamRecordDistributionStrategyCommand({ StreamARN, RecordDistributionStrategy }),
    )
    equal((await summary(StreamName)).RecordDistributionStrategy, RecordDistributionStrategy)
  }
}
