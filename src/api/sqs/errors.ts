import { assert, type CodedError } from '../../base/index.ts'
import type { SqsErrorCode } from '../../sqs-layer/index.ts'
import { AwsError } from '../../wire/index.ts'
import { sqsModel } from './model.ts'

/**
 * The errors of the model that this API returns. Their codes in Query and their statuses are in the model. Not returned:
 * InvalidSecurity and those about KMS, whose times come with signatures and keys; InvalidIdFormat, which is deprecated; and
 * MessageNotInflight, instead of which AWS says InvalidParameterValue.
 */
export type SqsModelError =
  | 'BatchEntryIdsNotDistinct'
  | 'BatchRequestTooLong'
  | 'EmptyBatchRequest'
  | 'InvalidAddress'
  | 'InvalidAttributeName'
  | 'InvalidAttributeValue'
  | 'InvalidBatchEntryId'
  | 'InvalidMessageContents'
  | 'OverLimit'
  | 'PurgeQueueInProgress'
  | 'QueueDeletedRecently'
  | 'QueueDoesNotExist'
  | 'QueueNameExists'
  | 'ReceiptHandleIsInvalid'
  | 'RequestThrottled'
  | 'ResourceNotFoundException'
  | 'TooManyEntriesInBatchRequest'
  | 'UnsupportedOperation'

interface CommonError {
  readonly queryCode: string
  readonly status: number
}

/**
 * Errors of AWS's framework, which no model has. Source of the first name: https://github.com/http4k/http4k/pull/1336; of the
 * others "Common Errors" of the SQS API Reference, and the form of their names is that of the first.
 */
const commonErrors = {
  InvalidParameterValueException: { queryCode: 'InvalidParameterValue', status: 400 },
  MissingRequiredParameterException: { queryCode: 'MissingParameter', status: 400 },
  ServiceUnavailable: { queryCode: 'ServiceUnavailable', status: 503 },
} as const satisfies Record<string, CommonError>

type SqsCommonError = keyof typeof commonErrors

/** Texts that Query has had since before there was JSON. Source: https://github.com/softwaremill/elasticmq/issues/825, "With AWS". */
const queryMessages: { readonly [Name in SqsModelError]?: string } = {
  QueueDoesNotExist: 'The specified queue does not exist for this wsdl version.',
}

const retryable: ReadonlySet<string> = new Set<SqsModelError>([
  'OverLimit',
  'PurgeQueueInProgress',
  'QueueDeletedRecently',
  'RequestThrottled',
])

/** The others are for whoever starts the server. */
type CallErrorCode = Exclude<SqsErrorCode, 'QUEUE_EVENT_UNKNOWN'>

const byDomainCode: Readonly<Record<CallErrorCode | 'LOG_BUSY', SqsModelError | SqsCommonError>> = {
  QUEUE_NOT_FOUND: 'QueueDoesNotExist',
  QUEUE_EXISTS: 'QueueNameExists',
  QUEUE_DELETED_RECENTLY: 'QueueDeletedRecently',
  QUEUE_SETTING_INVALID: 'InvalidParameterValueException',
  QUEUE_PURGE_IN_PROGRESS: 'PurgeQueueInProgress',
  QUEUE_OVER_LIMIT: 'OverLimit',
  QUEUE_RATE_EXCEEDED: 'RequestThrottled',
  MESSAGE_TOO_LARGE: 'InvalidParameterValueException',
  MESSAGE_BATCH_TOO_LARGE: 'BatchRequestTooLong',
  MESSAGE_PARAMETER_MISSING: 'MissingRequiredParameterException',
  MESSAGE_PARAMETER_INVALID: 'InvalidParameterValueException',
  MESSAGE_NOT_IN_FLIGHT: 'InvalidParameterValueException',
  RECEIPT_INVALID: 'ReceiptHandleIsInvalid',
  RECEIPT_EXPIRED: 'InvalidParameterValueException',
  VISIBILITY_OVER_LIMIT: 'InvalidParameterValueException',
  MOVE_TASK_INVALID: 'InvalidParameterValueException',
  MOVE_DESTINATION_NOT_FOUND: 'ResourceNotFoundException',
  MOVE_TASK_RUNNING: 'InvalidParameterValueException',
  MOVE_TASKS_OVER_LIMIT: 'UnsupportedOperation',
  MOVE_TASK_NOT_FOUND: 'ResourceNotFoundException',
  LOG_BUSY: 'ServiceUnavailable',
}

export function sqsError(name: SqsModelError | SqsCommonError, message: string, cause?: unknown): AwsError {
  if (isCommon(name)) {
    return new AwsError(name, message, {
      ...commonErrors[name],
      namespace: 'com.amazon.coral.service',
      cause,
    })
  }
  const model = sqsModel.errors.get(name)
  assert(model !== undefined, `the model has no error ${name}`)
  const { status, queryCode } = model
  const queryMessage = queryMessages[name]
  return new AwsError(name, message, {
    status,
    queryCode,
    ...(queryMessage !== undefined && { queryMessage }),
    namespace: 'com.amazonaws.sqs',
    retryable: retryable.has(name),
    cause,
  })
}

function isCommon(name: string): name is SqsCommonError {
  return Object.hasOwn(commonErrors, name)
}

/** What the caller is told of a failure of the queues. Undefined for one that is none of its business. */
export function toSqsError(error: CodedError): AwsError | undefined {
  if (!Object.hasOwn(byDomainCode, error.code)) return undefined
  const message = error.code === 'LOG_BUSY' ? '' : error.message
  return sqsError(byDomainCode[error.code as keyof typeof byDomainCode], message, error)
}

/** What is told of one message or one receipt handle that a call could do nothing with. */
export function entryError(error: CodedError<SqsErrorCode>, receiptHandle?: string): AwsError {
  const needsValue = error.code === 'MESSAGE_NOT_IN_FLIGHT' || error.code === 'RECEIPT_EXPIRED'
  if (receiptHandle !== undefined && needsValue) {
    return invalidValue('ReceiptHandle', receiptHandle, error.message)
  }
  const known = toSqsError(error)
  assert(known !== undefined, `no entry fails with ${error.code}`)
  return known
}

/** Source of the form: https://github.com/aws/aws-sdk-java/issues/197. @param reason a sentence */
export const invalidValue = (parameter: string, value: unknown, reason: string): AwsError =>
  invalidParameter(`Value ${shown(value)} for parameter ${parameter} is invalid. Reason: ${reason}`)

export const invalidParameter = (message: string): AwsError =>
  sqsError('InvalidParameterValueException', message)

/** Source: https://github.com/aws/aws-sdk-js/issues/1279. */
export const missingParameter = (name: string): AwsError =>
  sqsError('MissingRequiredParameterException', `The request must contain the parameter ${name}.`)

/** The text is the one that users of several SDKs have published; it names the attribute. */
export const unknownAttribute = (name: string): AwsError =>
  sqsError('InvalidAttributeName', `Unknown Attribute ${shown(name)}.`)

/** Source: https://github.com/apache/airflow/issues/65592. */
export const invalidAttribute = (name: string): AwsError =>
  sqsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`)

/** Characters of a refused value that an error shows. AWS shows all of it; a body may be megabytes. */
const shownMax = 4096

function shown(value: unknown): string {
  const text = String(value)
  return text.length <= shownMax ? text : `${text.slice(0, shownMax)}...`
}
