import type { KinesisOperations } from '../../../../src/api/kinesis/shapes.ts'
import * as account from './account.ts'
import type { Case } from './case.ts'
import { cases as createStream } from './create-stream.ts'
import { cases as deleteStream } from './delete-stream.ts'
import { cases as deregisterStreamConsumer } from './deregister-stream-consumer.ts'
import { cases as describeStream } from './describe-stream.ts'
import { cases as describeStreamConsumer } from './describe-stream-consumer.ts'
import { cases as describeStreamSummary } from './describe-stream-summary.ts'
import { cases as getRecords } from './get-records.ts'
import { cases as getShardIterator } from './get-shard-iterator.ts'
import { cases as listShards } from './list-shards.ts'
import { cases as listStreamConsumers } from './list-stream-consumers.ts'
import { cases as listStreams } from './list-streams.ts'
import { cases as mergeShards } from './merge-shards.ts'
import { cases as putRecord } from './put-record.ts'
import { cases as putRecords } from './put-records.ts'
import { cases as registerStreamConsumer } from './register-stream-consumer.ts'
import { cases as splitShard } from './split-shard.ts'
import * as streamSettings from './stream-settings.ts'
import * as streamTags from './stream-tags.ts'
import { cases as subscribeToShard } from './subscribe-to-shard.ts'
import { cases as updateShardCount } from './update-shard-count.ts'

/** Every case of every operation. */
export const allCases: readonly (readonly [keyof KinesisOperations, readonly Case[]])[] = [
  ['CreateStream', createStream],
  ['DeleteStream', deleteStream],
  ['DeregisterStreamConsumer', deregisterStreamConsumer],
  ['DescribeStream', describeStream],
  ['DescribeStreamConsumer', describeStreamConsumer],
  ['DescribeStreamSummary', describeStreamSummary],
  ['GetRecords', getRecords],
  ['GetShardIterator', getShardIterator],
  ['ListShards', listShards],
  ['ListStreamConsumers', listStreamConsumers],
  ['ListStreams', listStreams],
  ['MergeShards', mergeShards],
  ['PutRecord', putRecord],
  ['PutRecords', putRecords],
  ['AddTagsToStream', streamTags.addTagsToStream],
  ['RemoveTagsFromStream', streamTags.removeTagsFromStream],
  ['ListTagsForStream', streamTags.listTagsForStream],
  ['TagResource', streamTags.tagResource],
  ['UntagResource', streamTags.untagResource],
  ['ListTagsForResource', streamTags.listTagsForResource],
  ['IncreaseStreamRetentionPeriod', streamSettings.increaseStreamRetentionPeriod],
  ['DecreaseStreamRetentionPeriod', streamSettings.decreaseStreamRetentionPeriod],
  ['StartStreamEncryption', streamSettings.startStreamEncryption],
  ['StopStreamEncryption', streamSettings.stopStreamEncryption],
  ['PutResourcePolicy', streamSettings.putResourcePolicy],
  ['GetResourcePolicy', streamSettings.getResourcePolicy],
  ['DeleteResourcePolicy', streamSettings.deleteResourcePolicy],
  ['EnableEnhancedMonitoring', streamSettings.enableEnhancedMonitoring],
  ['DisableEnhancedMonitoring', streamSettings.disableEnhancedMonitoring],
  ['UpdateStreamMode', streamSettings.updateStreamMode],
  ['UpdateMaxRecordSize', streamSettings.updateMaxRecordSize],
  ['UpdateStreamRecordDistributionStrategy', streamSettings.updateStreamRecordDistributionStrategy],
  ['UpdateStreamWarmThroughput', streamSettings.updateStreamWarmThroughput],
  ['DescribeAccountSettings', account.describeAccountSettings],
  ['UpdateAccountSettings', account.updateAccountSettings],
  ['DescribeLimits', account.describeLimits],
  ['RegisterStreamConsumer', registerStreamConsumer],
  ['SubscribeToShard', subscribeToShard],
  ['SplitShard', splitShard],
  ['UpdateShardCount', updateShardCount],
]
