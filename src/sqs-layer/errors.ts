import { CodedError, hasCode } from '../base/index.ts'

/*
 * What a caller of the queues can be told. The messages are those of AWS, as seen in the answers that users have
 * published, unless said otherwise. Whether a value is repeated in front ("Value ... for parameter ... is invalid.
 * Reason: ...") depends on the protocol, and is the API's to do.
 */
export type SqsErrorCode =
  | 'QUEUE_NOT_FOUND'
  | 'QUEUE_EXISTS'
  | 'QUEUE_DELETED_RECENTLY'
  | 'QUEUE_SETTING_INVALID'
  | 'QUEUE_PURGE_IN_PROGRESS'
  | 'QUEUE_OVER_LIMIT'
  | 'QUEUE_RATE_EXCEEDED'
  | 'QUEUE_EVENT_UNKNOWN'
  | 'MESSAGE_TOO_LARGE'
  | 'MESSAGE_BATCH_TOO_LARGE'
  | 'MESSAGE_PARAMETER_MISSING'
  | 'MESSAGE_PARAMETER_INVALID'
  | 'MESSAGE_NOT_IN_FLIGHT'
  | 'RECEIPT_INVALID'
  | 'RECEIPT_EXPIRED'
  | 'VISIBILITY_OVER_LIMIT'
  | 'MOVE_TASK_INVALID'
  | 'MOVE_DESTINATION_NOT_FOUND'
  | 'MOVE_TASK_RUNNING'
  | 'MOVE_TASKS_OVER_LIMIT'
  | 'MOVE_TASK_NOT_FOUND'

export type SqsError = CodedError<SqsErrorCode>

/** Of JSON, as we know it: the source that could be found is of Query, which adds "for this wsdl version" (src/api/sqs/errors.ts). */
export const queueNotFound = (): SqsError =>
  new CodedError('QUEUE_NOT_FOUND', 'The specified queue does not exist.')

/** Source: https://github.com/freeCodeCamp/mail-for-good/issues/159 */
export const queueExists = (attribute: string): SqsError =>
  new CodedError(
    'QUEUE_EXISTS',
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
  )

/** Source: https://github.com/hashicorp/terraform/issues/15139 */
export const queueDeletedRecently = (): SqsError =>
  new CodedError(
    'QUEUE_DELETED_RECENTLY',
    'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    { retryable: true },
  )

/** Settings that do not go together, or not with other queues. Text ours, but for the reason that it gives. */
export const invalidSetting = (attribute: string, value: string, reason: string): SqsError =>
  new CodedError(
    'QUEUE_SETTING_INVALID',
    `Value ${value} for parameter ${attribute} is invalid. Reason: ${reason}`,
  )

/** Source: https://github.com/aws/aws-sdk-js/issues/4506 */
export const purgeInProgress = (queue: string): SqsError =>
  new CodedError(
    'QUEUE_PURGE_IN_PROGRESS',
    `Only one PurgeQueue operation on ${queue} is allowed every 60 seconds.`,
    { retryable: true },
  )

/** Source: https://github.com/Cbsoftware/pressureNET-server/issues/74 */
export const overInFlightLimit = (): SqsError =>
  new CodedError(
    'QUEUE_OVER_LIMIT',
    'Too many messages have been received without being deleted. ' +
      'Please delete your received messages or let them timeout before receiving more.',
    { retryable: true },
  )

/** Source: https://github.com/Particular/docs.particular.net/pull/3438 */
export const rateExceeded = (): SqsError =>
  new CodedError('QUEUE_RATE_EXCEEDED', 'Request is throttled.', { retryable: true })

/** For the person who starts the server. */
export const unknownQueueEvent = (kind: unknown): SqsError =>
  new CodedError(
    'QUEUE_EVENT_UNKNOWN',
    `a log of the queues has an event of the kind ${String(kind)}, which this version of Millrace does not know`,
  )

/** Source: https://github.com/datacite/lupo/issues/104, of the limit of its time. */
export const messageTooLarge = (bytesMax: number): SqsError =>
  new CodedError(
    'MESSAGE_TOO_LARGE',
    `One or more parameters are invalid. Reason: Message must be shorter than ${bytesMax} bytes.`,
  )

/** Source: https://github.com/vmihailenco/taskq/issues/36, of the limit of its time. */
export const batchTooLarge = (bytesMax: number, bytes: number): SqsError =>
  new CodedError(
    'MESSAGE_BATCH_TOO_LARGE',
    `Batch requests cannot be longer than ${bytesMax} bytes. You have sent ${bytes} bytes.`,
  )

/** Source: https://github.com/aws/aws-sdk-js/issues/1279 */
export const missingParameter = (name: string): SqsError =>
  new CodedError('MESSAGE_PARAMETER_MISSING', `The request must contain the parameter ${name}.`)

/** Source: https://github.com/awslabs/amazon-sqs-java-messaging-lib/issues/97 */
export const noDeduplicationId = (): SqsError =>
  new CodedError(
    'MESSAGE_PARAMETER_INVALID',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  )

/** @param reason AWS's: `The request include parameter that is not valid for this queue type` */
export const invalidParameter = (name: string, value: string, reason: string): SqsError =>
  new CodedError(
    'MESSAGE_PARAMETER_INVALID',
    `Value ${value} for parameter ${name} is invalid. Reason: ${reason}.`,
  )

/** Source: https://github.com/mapbox/ecs-watchbot/issues/135. Without the value, which the API puts in front: the handle. */
export const notInFlight = (): SqsError =>
  new CodedError(
    'MESSAGE_NOT_IN_FLIGHT',
    'Message does not exist or is not available for visibility timeout change.',
  )

/** Source: https://repost.aws/knowledge-center/sqs-receipt-handle-error */
export const invalidReceipt = (handle: string): SqsError =>
  new CodedError('RECEIPT_INVALID', `The input receipt handle "${handle}" is not a valid receipt handle.`)

/** One of another queue. Source: https://github.com/aws/aws-sdk-java-v2/issues/3101 */
export const foreignReceipt = (handle: string): SqsError =>
  new CodedError('RECEIPT_INVALID', `The receipt handle "${handle}" is not valid for this queue.`)

/** Source: https://github.com/aws/aws-sdk-js/issues/1279. Without the value, which the API puts in front. */
export const expiredReceipt = (): SqsError =>
  new CodedError('RECEIPT_EXPIRED', 'The receipt handle has expired.')

/** Source: https://github.com/localstack/localstack/issues/3956 */
export const visibilityOverLimit = (seconds: number, secondsMax: number): SqsError =>
  new CodedError(
    'VISIBILITY_OVER_LIMIT',
    `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is ` +
      `beyond the limit [${secondsMax} seconds]`,
  )

/** Text ours. */
export const invalidMoveTask = (reason: string): SqsError => new CodedError('MOVE_TASK_INVALID', reason)

/** Source of the text, and of what it is to clients (InvalidParameterValue): https://github.com/floci-io/floci/pull/910 */
export const moveTaskRunning = (): SqsError =>
  new CodedError(
    'MOVE_TASK_RUNNING',
    'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
  )

/** Text on the pattern of that about a SourceArn. */
export const moveDestinationNotFound = (): SqsError =>
  new CodedError(
    'MOVE_DESTINATION_NOT_FOUND',
    "The resource that you specified for the DestinationArn parameter doesn't exist.",
  )

/** Text ours. */
export const tooManyMoveTasks = (countMax: number): SqsError =>
  new CodedError(
    'MOVE_TASKS_OVER_LIMIT',
    `Too many active tasks. An account can have at most ${countMax} of them at a given time.`,
    { retryable: true },
  )

/** Text ours. */
export const moveTaskNotFound = (): SqsError =>
  new CodedError('MOVE_TASK_NOT_FOUND', 'The task does not exist, or is not active.')

/** What LogStore.commit has thrown, as who called the queue is told: a log that is dropped is that of a queue which was just deleted. */
export function unlessDropped(error: unknown): unknown {
  return hasCode(error, 'LOG_DROPPED') ? queueNotFound() : error
}
