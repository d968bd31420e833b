import { arnOf, type Case, consumerCases } from './case.ts'

export const cases: Case<'DescribeStreamConsumer'>[] = [
  ...consumerCases,
  {
    name: 'gives what there is of a consumer',
    input: { StreamARN: arnOf('orders'), ConsumerName: 'reader' },
    output: {
      ConsumerDescription: {
        ConsumerName: 'reader',
        ConsumerARN: /^arn:aws:kinesis:us-east-1:000000000000:stream\/orders\/consumer\/reader:\d{10}$/,
        ConsumerStatus: 'ACTIVE',
        StreamARN: arnOf('orders'),
      },
    },
  },
]
