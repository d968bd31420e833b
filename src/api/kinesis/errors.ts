import type { CodedError } from '../../base/index.ts'
import type {
  ChannelErrorCode,
  SettingErrorCode,
  ShardErrorCode,
  StreamQueueErrorCode,
} from '../../shards/index.ts'
import { AwsError } from '../../wire/index.ts'

interface ErrorKind {
  readonly status: number
  readonly retryable: boolean
}

/** Every error of its own that this API returns. Source: Kinesis API Reference, "Errors" of each action, and "Common Errors". */
const kinesisErrors = {
  DryRunOperationException: { status: 400, retryable: false },
  ExpiredIteratorException: { status: 400, retryable: false },
  ExpiredNextTokenException: { status: 400, retryable: false },
  InvalidArgumentException: { status: 400, retryable: false },
  LimitExceededException: { status: 400, retryable: true },
  ProvisionedThroughputExceededException: { status: 400, retryable: true },
  ResourceInUseException: { status: 400, retryable: false },
  ResourceNotFoundException: { status: 400, retryable: false },
  ServiceUnavailable: { status: 503, retryable: true },
  ValidationException: { status: 400, retryable: false },
} as const satisfies Record<string, ErrorKind>

export type KinesisErrorCode = keyof typeof kinesisErrors

/** The others are for whoever starts the server. */
type CallErrorCode =
  | Exclude<ShardErrorCode, 'STREAM_EVENT_UNKNOWN' | 'RECORD_KIND_UNKNOWN'>
  | SettingErrorCode
  | StreamQueueErrorCode
  | ChannelErrorCode

const byDomainCode: Readonly<Record<CallErrorCode | 'LOG_BUSY', KinesisErrorCode>> = {
  STREAM_NOT_FOUND: 'ResourceNotFoundException',
  STREAM_EXISTS: 'ResourceInUseException',
  STREAM_NOT_ACTIVE: 'ResourceInUseException',
  STREAM_ON_DEMAND: 'ValidationException',
  STREAM_TAGS_INVALID: 'InvalidArgumentException',
  STREAM_SETTING_INVALID: 'InvalidArgumentException',
  STREAM_SETTING_RATE_EXCEEDED: 'LimitExceededException',
  STREAM_QUOTA_EXCEEDED: 'LimitExceededException',
  RESOURCE_NOT_FOUND: 'ResourceNotFoundException',
  POLICY_INVALID: 'InvalidArgumentException',
  STREAM_HAS_CONSUMERS: 'ResourceInUseException',
  CONSUMER_NOT_FOUND: 'ResourceNotFoundException',
  CONSUMER_EXISTS: 'ResourceInUseException',
  CONSUMER_NOT_ACTIVE: 'ResourceInUseException',
  CONSUMER_QUOTA_EXCEEDED: 'LimitExceededException',
  STREAM_QUEUE_NOT_FOUND: 'ResourceNotFoundException',
  STREAM_QUEUE_EXISTS: 'ResourceInUseException',
  STREAM_QUEUE_NOT_ACTIVE: 'ResourceInUseException',
  STREAM_QUEUE_MODE: 'ValidationException',
  STREAM_QUEUE_QUOTA_EXCEEDED: 'LimitExceededException',
  STREAM_HAS_QUEUES: 'ResourceInUseException',
  CHANNEL_NOT_FOUND: 'ResourceNotFoundException',
  CHANNEL_EXISTS: 'ResourceInUseException',
  CHANNEL_NOT_ACTIVE: 'ResourceInUseException',
  CHANNEL_STREAM_MODE: 'ValidationException',
  CHANNEL_SETTING_INVALID: 'InvalidArgumentException',
  CHANNEL_QUOTA_EXCEEDED: 'LimitExceededException',
  STREAM_HAS_CHANNELS: 'ResourceInUseException',
  SUBSCRIPTION_EXISTS: 'ResourceInUseException',
  SUBSCRIPTION_TAKEN_OVER: 'ResourceInUseException',
  SHARD_NOT_FOUND: 'ResourceNotFoundException',
  SHARD_CLOSED: 'InvalidArgumentException',
  SHARDS_NOT_ADJACENT: 'InvalidArgumentException',
  SHARD_RATE_EXCEEDED: 'ProvisionedThroughputExceededException',
  RECORD_TOO_LARGE: 'ValidationException',
  RECORDS_TOO_LARGE: 'InvalidArgumentException',
  HASH_KEY_INVALID: 'InvalidArgumentException',
  SEQUENCE_NUMBER_INVALID: 'InvalidArgumentException',
  TIMESTAMP_INVALID: 'InvalidArgumentException',
  ITERATOR_INVALID: 'InvalidArgumentException',
  ITERATOR_EXPIRED: 'ExpiredIteratorException',
  NEXT_TOKEN_INVALID: 'InvalidArgumentException',
  NEXT_TOKEN_EXPIRED: 'ExpiredNextTokenException',
  LOG_BUSY: 'ServiceUnavailable',
}

export function kinesisError(code: KinesisErrorCode, message: string, cause?: unknown): AwsError {
  return new AwsError(code, message, { ...kinesisErrors[code], cause })
}

export const invalidArgument = (message: string): AwsError =>
  kinesisError('InvalidArgumentException', message)

/** What the caller is told of a failure of the streams. Undefined for one that is none of its business. */
export function toKinesisError(error: CodedError): AwsError | undefined {
  if (!Object.hasOwn(byDomainCode, error.code)) return undefined
  const message = error.code === 'LOG_BUSY' ? '' : error.message
  return kinesisError(byDomainCode[error.code as keyof typeof byDomainCode], message, error)
}
