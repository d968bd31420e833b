import { CodedError } from '../base/index.ts'
import type { ConsumerState } from './consumer-state.ts'
import type { Owner } from './owner.ts'
import { shardIdOf } from './shard-id.ts'
import { streamLabel } from './stream-label.ts'
import type { ShardState, StreamState, StreamStatus } from './stream-state.ts'

/*
 * What a caller of the streams can be told. The messages are those of AWS, as seen in the answers that users have
 * published (issue threads of the SDKs, Terraform and the KCL; test/api/kinesis/cases names them), unless said otherwise.
 */
export type ShardErrorCode =
  | 'STREAM_NOT_FOUND'
  | 'STREAM_EXISTS'
  | 'STREAM_NOT_ACTIVE'
  | 'STREAM_ON_DEMAND'
  | 'STREAM_QUOTA_EXCEEDED'
  | 'STREAM_HAS_CONSUMERS'
  | 'CONSUMER_NOT_FOUND'
  | 'CONSUMER_EXISTS'
  | 'CONSUMER_NOT_ACTIVE'
  | 'CONSUMER_QUOTA_EXCEEDED'
  | 'SUBSCRIPTION_EXISTS'
  | 'SUBSCRIPTION_TAKEN_OVER'
  | 'SHARD_NOT_FOUND'
  | 'SHARD_CLOSED'
  | 'SHARDS_NOT_ADJACENT'
  | 'SHARD_RATE_EXCEEDED'
  | 'RECORD_TOO_LARGE'
  | 'RECORDS_TOO_LARGE'
  | 'HASH_KEY_INVALID'
  | 'SEQUENCE_NUMBER_INVALID'
  | 'TIMESTAMP_INVALID'
  | 'ITERATOR_INVALID'
  | 'ITERATOR_EXPIRED'
  | 'NEXT_TOKEN_INVALID'
  | 'NEXT_TOKEN_EXPIRED'
  | 'STREAM_EVENT_UNKNOWN'
  | 'RECORD_KIND_UNKNOWN'

type ShardError = CodedError<ShardErrorCode>

export const streamNotFound = (name: string, { account }: Owner): ShardError =>
  new CodedError('STREAM_NOT_FOUND', `${streamLabel({ name, account }, 'Stream')} not found.`)

/** After Firehose's text: https://github.com/ministryofjustice/cloud-platform-environments/pull/3960. */
export const streamExists = (name: string, { account }: Owner): ShardError =>
  new CodedError('STREAM_EXISTS', `${streamLabel({ name, account }, 'Stream')} already exists.`)

/**
 * Source: https://github.com/aws/aws-sdk-java-v2/pull/5949, of a call that takes an UPDATING stream too; that without it on its
 * pattern.
 * @param wanted the states that would have done
 */
export const streamNotActive = (
  name: string,
  { account }: Owner,
  status: StreamStatus,
  wanted: 'ACTIVE' | 'ACTIVE or UPDATING' = 'ACTIVE',
): ShardError =>
  new CodedError(
    'STREAM_NOT_ACTIVE',
    `${streamLabel({ name, account }, 'Stream')} not ${wanted}, instead in state ${status}`,
    { retryable: true },
  )

/** Source: https://github.com/rebuy-de/aws-nuke/issues/497 */
export const streamHasConsumers = (name: string, { account }: Owner): ShardError =>
  new CodedError(
    'STREAM_HAS_CONSUMERS',
    `DeleteStream can't delete ${account}:${name} because there are consumers associated with this data stream. ` +
      `To delete ${name} anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of all the ` +
      'consumers that are associated with it.',
  )

interface NamedConsumer extends Owner {
  readonly stream: string
  readonly name: string
}

/** How AWS names a consumer: https://github.com/awslabs/kinesis-hot-shard-advisor/issues/37 */
const consumerText = ({ name, stream, account }: NamedConsumer, createdSeconds?: number): string => {
  const created = createdSeconds === undefined ? '' : ` with creation timestamp ${createdSeconds}`
  return `Consumer ${name}${created} under stream: ${stream} , account ${account}`
}

const consumerStateText = (consumer: ConsumerState): string =>
  consumerText(consumer, Math.floor(consumer.createdMs / 1000))

/** Text ours, on the pattern of `consumerNotActive`. */
export const consumerNotFound = (consumer: NamedConsumer, createdSeconds?: number): ShardError =>
  new CodedError('CONSUMER_NOT_FOUND', `${consumerText(consumer, createdSeconds)} not found.`)

/** Text ours, on the pattern of `consumerNotActive`. */
export const consumerExists = (consumer: ConsumerState): ShardError =>
  new CodedError('CONSUMER_EXISTS', `${consumerStateText(consumer)} already exists.`)

export const consumerNotActive = (consumer: ConsumerState): ShardError =>
  new CodedError('CONSUMER_NOT_ACTIVE', `${consumerStateText(consumer)} is not in ACTIVE status.`, {
    retryable: true,
  })

/** Text ours, on the pattern of the one for shards. */
export const tooManyConsumers = (
  { name, account }: Owner & { readonly name: string },
  current: number,
  limit: number,
): ShardError =>
  new CodedError(
    'CONSUMER_QUOTA_EXCEEDED',
    `This request would exceed the limit on the number of consumers of the ${streamLabel({ name, account })}. ` +
      `Current consumers count: ${current}. Limit: ${limit}.`,
  )

/** Text ours, on the pattern of the one for streams. */
export const tooManyConsumersInCreation = ({ account }: Owner, limit: number): ShardError =>
  new CodedError(
    'CONSUMER_QUOTA_EXCEEDED',
    'This request would exceed the limit on the number of consumers that can simultaneously be in CREATING ' +
      `for the account ${account}. Limit: ${limit}.`,
    { retryable: true },
  )

/** Source: https://github.com/daangn/kinesumer/pull/19 */
export const subscriptionExists = (): ShardError =>
  new CodedError('SUBSCRIPTION_EXISTS', 'Another active subscription exists for this consumer.', {
    retryable: true,
  })

/** Text ours. */
export const subscriptionTakenOver = (): ShardError =>
  new CodedError(
    'SUBSCRIPTION_TAKEN_OVER',
    'Another subscription of this consumer has taken over this shard.',
  )

export interface ShardQuota {
  readonly current: number
  readonly limit: number
  readonly additional: number
}

/** Text ours, on the pattern of the one for on-demand streams. */
export const tooManyShards = (
  { account, region }: Owner,
  { current, limit, additional }: ShardQuota,
): ShardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    `This request would exceed the limit on the number of shards for the account ${account} in ${region}. ` +
      `Current shards count: ${current}. Requested: ${additional}. Limit: ${limit}.`,
  )

/** Text ours, on the same pattern. @param what of the stream there would be too many */
export const tooManyStreamShards = (
  { account, name }: StreamState,
  what: string,
  { current, limit, additional }: ShardQuota,
): ShardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    `This request would exceed the limit on the number of ${what} of ${streamLabel({ name, account })}. ` +
      `Current: ${current}. Requested: ${additional}. Limit: ${limit}.`,
  )

/** Source: ShardCount in https://github.com/awslabs/landing-zone-accelerator-on-aws (global-config.ts). */
export const overDoubleShards = (current: number, target: number): ShardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    'UpdateShardCount cannot scale up over double your current open shard count. ' +
      `Current open shard count: ${current} Target shard count: ${target}`,
  )

/** Text ours, on the pattern of the one above. */
export const belowHalfShards = (current: number, target: number): ShardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    'UpdateShardCount cannot scale down below half your current open shard count. ' +
      `Current open shard count: ${current} Target shard count: ${target}`,
  )

/** Text ours, on the same pattern. */
export const overCountUpdateLimit = (current: number, target: number, limit: number): ShardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    `UpdateShardCount cannot scale to more than ${limit} shards, nor down from more unless to fewer. ` +
      `Current open shard count: ${current} Target shard count: ${target}`,
  )

/** Text ours. */
export const tooManyCountUpdates = ({ account, name }: StreamState, limit: number): ShardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    `UpdateShardCount cannot be called more than ${limit} times in 24 hours on ${streamLabel({ name, account })}.`,
    { retryable: true },
  )

/** Text ours. */
export const streamOnDemand = ({ account, name }: StreamState, operation: string): ShardError =>
  new CodedError(
    'STREAM_ON_DEMAND',
    `${operation} is not supported for ${streamLabel({ name, account })}, which is in ON_DEMAND mode.`,
  )

/** Source: https://github.com/hashicorp/terraform-provider-aws/issues/38094 */
export const tooManyOnDemandStreams = (
  { account, region }: Owner,
  current: number,
  limit: number,
): ShardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    `This request would exceed the limit on the number of On-Demand streams for the account ${account} ` +
      `in ${region}. Current On-Demand streams count: ${current}. Limit: ${limit}.`,
  )

/** Source: https://github.com/hashicorp/terraform-provider-aws/pull/1339 */
export const tooManyStreamsInTransition = ({ account }: Owner, limit: number): ShardError =>
  new CodedError(
    'STREAM_QUOTA_EXCEEDED',
    'This request would have exceed the limit on the number  of streams that can simultaneously be in CREATING or ' +
      `DELETING for the account ${account}. Limit: ${limit}.`,
    { retryable: true },
  )

export const shardNotFound = (id: string, stream: string, { account }: Owner): ShardError =>
  new CodedError('SHARD_NOT_FOUND', `Shard ${id} in ${streamLabel({ name: stream, account })} does not exist`)

/** Source: https://github.com/mhart/kinesalite/issues/109 */
export const shardIsClosed = (index: number, { account, name }: StreamState): ShardError =>
  new CodedError(
    'SHARD_CLOSED',
    `Shard ${shardIdOf(index)} in ${streamLabel({ name, account })} has already been merged or split, ` +
      'and thus is not eligible for merging or splitting.',
  )

/** Text ours. */
export const shardsNotAdjacent = (
  id: string,
  adjacentId: string,
  { account, name }: StreamState,
): ShardError =>
  new CodedError(
    'SHARDS_NOT_ADJACENT',
    `Shards ${id} and ${adjacentId} in ${streamLabel({ name, account })} cannot be merged: ` +
      'their hash key ranges do not adjoin.',
  )

export const rateExceededMessage = (index: number, stream: string, { account }: Owner): string =>
  `Rate exceeded for shard ${shardIdOf(index)} in ${streamLabel({ name: stream, account })}.`

export const rateExceeded = (index: number, stream: string, owner: Owner): ShardError =>
  new CodedError('SHARD_RATE_EXCEEDED', rateExceededMessage(index, stream, owner), { retryable: true })

/** @param path of the data in the input, as AWS writes it: `data`, `records.1.member.data` */
export const recordTooLarge = (path: string, bytesMax: number): ShardError =>
  new CodedError(
    'RECORD_TOO_LARGE',
    `1 validation error detected: Value at '${path}' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${bytesMax}.`,
  )

/** AWS's text from the time when the limit was 5 MB, with the limit of today. */
export const recordsTooLarge = (mebibytesMax: number): ShardError =>
  new CodedError('RECORDS_TOO_LARGE', `Records size exceeds ${mebibytesMax} MB limit`)

/** Text ours. */
export const invalidHashKey = (text: string): ShardError =>
  new CodedError('HASH_KEY_INVALID', `ExplicitHashKey ${text} is not in the range of 0 to 2^128 - 1.`)

/** Text ours. */
export const hashKeyOutsideShard = (
  at: bigint,
  shard: ShardState,
  { account, name }: StreamState,
): ShardError =>
  new CodedError(
    'HASH_KEY_INVALID',
    `NewStartingHashKey ${at} cannot split shard ${shardIdOf(shard.index)} in ${streamLabel({ name, account })}: ` +
      `it must be greater than the StartingHashKey ${shard.startingHashKey} and not greater than the ` +
      `EndingHashKey ${shard.endingHashKey}.`,
  )

/** Text ours, on the pattern of the one for starting numbers. */
export const invalidNumberForOrdering = (text: string, stream: string, { account }: Owner): ShardError =>
  new CodedError(
    'SEQUENCE_NUMBER_INVALID',
    `SequenceNumberForOrdering ${text} used in PutRecord on ${streamLabel({ name: stream, account })} is invalid.`,
  )

/** The operations that take a starting position: AWS's message names which one. */
export type ReadingOperation = 'GetShardIterator' | 'SubscribeToShard'

export interface StartingNumber {
  readonly text: string
  readonly operation: ReadingOperation
  readonly shardIndex: number
  readonly stream: string
}

/** @param because AWS's text has a reason; the one without, for numbers that cannot be any stream's, is ours */
export const invalidStartingNumber = (
  { text, operation, shardIndex, stream }: StartingNumber,
  { account }: Owner,
  because = '',
): ShardError =>
  new CodedError(
    'SEQUENCE_NUMBER_INVALID',
    `StartingSequenceNumber ${text} used in ${operation} on shard ${shardIdOf(shardIndex)} ` +
      `in ${streamLabel({ name: stream, account })} is invalid${because}.`,
  )

export const numberOfOtherShard = (encoded: number, asked: number): ShardError =>
  new CodedError(
    'SEQUENCE_NUMBER_INVALID',
    `Invalid StartingSequenceNumber. It encodes ${shardIdOf(encoded)}, ` +
      `while it was used in a call to a shard with ${shardIdOf(asked)}`,
  )

export const timestampInFuture = (timestampMs: number, nowMs: number): ShardError =>
  new CodedError(
    'TIMESTAMP_INVALID',
    'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
      `timestampInMillis: ${timestampMs}, currentTimestampInMillis: ${nowMs}`,
  )

/** Text ours. */
export const invalidIterator = (): ShardError => new CodedError('ITERATOR_INVALID', 'Invalid ShardIterator.')

export const expiredIterator = (times: TokenTimes): ShardError =>
  new CodedError('ITERATOR_EXPIRED', `Iterator expired. The iterator ${tooOld(times)}`)

/** Text ours. */
export const invalidNextToken = (): ShardError => new CodedError('NEXT_TOKEN_INVALID', 'Invalid NextToken.')

/** Text ours, on the pattern of the one for iterators. */
export const expiredNextToken = (times: TokenTimes): ShardError =>
  new CodedError('NEXT_TOKEN_EXPIRED', `NextToken expired. The token ${tooOld(times)}`)

export interface TokenTimes {
  readonly createdMs: number
  readonly nowMs: number
  readonly lifeMs: number
}

const tooOld = ({ createdMs, nowMs, lifeMs }: TokenTimes): string =>
  `was created at time ${javaDate(createdMs)} while right now it is ${javaDate(nowMs)} which is further in the ` +
  `future than the tolerated delay of ${lifeMs} milliseconds.`

/** The caller is told of a failure of the server; the log says this. */
export const unknownRecordKind = (kind: number | undefined, offset: number): ShardError =>
  new CodedError(
    'RECORD_KIND_UNKNOWN',
    `the record at offset ${offset} of a shard is of kind ${kind}, which this version of Millrace does not know`,
  )

/** For the person who starts the server. */
export const unknownControlEvent = (kind: unknown): ShardError =>
  new CodedError(
    'STREAM_EVENT_UNKNOWN',
    `the control log of the streams has an event of the kind ${String(kind)}, which this version of Millrace does not know`,
  )

/** As Java prints a date, which AWS's messages have: `Thu Jan 22 01:22:02 UTC 2015`. */
function javaDate(ms: number): string {
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}
