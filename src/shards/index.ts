export {
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
export type { PutBatch } from './put-batch.ts'
export { callBytesMax, callMebibytesMax, readRecordsMax } from './quotas.ts'
export type { RecordCursor } from './record.ts'
export { parseSequenceNumber, SequenceNumbers, sequenceNumberDigits } from './sequence-number.ts'
export { numbersFromSecondsOf, type Shard, secondsOf } from './shard.ts'
export { filterShards, type ShardFilter } from './shard-filter.ts'
export { shardIdOf, shardIndexOf } from './shard-id.ts'
export type { ShardRecords } from './shard-reader.ts'
export type { StartingPosition } from './starting-position.ts'
export type { Stream } from './stream.ts'
export { parseStreamArn, type StreamName, streamArnOf } from './stream-arn.ts'
export {
  findShard,
  isOpen,
  type Owner,
  type ShardState,
  type StreamChange,
  type StreamMode,
  type StreamState,
  type StreamStatus,
} from './stream-state.ts'
export { openStreams, type ShardRead, type Streams, type StreamsOptions } from './streams.ts'
