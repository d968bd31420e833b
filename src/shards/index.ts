export type { FrameArena } from '../log/index.ts'
export { type ChannelId, channelArnOf, parseChannelArn } from './channels/channel-arn.ts'
export type { ChannelRequest, RequestedDestination } from './channels/channel-request.ts'
export { freshnessOf } from './channels/channel-request.ts'
export type {
  ChannelBucket,
  ChannelDestination,
  ChannelLogging,
  ChannelRecordFormat,
  ChannelState,
} from './channels/channel-state.ts'
export { type ChannelErrorCode, channelNotFound, invalidChannel } from './channels/errors.ts'
export { type ConsumerName, consumerArnOf, parseConsumerArn } from './consumers/consumer-arn.ts'
export type { ConsumerState, ConsumerStatus } from './consumers/consumer-state.ts'
export { consumerNotFound } from './consumers/errors.ts'
export type { ShardPush, Subscription } from './consumers/subscription.ts'
export type { CommitmentView } from './control/account-settings.ts'
export { Transitions } from './control/transitions.ts'
export {
  rateExceeded,
  rateExceededMessage,
  type ShardErrorCode,
  shardNotFound,
  streamNotActive,
  streamNotFound,
} from './errors.ts'
export { callBytesMax, callMebibytesMax, readRecordsMax } from './limits.ts'
export { type Owner, ownerOf } from './owner.ts'
export type { StreamQueueErrorCode } from './queues/errors.ts'
export { streamQueueNotFound } from './queues/errors.ts'
export { parseStreamQueueArn, type StreamQueueId, streamQueueArnOf } from './queues/queue-arn.ts'
export type { QueuePosition, StreamQueueSettings, StreamQueueState } from './queues/queue-state.ts'
export {
  type QuotaName,
  type QuotaSettings,
  type Quotas,
  quotaMax,
  quotaNames,
  quotaTable,
  RegionalQuotas,
} from './quotas.ts'
export { type ChildShard, childShards } from './reading/child-shards.ts'
export { invalidNextToken } from './reading/errors.ts'
export type { NextTokens } from './reading/next-tokens.ts'
export { pageOfShards, type ShardFilter, type ShardPage } from './reading/shard-filter.ts'
export type { ShardPosition } from './reading/shard-iterators.ts'
export type { ReadRest, TakePiece } from './reading/shard-reader.ts'
export type { ShardRecords } from './reading/shard-records.ts'
export type { StartingPosition } from './reading/starting-position.ts'
export type { RecordCursor } from './record.ts'
export type { Resource } from './resources.ts'
export {
  parseSequenceNumber,
  SequenceNumbers,
  sequenceNumberDigits,
  sequenceNumberStep,
} from './sequence-number.ts'
export { distributedBy } from './settings/distribution.ts'
export {
  type EncryptionRequest,
  isEncrypted,
  startedEncryption,
  stoppedEncryption,
} from './settings/encryption.ts'
export { policyNotFound, type SettingErrorCode } from './settings/errors.ts'
export { checkPolicy } from './settings/resource-policy.ts'
export { decreasedRetention, increasedRetention } from './settings/retention-period.ts'
export {
  type ShardMetric,
  withoutShardMetrics,
  withShardMetrics,
} from './settings/shard-metrics.ts'
export { changedMode } from './settings/stream-mode.ts'
export { sortedTags, type Tag, withoutTags, withTags } from './settings/tags.ts'
export { numbersFromSecondsOf, type Shard, secondsOf } from './shard.ts'
export { shardIdOf, shardIndexOf } from './shard-id.ts'
export type { Stream } from './stream.ts'
export { parseStreamArn, partitionOf, type StreamName, streamArnOf } from './stream-arn.ts'
export type { Counters } from './stream-counters.ts'
export { streamLabel } from './stream-label.ts'
export {
  findShard,
  isOpen,
  type RecordDistribution,
  type ShardState,
  type StreamChange,
  type StreamMode,
  type StreamState,
  type StreamStatus,
} from './stream-state.ts'
export {
  openStreams,
  type ReadAnswer,
  type ShardReadEnd,
  type Streams,
  type StreamsOptions,
} from './streams.ts'
export {
  invalidHashKey,
  invalidNumberForOrdering,
  recordsTooLarge,
  recordTooLarge,
} from './writing/errors.ts'
export type { PutBatch } from './writing/put-batch.ts'
