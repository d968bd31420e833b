import { arnOf, type Case, invalid, sources, streamArnCases } from './case.ts'

const now = /^arn:aws:kinesis:us-east-1:000000000000:stream\/demand\/consumer\/other:\d{10}$/

export const cases: Case<'RegisterStreamConsumer'>[] = [
  ...streamArnCases({ ConsumerName: 'reader' }),
  {
    name: 'refuses an input without a name, and names that names cannot be',
    input: { StreamARN: arnOf('orders'), ConsumerName: 'a b' },
    error: invalid(
      "Value 'a b' at 'consumerName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    ),
    source: sources.pattern,
  },
  {
    name: 'registers a consumer with tags',
    input: { StreamARN: arnOf('demand'), ConsumerName: 'other', Tags: { team: 'blue' } },
    output: { Consumer: { ConsumerName: 'other', ConsumerARN: now, ConsumerStatus: 'ACTIVE' } },
  },
  {
    name: 'refuses a name that is taken',
    input: { StreamARN: arnOf('orders'), ConsumerName: 'reader' },
    error: {
      code: 'ResourceInUseException',
      message:
        /^Consumer reader with creation timestamp \d{10} under stream: orders , account 0{12} already exists\.$/,
    },
    source: 'code: API_RegisterStreamConsumer; wording ours',
  },
  {
    name: 'refuses tags of the service itself',
    input: { StreamARN: arnOf('orders'), ConsumerName: 'tagged', Tags: { 'aws:tag': 'a' } },
    error: {
      code: 'InvalidArgumentException',
      message: 'The tag key aws:tag begins with aws:, which is reserved for AWS.',
    },
  },
]
