import { CodedError } from '../base/index.ts'
import type { ConsumerErrorCode } from './consumers/errors.ts'
import type { Owner } from './owner.ts'
import type { ReadErrorCode } from './reading/errors.ts'
import type { ReshardErrorCode } from './resharding/errors.ts'
import { shardIdOf } from './shard-id.ts'
import { streamLabel } from './stream-label.ts'
import type { StreamState, StreamStatus } from './stream-state.ts'
import type { WriteErrorCode } from './writing/errors.ts'

/*
 * What a caller of the streams can be told. The messages are those of AWS, as seen in the answers that users have
 * published (issue threads of the SDKs, Terraform and the KCL; test/api/kinesis/cases names them), unless said otherwise.
 */
export type ShardErrorCode =
  | ConsumerErrorCode
  | ReadErrorCode
  | ReshardErrorCode
  | WriteErrorCode
  | 'STREAM_NOT_FOUND'
  | 'STREAM_EXISTS'
  | 'STREAM_NOT_ACTIVE'
  | 'STREAM_QUOTA_EXCEEDED'
  | 'STREAM_HAS_CONSUMERS'
  | 'SHARD_NOT_FOUND'
  | 'SHARD_RATE_EXCEEDED'
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

export const rateExceededMessage = (index: number, stream: string, { account }: Owner): string =>
  `Rate exceeded for shard ${shardIdOf(index)} in ${streamLabel({ name: stream, account })}.`

export const rateExceeded = (index: number, stream: string, owner: Owner): ShardError =>
  new CodedError('SHARD_RATE_EXCEEDED', rateExceededMessage(index, stream, owner), { retryable: true })

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
