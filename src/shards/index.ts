export type { CommitmentView } from './account-settings.ts'
export { type ChildShard, childShards } from './child-shards.ts'
export { type ConsumerName, consumerArnOf, parseConsumerArn } from './consumer-arn.ts'
export type { ConsumerState, ConsumerStatus } from './consumer-state.ts'
export {
  consumerNotFound,
  invalidHashKey,
  invalidNextToken,
  invalidNumberForOrdering,
  rateExceeded,
  rateExceededMessage,
  recordsTooLarge,
  recordTooLarge,
  type ShardErrorCode,
  shardNotFound,
  streamNotActive,
  streamNotFound,
} from './errors.ts'
export type { NextTokens } from './next-tokens.ts'
export type { Owner } from './owner.ts'
export type { PutBatch } from './put-batch.ts'
export type { StreamQueueErrorCode } from './queues/errors.ts'
export { streamQueueNotFound } from './queues/errors.ts'
export { parseStreamQueueArn, type StreamQueueId, streamQueueArnOf } from './queues/queue-arn.ts'
export type { QueuePosition, StreamQueueSettings, StreamQueueState } from './queues/queue-state.ts'
export {
  callBytesMax,
  callMebibytesMax,
  type QuotaName,
  type QuotaSettings,
  type Quotas,
  quotaMax,
  quotaNames,
  quotaTable,
  RegionalQuotas,
  readRecordsMax,
} from './quotas.ts'
export type { RecordCursor } from './record.ts'
export type { Resource } from './resources.ts'
export { parseSequenceNumber, SequenceNumbers, sequenceNumberDigits } from './sequence-number.ts'
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
export { pageOfShards, type ShardFilter, type ShardPage } from './shard-filter.ts'
export { shardIdOf, shardIndexOf } from './shard-id.ts'
export type { ReadRest } from './shard-reader.ts'
export type { ShardRecords } from './shard-records.ts'
export type { StartingPosition } from './starting-position.ts'
export type { Stream } from './stream.ts'
export { parseStreamArn, type StreamName, streamArnOf } from './stream-arn.ts'
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
export type { ShardPush, Subscription } from './subscription.ts'
