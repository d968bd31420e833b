import type { Streams } from '../../shards/index.ts'
import type { StreamQueues } from '../../stream-queues/index.ts'
import { defineService, type Service } from '../service.ts'
import { describeAccountSettings, updateAccountSettings } from './account-settings.ts'
import type { CallThrottle } from './call-throttle.ts'
import { createChannel } from './channels/create-channel.ts'
import { deleteChannel } from './channels/delete-channel.ts'
import { describeChannel } from './channels/describe-channel.ts'
import { listChannels } from './channels/list-channels.ts'
import { updateChannel } from './channels/update-channel.ts'
import { createStream } from './create-stream.ts'
import { deleteStream } from './delete-stream.ts'
import { deregisterStreamConsumer } from './deregister-stream-consumer.ts'
import { describeLimits } from './describe-limits.ts'
import { describeStream } from './describe-stream.ts'
import { describeStreamConsumer } from './describe-stream-consumer.ts'
import { describeStreamSummary } from './describe-stream-summary.ts'
import { disableEnhancedMonitoring, enableEnhancedMonitoring } from './enhanced-monitoring.ts'
import { toKinesisError } from './errors.ts'
import { framedProtocol } from './framed/framed-protocol.ts'
import { getRecords } from './get-records.ts'
import { getShardIterator } from './get-shard-iterator.ts'
import { listShards } from './list-shards.ts'
import { listStreamConsumers } from './list-stream-consumers.ts'
import { listStreams } from './list-streams.ts'
import { mergeShards } from './merge-shards.ts'
import { kinesisModel } from './model.ts'
import type { KinesisContext } from './operation.ts'
import { putFormsOver } from './put-forms.ts'
import { putRecord } from './put-record.ts'
import { putRecords } from './put-records.ts'
import {
  acknowledgeDeadLetterQueueRecords,
  acknowledgeQueueRecords,
} from './queues/acknowledge-queue-records.ts'
import { createQueue } from './queues/create-queue.ts'
import { deleteQueue } from './queues/delete-queue.ts'
import { describeQueue } from './queues/describe-queue.ts'
import { listQueues } from './queues/list-queues.ts'
import { receiveDeadLetterQueueRecords, receiveQueueRecords } from './queues/receive-queue-records.ts'
import { restoreDeadLetterQueueRecords } from './queues/restore-dead-letter-queue-records.ts'
import { updateQueue } from './queues/update-queue.ts'
import {
  updateDeadLetterQueueRecordsVisibility,
  updateQueueRecordsVisibility,
} from './queues/update-queue-records-visibility.ts'
import { registerStreamConsumer } from './register-stream-consumer.ts'
import { deleteResourcePolicy, getResourcePolicy, putResourcePolicy } from './resource-policy.ts'
import { splitShard } from './split-shard.ts'
import { startStreamEncryption, stopStreamEncryption } from './stream-encryption.ts'
import { decreaseStreamRetentionPeriod, increaseStreamRetentionPeriod } from './stream-retention.ts'
import { subscribeToShard } from './subscribe-to-shard.ts'
import { listTagsForResource, tagResource, untagResource } from './tag-resource.ts'
import { addTagsToStream, listTagsForStream, removeTagsFromStream } from './tag-stream.ts'
import { updateMaxRecordSize } from './update-max-record-size.ts'
import { updateStreamRecordDistributionStrategy } from './update-record-distribution.ts'
import { updateShardCount } from './update-shard-count.ts'
import { updateStreamMode } from './update-stream-mode.ts'
import { updateStreamWarmThroughput } from './update-warm-throughput.ts'

export interface KinesisServiceOptions {
  readonly streams: Streams
  readonly queues: StreamQueues
  /** What delivers what comes to channels, for the first of them; without it there are none. */
  readonly channels?: KinesisContext['channels']
  /** How often operations may be called; as often as one likes without it. */
  readonly throttle?: CallThrottle | undefined
}

/** Kinesis Data Streams over these streams. */
export function createKinesisService({
  streams,
  queues,
  channels,
  throttle,
}: KinesisServiceOptions): Service {
  return defineService<KinesisContext>({
    name: 'kinesis',
    model: kinesisModel,
    operations: [
      acknowledgeDeadLetterQueueRecords,
      acknowledgeQueueRecords,
      addTagsToStream,
      createChannel,
      createQueue,
      createStream,
      decreaseStreamRetentionPeriod,
      deleteChannel,
      deleteQueue,
      deleteResourcePolicy,
      deleteStream,
      describeAccountSettings,
      describeChannel,
      describeLimits,
      deregisterStreamConsumer,
      describeQueue,
      describeStream,
      describeStreamConsumer,
      describeStreamSummary,
      disableEnhancedMonitoring,
      enableEnhancedMonitoring,
      getRecords,
      getResourcePolicy,
      getShardIterator,
      increaseStreamRetentionPeriod,
      listChannels,
      listQueues,
      listShards,
      listStreamConsumers,
      listStreams,
      listTagsForResource,
      listTagsForStream,
      mergeShards,
      putRecord,
      putRecords,
      putResourcePolicy,
      receiveDeadLetterQueueRecords,
      receiveQueueRecords,
      registerStreamConsumer,
      removeTagsFromStream,
      restoreDeadLetterQueueRecords,
      splitShard,
      startStreamEncryption,
      stopStreamEncryption,
      subscribeToShard,
      tagResource,
      untagResource,
      updateAccountSettings,
      updateChannel,
      updateDeadLetterQueueRecordsVisibility,
      updateMaxRecordSize,
      updateQueue,
      updateQueueRecordsVisibility,
      updateShardCount,
      updateStreamMode,
      updateStreamRecordDistributionStrategy,
      updateStreamWarmThroughput,
    ],
    ownProtocols: [framedProtocol],
    context: { streams, queues, channels, putForms: putFormsOver(streams) },
    admit: (operation, input, caller) => throttle?.admit(operation, input, caller, streams.nextTokens),
    toAwsError: toKinesisError,
  })
}
