import type { CodedError } from '../../base/index.ts'
import type { FirehoseErrorCode } from '../../firehose-sink/index.ts'
import { AwsError } from '../../wire/index.ts'

/** Every error of its own that this API returns. Source: Firehose API Reference, "Errors" of each action. */
const firehoseErrors = {
  ConcurrentModificationException: { status: 400, retryable: false },
  InvalidArgumentException: { status: 400, retryable: false },
  LimitExceededException: { status: 400, retryable: true },
  ResourceInUseException: { status: 400, retryable: false },
  ResourceNotFoundException: { status: 400, retryable: false },
  ServiceUnavailableException: { status: 500, retryable: true },
} as const

type AwsCode = keyof typeof firehoseErrors

/** The others are for whoever starts the server, or looks after a destination. */
type CallErrorCode = Exclude<
  FirehoseErrorCode,
  'FIREHOSE_EVENT_UNKNOWN' | 'FIREHOSE_DELIVERY_FAILED' | 'FIREHOSE_PEER_MISSING'
>

const byDomainCode: Readonly<Record<CallErrorCode | 'LOG_BUSY', AwsCode>> = {
  FIREHOSE_NOT_FOUND: 'ResourceNotFoundException',
  FIREHOSE_EXISTS: 'ResourceInUseException',
  FIREHOSE_NOT_ACTIVE: 'ResourceInUseException',
  FIREHOSE_VERSION_STALE: 'ConcurrentModificationException',
  FIREHOSE_SETTING_INVALID: 'InvalidArgumentException',
  FIREHOSE_OVER_LIMIT: 'LimitExceededException',
  FIREHOSE_PUT_REFUSED: 'InvalidArgumentException',
  FIREHOSE_SLOW_DOWN: 'ServiceUnavailableException',
  LOG_BUSY: 'ServiceUnavailableException',
}

export function firehoseError(code: AwsCode, message: string, cause?: unknown): AwsError {
  return new AwsError(code, message, { ...firehoseErrors[code], cause })
}

/** What the caller is told of a failure of the delivery streams. Undefined for one that is none of its business. */
export function toFirehoseError(error: CodedError): AwsError | undefined {
  if (!Object.hasOwn(byDomainCode, error.code)) return undefined
  const message = error.code === 'LOG_BUSY' ? 'Slow down.' : error.message
  return firehoseError(byDomainCode[error.code as keyof typeof byDomainCode], message, error)
}
