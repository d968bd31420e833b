import type { SQSOperations } from '../../../src/api/sqs/shapes.ts'
import { arnOf, type ExpectedError, invalidParameter, modelError, url } from './cases/case.ts'

/*
 * The bounds that the SQS API Reference and "Quotas" of the Developer Guide give, one row for each; from a row come the inputs at
 * each bound, which must not be refused for it, and just beyond, which must be.
 */
export interface Bound {
  readonly operation: keyof SQSOperations
  readonly member: string
  readonly min?: number
  readonly max: number
  /** An otherwise good input in which the member is of this value, or length, or count. */
  input(size: number): object
  error(size: number): ExpectedError
  /** True where another queue is needed than `orders`. */
  readonly isFifo?: true
}

const orders = { QueueUrl: url('orders') }
const fifo = { QueueUrl: url('orders.fifo') }
const text = (size: number) => 'a'.repeat(size)
const count = <Item>(size: number, item: (i: number) => Item) =>
  Array.from({ length: size }, (_, i) => item(i))

const outOfRange = (member: string, reason: string) => (value: number) =>
  invalidParameter(`Value ${value} for parameter ${member} is invalid. Reason: ${reason}`)
const badText = (member: string, reason: string) => (size: number) =>
  invalidParameter(`Value ${text(size)} for parameter ${member} is invalid. Reason: ${reason}`)

const value = (
  operation: Bound['operation'],
  member: string,
  [min, max]: [number, number],
  reason: string,
  rest: object = orders,
): Bound => ({
  operation,
  member,
  min,
  max,
  input: (size) => ({ ...rest, [member]: size }),
  error: outOfRange(member, reason),
})

const id = (operation: Bound['operation'], member: string, rest: object): Bound => ({
  operation,
  member,
  max: 128,
  input: (size) => ({ ...rest, [member]: text(size) }),
  error: badText(
    member,
    `${member} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  ),
})

const attribute =
  (operation: Bound['operation'], rest: object) =>
  ([name, min, max]: (typeof attributeRanges)[number]): Bound => ({
    operation,
    member: name,
    min,
    max,
    input: (size) => ({ ...rest, Attributes: { [name]: String(size) } }),
    error: () => modelError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`),
  })

const attributeRanges = [
  ['DelaySeconds', 0, 900],
  ['MaximumMessageSize', 1024, 1_048_576],
  ['MessageRetentionPeriod', 60, 1_209_600],
  ['ReceiveMessageWaitTimeSeconds', 0, 20],
  ['VisibilityTimeout', 0, 43_200],
  ['KmsDataKeyReusePeriodSeconds', 60, 86_400],
] as const

const entries = (operation: Bound['operation'], rest: object): Bound => ({
  operation,
  member: 'Entries',
  max: 10,
  input: (size) => ({ ...orders, Entries: count(size, (i) => ({ Id: `e${i}`, ...rest })) }),
  error: (size) =>
    modelError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${size}.`,
      'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
    ),
})

const entryId = (operation: Bound['operation'], rest: object): Bound => ({
  operation,
  member: 'Entries.1.Id',
  max: 80,
  input: (size) => ({ ...orders, Entries: [{ Id: text(size), ...rest }] }),
  error: () =>
    modelError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      'AWS.SimpleQueueService.InvalidBatchEntryId',
    ),
})

const batches: readonly [Bound['operation'], object][] = [
  ['SendMessageBatch', { MessageBody: 'a' }],
  ['DeleteMessageBatch', { ReceiptHandle: 'a' }],
  ['ChangeMessageVisibilityBatch', { ReceiptHandle: 'a', VisibilityTimeout: 1 }],
]

const send = { ...orders, MessageBody: 'a' }
const sendFifo = { ...fifo, MessageBody: 'a' }
const permission = { AWSAccountIds: ['111111111111'], Actions: ['SendMessage'] }
const visibility = 'Must be between 0 and 43200, if provided.'
const resultsReason = 'MaxResults must be an integer between 1 and 1000.'

export const documentedBounds: readonly Bound[] = [
  value('SendMessage', 'DelaySeconds', [0, 900], 'DelaySeconds must be >= 0 and <= 900.', send),
  id('SendMessage', 'MessageGroupId', { ...sendFifo, MessageDeduplicationId: 'a' }),
  id('SendMessage', 'MessageDeduplicationId', { ...sendFifo, MessageGroupId: 'a' }),
  {
    operation: 'SendMessage',
    member: 'MessageBody',
    max: 1_048_576,
    input: (size) => ({ ...orders, MessageBody: text(size) }),
    error: () =>
      invalidParameter(
        'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
      ),
  },
  {
    operation: 'SendMessage',
    member: 'MessageAttributes',
    max: 10,
    input: (size) => ({
      ...send,
      MessageAttributes: Object.fromEntries(
        count(size, (i) => [`n${i}`, { DataType: 'String', StringValue: 'v' }]),
      ),
    }),
    error: (size) =>
      invalidParameter(`Number of message attributes [${size}] exceeds the allowed maximum [10].`),
  },
  value('ReceiveMessage', 'MaxNumberOfMessages', [1, 10], 'Must be between 1 and 10, if provided.'),
  value('ReceiveMessage', 'VisibilityTimeout', [0, 43_200], visibility),
  id('ReceiveMessage', 'ReceiveRequestAttemptId', fifo),
  value('ChangeMessageVisibility', 'VisibilityTimeout', [0, 43_200], visibility, {
    ...orders,
    ReceiptHandle: 'a',
  }),
  value('ListQueues', 'MaxResults', [1, 1000], resultsReason, {}),
  value('ListDeadLetterSourceQueues', 'MaxResults', [1, 1000], resultsReason, { QueueUrl: url('dead') }),
  value('ListMessageMoveTasks', 'MaxResults', [1, 10], 'You must enter a value between 1 and 10.', {
    SourceArn: arnOf('dead'),
  }),
  value(
    'StartMessageMoveTask',
    'MaxNumberOfMessagesPerSecond',
    [1, 500],
    'You must enter a value between 1 and 500.',
    { SourceArn: arnOf('absent') },
  ),
  {
    operation: 'AddPermission',
    member: 'Label',
    max: 80,
    input: (size) => ({ QueueUrl: url('granted'), ...permission, Label: text(size) }),
    error: badText(
      'Label',
      'It can only include alphanumeric characters, hyphens and underscores. 1 to 80 in length.',
    ),
  },
  {
    operation: 'AddPermission',
    member: 'Actions',
    max: 7,
    input: (size) => ({
      QueueUrl: url('granted'),
      ...permission,
      Label: 'many',
      Actions: count(size, () => 'SendMessage'),
    }),
    error: (size) => ({
      ...modelError('OverLimit', `${size} Actions were found, maximum allowed is 7.`),
      status: 403,
    }),
  },
  {
    operation: 'TagQueue',
    member: 'Tags',
    max: 50,
    input: (size) => ({
      QueueUrl: url('tagged'),
      Tags: Object.fromEntries(count(size, (i) => [`k${i}`, 'v'])),
    }),
    error: () => invalidParameter('A queue can have at most 50 tags.'),
  },
  {
    operation: 'TagQueue',
    member: 'Tags.1.Key',
    max: 128,
    input: (size) => ({ QueueUrl: url('orders'), Tags: { [text(size)]: 'v' } }),
    error: () => invalidParameter('The key of a tag must have 1 to 128 characters.'),
  },
  {
    operation: 'TagQueue',
    member: 'Tags.1.Value',
    max: 256,
    input: (size) => ({ QueueUrl: url('orders'), Tags: { team: text(size) } }),
    error: () => invalidParameter('The value of a tag can have at most 256 characters.'),
  },
  {
    operation: 'CreateQueue',
    member: 'QueueName',
    max: 80,
    input: (size) => ({ QueueName: text(size) }),
    error: () =>
      invalidParameter(
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      ),
  },
  ...attributeRanges.map(attribute('SetQueueAttributes', { QueueUrl: url('granted') })),
  ...attributeRanges.map(attribute('CreateQueue', { QueueName: 'granted' })),
  ...batches.flatMap(([operation, rest]) => [entries(operation, rest), entryId(operation, rest)]),
]
