import { arnOf, type Case, invalid, invalidArgument, sources, streamArnCases } from './case.ts'

export const cases: Case<'ListStreamConsumers'>[] = [
  ...streamArnCases({}),
  {
    name: 'gives the consumers of a stream',
    input: { StreamARN: arnOf('orders') },
    output: { Consumers: [{ ConsumerName: 'reader', ConsumerStatus: 'ACTIVE' }] },
  },
  {
    name: 'gives none of a stream without consumers',
    input: { StreamARN: arnOf('large') },
    output: { Consumers: [] },
  },
  {
    name: 'knows no stream of another time',
    input: { StreamARN: arnOf('orders'), StreamCreationTimestamp: new Date(1000) },
    error: {
      code: 'ResourceNotFoundException',
      message: 'Stream orders under account 000000000000 not found.',
    },
  },
  {
    name: 'refuses a NextToken beside a StreamCreationTimestamp',
    input: { StreamARN: arnOf('orders'), NextToken: 'a', StreamCreationTimestamp: new Date(1000) },
    error: invalidArgument('NextToken and StreamCreationTimestamp cannot be provided together.'),
    source: 'rule: API_ListStreamConsumers; wording ours',
  },
  {
    name: 'refuses a NextToken that is none',
    input: { StreamARN: arnOf('orders'), NextToken: 'AAAA' },
    error: invalidArgument('Invalid NextToken.'),
    source: 'wording ours',
  },
  {
    name: 'refuses a page of none',
    input: { StreamARN: arnOf('orders'), MaxResults: 0 },
    error: invalid(
      "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ),
    source: sources.value,
  },
]
