import {
  absentStreamCases,
  addressCases,
  arnOf,
  type Case,
  consumerText,
  invalid,
  invalidArgument,
  notFound,
  streamIdCase,
} from './case.ts'

const illegal = invalidArgument(
  'The tag with the key a;b has illegal characters. ' +
    'Allowed are Unicode letters, digits, white space, and _ . : / = + - % @',
)
const reserved = invalidArgument('The tag key aws:x begins with aws:, which is reserved for AWS.')
const many = Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`key${i}`, '']))
const tooMany = invalidArgument('Stream large under account 000000000000 cannot have 51 tags. Limit: 50.')
const emptyTags = invalid(
  "Value '{}' at 'tags' failed to satisfy constraint: Member must have length greater than or equal to 1",
)

export const addTagsToStream: Case<'AddTagsToStream'>[] = [
  ...addressCases({ Tags: { a: 'b' } }),
  ...absentStreamCases({ Tags: { a: 'b' } }),
  { name: 'refuses other characters', input: { StreamName: 'large', Tags: { 'a;b': 'c' } }, error: illegal },
  {
    name: 'refuses the prefix of AWS',
    input: { StreamName: 'large', Tags: { 'aws:x': '' } },
    error: reserved,
  },
  { name: 'refuses tags that make 51', input: { StreamName: 'large', Tags: many }, error: tooMany },
  { name: 'refuses no tags', input: { StreamName: 'large', Tags: {} }, error: emptyTags },
  {
    name: 'takes tags that the stream has',
    input: { StreamARN: arnOf('large'), Tags: { team: 'a b' } },
    output: {},
  },
]

export const removeTagsFromStream: Case<'RemoveTagsFromStream'>[] = [
  ...addressCases({ TagKeys: ['a'] }),
  ...absentStreamCases({ TagKeys: ['a'] }),
  {
    name: 'takes keys that no tag has',
    input: { StreamName: 'large', TagKeys: ['other', 'Team'] },
    output: {},
  },
]

export const listTagsForStream: Case<'ListTagsForStream'>[] = [
  ...addressCases({}),
  ...absentStreamCases({}),
  {
    name: 'gives the tags by key',
    input: { StreamName: 'large' },
    output: {
      Tags: [
        { Key: 'stage', Value: '' },
        { Key: 'team', Value: 'a b' },
      ],
      HasMoreTags: false,
    },
  },
  {
    name: 'gives a page, and says that there is more',
    input: { StreamName: 'large', Limit: 1 },
    output: { Tags: [{ Key: 'stage', Value: '' }], HasMoreTags: true },
  },
  {
    name: 'goes on behind a key, which need not be one',
    input: { StreamName: 'large', Limit: 1, ExclusiveStartTagKey: 'stages' },
    output: { Tags: [{ Key: 'team', Value: 'a b' }], HasMoreTags: false },
  },
  {
    name: 'gives no tags of a stream without any',
    input: { StreamName: 'orders' },
    output: { Tags: [], HasMoreTags: false },
  },
]

/** What is answered to a ResourceARN that names nothing. `rest` makes the input complete. */
export function resourceCases(rest: object): Case[] {
  return [
    {
      name: 'knows no stream of another name',
      input: { ...rest, ResourceARN: arnOf('absent') },
      error: notFound('absent'),
    },
    {
      name: 'knows no stream of another account',
      input: { ...rest, ResourceARN: 'arn:aws:kinesis:us-east-1:111111111111:stream/orders' },
      error: notFound('orders', '111111111111'),
    },
    {
      name: 'knows no consumer',
      input: { ...rest, ResourceARN: `${arnOf('orders')}/consumer/app:1` },
      error: {
        code: 'ResourceNotFoundException',
        message: `${consumerText('app', 'orders', 1)} not found.`,
      },
    },
    {
      name: 'refuses a queue that is not there',
      input: { ...rest, ResourceARN: 'arn:aws:kinesis:us-east-1:000000000000:queue/x' },
      error: {
        code: 'ResourceNotFoundException',
        message: 'Queue arn:aws:kinesis:us-east-1:000000000000:queue/x not found.',
      },
      notBySdk: true,
    },
    {
      name: 'refuses a channel that is not there',
      input: { ...rest, ResourceARN: 'arn:aws:kinesis:us-east-1:000000000000:channel/x' },
      error: {
        code: 'ResourceNotFoundException',
        message: 'Channel arn:aws:kinesis:us-east-1:000000000000:channel/x not found.',
      },
      notBySdk: true,
    },
    {
      name: 'refuses what is no ARN',
      input: { ...rest, ResourceARN: 'orders' },
      error: {
        code: 'ValidationException',
        message: /Value 'orders' at 'resourceARN' failed to satisfy constraint: Member must satisfy regular/,
      },
      notBySdk: true,
    },
    streamIdCase({ ...rest, ResourceARN: arnOf('orders') }),
  ]
}

export const tagResource: Case<'TagResource'>[] = [
  ...resourceCases({ Tags: { a: 'b' } }),
  {
    name: 'refuses other characters',
    input: { ResourceARN: arnOf('large'), Tags: { 'a;b': '' } },
    error: illegal,
  },
  {
    name: 'refuses the prefix of AWS',
    input: { ResourceARN: arnOf('large'), Tags: { 'aws:x': '' } },
    error: reserved,
  },
  { name: 'refuses tags that make 51', input: { ResourceARN: arnOf('large'), Tags: many }, error: tooMany },
]

export const untagResource: Case<'UntagResource'>[] = [
  ...resourceCases({ TagKeys: ['a'] }),
  {
    name: 'takes keys that no tag has',
    input: { ResourceARN: arnOf('large'), TagKeys: ['other'] },
    output: {},
  },
]

export const listTagsForResource: Case<'ListTagsForResource'>[] = [
  ...resourceCases({}),
  {
    name: 'gives the tags by key',
    input: { ResourceARN: arnOf('large') },
    output: {
      Tags: [
        { Key: 'stage', Value: '' },
        { Key: 'team', Value: 'a b' },
      ],
    },
  },
]
