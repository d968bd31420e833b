import { CodedError } from '../base/index.ts'

export type ConsumerErrorCode =
  | 'LEASE_LOST'
  | 'CHECKPOINT_NOT_ALLOWED'
  | 'LEASE_STORE_MISSING'
  | 'CONSUMER_ANSWER_UNREADABLE'
  | 'LEASE_FILE_CORRUPT'
  | 'SHARD_LEFT'
  | 'CONSUMER_OPTION_INVALID'

/** The shard is another worker's. Its records since the last checkpoint come again there. */
export function leaseLost(key: string): CodedError<ConsumerErrorCode> {
  return new CodedError(
    'LEASE_LOST',
    `The lease of ${key} is another worker's by now: no checkpoint was written.`,
  )
}

/** A checkpoint beyond what was processed, or before the last one. */
export function checkpointNotAllowed(reason: string): CodedError<ConsumerErrorCode> {
  return new CodedError('CHECKPOINT_NOT_ALLOWED', reason)
}

/** The default would be DynamoDB. */
export function leaseStoreMissing(cause: unknown): CodedError<ConsumerErrorCode> {
  return new CodedError(
    'LEASE_STORE_MISSING',
    'The endpoint of the client keeps no leases: install @aws-sdk/client-dynamodb, or say where they are with the option "leases".',
    { cause },
  )
}

/** Of one that says it is this server, and answers with no JSON. */
export function ownAnswerUnreadable(target: string, cause: unknown): CodedError<ConsumerErrorCode> {
  return new CodedError('CONSUMER_ANSWER_UNREADABLE', `The answer to ${target} is no JSON.`, { cause })
}

/** @param reason a clause */
export function leaseFileCorrupt(path: string, reason: string): CodedError<ConsumerErrorCode> {
  return new CodedError('LEASE_FILE_CORRUPT', `The leases in ${path} cannot be read: ${reason}.`)
}

/** By an application that reads a shard by its iterator. */
export function shardLeft(shardId: string): CodedError<ConsumerErrorCode> {
  return new CodedError(
    'SHARD_LEFT',
    `eachShard resolved before the batches of ${shardId} were over: the shard begins again at its last checkpoint.`,
  )
}

/** @param reason a clause that names the option */
export function consumerOptionInvalid(reason: string): CodedError<ConsumerErrorCode> {
  return new CodedError('CONSUMER_OPTION_INVALID', reason)
}
