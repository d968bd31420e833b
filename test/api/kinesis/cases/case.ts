import type { KinesisOperations } from '../../../../src/api/kinesis/shapes.ts'

/*
 * What an operation answers, as data: the same cases run in process and through the AWS SDK over a socket. They share
 * a server on which `worldCalls` were made, and none leaves anything that another could see.
 */
export type Case<Name extends keyof KinesisOperations = keyof KinesisOperations> = CaseOf<Name> &
  ({ readonly output: object } | { readonly error: ExpectedError })

interface CaseOf<Name extends keyof KinesisOperations> {
  /** Continues the operation's name: "refuses …", "gives …". */
  readonly name: string
  readonly input: KinesisOperations[Name]['input'] | object
  /** True for an input that the SDK does not send to the endpoint it was given. */
  readonly notBySdk?: boolean
  /** Where the expectation comes from; absent for one of our own. */
  readonly source?: string
}

export interface ExpectedError {
  readonly code: string
  readonly message: string | RegExp
}

/* Where users have published what AWS answers to a broken constraint. The constraints themselves are in the model. */
export const sources = {
  absent: 'required in the model; the wording is that of https://github.com/snowplow/enrich/issues/377',
  length:
    'the limit is in the model; the wording is that of https://github.com/awslabs/dynamodb-continuous-backup/issues/5',
  empty:
    'the limit is in the model; the wording is that of https://github.com/awslabs/aws-fluent-plugin-kinesis/issues/44',
  value: 'the limit is in the model; the wording is that of https://github.com/boto/boto/pull/1584',
  pattern:
    'the pattern is in the model; the wording is that of https://github.com/mcohen01/amazonica/issues/468',
  several:
    'the constraints are in the model; how they are joined: https://github.com/osquery/osquery/issues/3568',
} as const

const account = '000000000000'
const region = 'us-east-1'
export const arnOf = (name: string) => `arn:aws:kinesis:${region}:${account}:stream/${name}`

/** Calls that make the world of the cases, in order. */
export const worldCalls = [
  ['CreateStream', { StreamName: 'orders', ShardCount: 3 }],
  ['CreateStream', { StreamName: 'large', ShardCount: 1, MaxRecordSizeInKiB: 2048 }],
  ['CreateStream', { StreamName: 'demand', StreamModeDetails: { StreamMode: 'ON_DEMAND' } }],
  ['AddTagsToStream', { StreamName: 'large', Tags: { team: 'a b', stage: '' } }],
  ['RegisterStreamConsumer', { StreamARN: arnOf('orders'), ConsumerName: 'reader' }],
] as const

export const notFound = (name: string, of = account): ExpectedError => ({
  code: 'ResourceNotFoundException',
  message: `Stream ${name} under account ${of} not found.`,
})

export const invalidArgument = (message: string): ExpectedError => ({
  code: 'InvalidArgumentException',
  message,
})

/** AWS documents StreamId as "Not Implemented. Reserved for future use.", and the SDK makes a host name of it. */
export const streamIdCase = (input: object): Case => ({
  name: 'refuses a StreamId',
  input: { ...input, StreamId: 'abcdefghij0123456789-abc' },
  error: invalidArgument('StreamId is not implemented.'),
  notBySdk: true,
  source: 'wording ours; the API pages say no more than "Not Implemented"',
})

export const invalid = (...violations: string[]): ExpectedError => ({
  code: 'ValidationException',
  message: `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: ${violations.join('; ')}`,
})

/** What operations answer to a StreamARN that no stream has. `rest` makes the input complete. */
export function streamArnCases(rest: object): Case[] {
  const of = (accountId: string, regionName: string, name: string) =>
    `arn:aws:kinesis:${regionName}:${accountId}:stream/${name}`
  return [
    {
      name: 'refuses an input without a StreamARN',
      input: rest,
      error: invalid("Value null at 'streamARN' failed to satisfy constraint: Member must not be null"),
      source: sources.absent,
    },
    {
      name: 'knows no stream of another name',
      input: { ...rest, StreamARN: arnOf('absent') },
      error: notFound('absent'),
      source: 'https://github.com/evansolomon/nodejs-kinesis-client-library/issues/5',
    },
    {
      name: 'knows no stream of another account',
      input: { ...rest, StreamARN: of('111111111111', region, 'orders') },
      error: notFound('orders', '111111111111'),
    },
    {
      name: 'knows no stream of another region',
      input: { ...rest, StreamARN: of(account, 'eu-west-1', 'orders') },
      error: notFound('orders'),
    },
    streamIdCase({ ...rest, StreamARN: arnOf('orders') }),
  ]
}

/** How AWS names a consumer: https://github.com/awslabs/kinesis-hot-shard-advisor/issues/37 */
export const consumerText = (name: string, stream: string, seconds?: number, of = account) =>
  `Consumer ${name}${seconds === undefined ? '' : ` with creation timestamp ${seconds}`} under stream: ${stream} , ` +
  `account ${of}`

/** What operations answer to the wrong names of a consumer, by which they take it in either way. */
export const consumerCases: Case[] = [
  ...[{}, { ConsumerName: 'reader' }, { StreamARN: arnOf('orders') }].map(
    (input): Case => ({
      name: `refuses an input with no more than ${Object.keys(input).join()}`,
      input,
      error: invalidArgument(
        'Both streamARN and consumer name must be provided if consumerARN is not provied.',
      ),
      source: 'https://github.com/aws/aws-sdk-java-v2/issues/4737',
    }),
  ),
  {
    name: 'refuses a ConsumerName that is not that of the ARN',
    input: { ConsumerARN: `${arnOf('orders')}/consumer/reader:1`, ConsumerName: 'other' },
    error: invalidArgument(
      `ConsumerName other does not match ConsumerARN ${arnOf('orders')}/consumer/reader:1.`,
    ),
  },
  {
    name: 'refuses a StreamARN that is not that of the ARN',
    input: { ConsumerARN: `${arnOf('orders')}/consumer/reader:1`, StreamARN: arnOf('large') },
    error: invalidArgument(
      `StreamARN ${arnOf('large')} does not match ConsumerARN ${arnOf('orders')}/consumer/reader:1.`,
    ),
  },
  {
    name: 'knows no consumer of another name',
    input: { StreamARN: arnOf('orders'), ConsumerName: 'absent' },
    error: {
      code: 'ResourceNotFoundException',
      message: `${consumerText('absent', 'orders')} not found.`,
    },
    source: 'wording ours',
  },
  {
    name: 'knows no consumer of another time',
    input: { ConsumerARN: `${arnOf('orders')}/consumer/reader:1` },
    error: {
      code: 'ResourceNotFoundException',
      message: `${consumerText('reader', 'orders', 1)} not found.`,
    },
    source: 'wording ours',
  },
  {
    name: 'knows no consumer of another account',
    input: { ConsumerARN: 'arn:aws:kinesis:us-east-1:111111111111:stream/orders/consumer/reader:1' },
    error: {
      code: 'ResourceNotFoundException',
      message: `${consumerText('reader', 'orders', 1, '111111111111')} not found.`,
    },
    source: 'wording ours',
  },
  {
    name: 'knows no consumer of another region',
    input: { ConsumerARN: 'arn:aws:kinesis:eu-west-1:000000000000:stream/orders/consumer/reader:1' },
    error: {
      code: 'ResourceNotFoundException',
      message: `${consumerText('reader', 'orders', 1)} not found.`,
    },
    source: 'wording ours',
  },
  {
    name: 'knows no consumer of a stream that is not there',
    input: { StreamARN: arnOf('absent'), ConsumerName: 'reader' },
    error: notFound('absent'),
  },
  streamIdCase({ StreamARN: arnOf('orders'), ConsumerName: 'reader' }),
]

const namePattern = 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+'

/** What every operation that takes a StreamName and a StreamARN answers to bad ones. `rest` makes the input complete. */
export function addressCases(rest: object): Case[] {
  return [
    {
      name: 'refuses an input without StreamName and StreamARN',
      input: rest,
      error: invalidArgument('Either StreamName or StreamARN must be provided.'),
    },
    {
      name: 'refuses a StreamARN that is not that of the StreamName',
      input: { ...rest, StreamName: 'orders', StreamARN: arnOf('large') },
      error: invalidArgument(`StreamName orders does not match StreamARN ${arnOf('large')}.`),
    },
    {
      name: 'refuses a StreamName with other characters than names have',
      input: { ...rest, StreamName: 'a b' },
      error: invalid(`Value 'a b' at 'streamName' failed to satisfy constraint: ${namePattern}`),
      source: sources.pattern,
    },
    {
      name: 'refuses a StreamName of 129 characters',
      input: { ...rest, StreamName: 'a'.repeat(129) },
      error: invalid(
        `Value '${'a'.repeat(129)}' at 'streamName' failed to satisfy constraint: ` +
          'Member must have length less than or equal to 128',
      ),
      source: sources.length,
    },
    streamIdCase({ ...rest, StreamName: 'orders' }),
  ]
}

/** What they answer to a stream that is not there. */
export function absentStreamCases(rest: object): Case[] {
  return [
    {
      name: 'knows no stream of another name',
      input: { ...rest, StreamName: 'absent' },
      error: notFound('absent'),
      source: 'https://github.com/evansolomon/nodejs-kinesis-client-library/issues/5',
    },
    {
      name: 'knows no stream of another account',
      input: { ...rest, StreamARN: 'arn:aws:kinesis:us-east-1:111111111111:stream/orders' },
      error: notFound('orders', '111111111111'),
    },
    {
      name: 'knows no stream of another region',
      input: { ...rest, StreamARN: 'arn:aws:kinesis:eu-west-1:000000000000:stream/orders' },
      error: notFound('orders'),
    },
  ]
}
