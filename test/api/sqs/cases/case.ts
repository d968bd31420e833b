import type { SQSOperations } from '../../../../src/api/sqs/shapes.ts'

/*
 * What an operation answers, as data: the same cases run in process in both protocols, and through the AWS SDK over a
 * socket. They share a server on which `worldCalls` were made, and none leaves anything that another could see. `%URL%` stands
 * for where the server is.
 */
export interface Case {
  /** Continues the operation's name: "refuses …", "gives …". */
  readonly name: string
  readonly input: object
  readonly output?: object
  readonly error?: ExpectedError
  /** True for an input that the SDK does not send as it is, or Query cannot say. */
  readonly notBySdk?: boolean
  readonly notByQuery?: boolean
}

export type CasesOf = readonly [keyof SQSOperations, readonly Case[]]

export interface ExpectedError {
  /** In Query, and in the header of JSON. */
  readonly code: string
  /** In the body of JSON: the name of the shape. */
  readonly type: string
  readonly message: string | RegExp
  /** In Query, where it is another. */
  readonly queryMessage?: string | RegExp
  readonly status?: number
}

export const url = (name: string, account = '000000000000') => `%URL%/${account}/${name}`

/** Calls that make the world of the cases, in order. */
export const worldCalls = [
  ['CreateQueue', { QueueName: 'dead' }],
  ['CreateQueue', { QueueName: 'orders', Attributes: { VisibilityTimeout: '40' }, tags: { team: 'a b' } }],
  [
    'SetQueueAttributes',
    {
      QueueUrl: url('orders'),
      Attributes: {
        RedrivePolicy:
          '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":"5"}',
      },
    },
  ],
] as const

export const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`

export const notFound: ExpectedError = {
  code: 'AWS.SimpleQueueService.NonExistentQueue',
  type: 'com.amazonaws.sqs#QueueDoesNotExist',
  message: 'The specified queue does not exist.',
  queryMessage: 'The specified queue does not exist for this wsdl version.',
}

/** What an error's answer has, by protocol. */
export function answerOf(
  { type, status = 400, code, message, queryMessage = message }: ExpectedError,
  protocol: 'json' | 'query',
) {
  return protocol === 'json' ? { status, code, message, type } : { status, code, message: queryMessage }
}

const common = (code: string, name: string, message: string | RegExp): ExpectedError => ({
  code,
  type: `com.amazon.coral.service#${name}`,
  message,
})
export const invalidParameter = (message: string | RegExp) =>
  common('InvalidParameterValue', 'InvalidParameterValueException', message)
export const missing = (parameter: string) =>
  common(
    'MissingParameter',
    'MissingRequiredParameterException',
    `The request must contain the parameter ${parameter}.`,
  )

/** An error of the model. @param code in Query, where it is another */
export const modelError = (name: string, message: string | RegExp, code = name): ExpectedError => ({
  code,
  type: `com.amazonaws.sqs#${name}`,
  message,
})
export const batchError = (name: string, message: string) =>
  modelError(name, message, `AWS.SimpleQueueService.${name}`)

/** What every operation that takes a QueueUrl answers to bad ones. `rest` makes the input complete. */
export function addressCases(rest: object): Case[] {
  return [
    { name: 'asks for a QueueUrl', input: rest, error: missing('QueueUrl') },
    {
      name: 'asks for a QueueUrl that is not empty',
      input: { ...rest, QueueUrl: '' },
      error: missing('QueueUrl'),
      notBySdk: true,
    },
    {
      name: 'refuses an address that is none of a queue',
      input: { ...rest, QueueUrl: '%URL%/orders' },
      error: {
        ...modelError('InvalidAddress', '/orders is not valid for this endpoint.'),
        message: /^The address .*\/orders is not valid for this endpoint\.$/,
        status: 404,
      },
    },
    { name: 'knows no queue of another name', input: { ...rest, QueueUrl: url('absent') }, error: notFound },
    {
      name: 'knows no queue of another account',
      input: { ...rest, QueueUrl: url('orders', '111111111111') },
      error: notFound,
    },
  ]
}

/** What every batch answers to entries that make none. @param entry an entry without its id */
export function batchCases(entryName: string, entry: object): Case[] {
  const batch = (...ids: string[]) => ({
    QueueUrl: url('orders'),
    Entries: ids.map((Id) => ({ Id, ...entry })),
  })
  return [
    {
      name: 'refuses a batch without an entry',
      input: batch(),
      error: batchError('EmptyBatchRequest', `There should be at least one ${entryName} in the request.`),
    },
    {
      name: 'refuses eleven entries',
      input: batch(...'abcdefghijk'),
      error: batchError(
        'TooManyEntriesInBatchRequest',
        'Maximum number of entries per request are 10. You have sent 11.',
      ),
    },
    {
      name: 'refuses an id twice',
      input: batch('a', 'b', 'a'),
      error: batchError('BatchEntryIdsNotDistinct', 'Id a repeated.'),
    },
    ...['this:should:fail', 'a'.repeat(81)].map((id) => ({
      name: `refuses the id ${id.slice(0, 20)}`,
      input: batch(id),
      error: batchError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      ),
    })),
    {
      name: 'asks for the id of an entry',
      input: { ...batch(), Entries: [entry] },
      error: missing(`${entryName}.1.Id`),
    },
  ]
}
