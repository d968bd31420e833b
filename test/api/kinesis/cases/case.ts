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
