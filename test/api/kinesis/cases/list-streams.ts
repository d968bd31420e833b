import { arnOf, type Case, invalid, sources } from './case.ts'

export const cases: Case<'ListStreams'>[] = [
  {
    name: 'gives the streams by name',
    input: {},
    output: {
      StreamNames: ['demand', 'large', 'orders'],
      HasMoreStreams: false,
      StreamSummaries: [
        { StreamName: 'demand', StreamModeDetails: { StreamMode: 'ON_DEMAND' } },
        { StreamName: 'large', StreamARN: arnOf('large'), StreamStatus: 'ACTIVE' },
        { StreamName: 'orders' },
      ],
    },
  },
  {
    name: 'gives the streams behind a name, which need not be one',
    input: { ExclusiveStartStreamName: 'k' },
    output: { StreamNames: ['large', 'orders'], HasMoreStreams: false },
  },
  {
    name: 'refuses a Limit of 0',
    input: { Limit: 0 },
    error: invalid(
      "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ),
    source: sources.value,
  },
  {
    name: 'refuses a NextToken that it has not given',
    input: { NextToken: 'x' },
    error: { code: 'InvalidArgumentException', message: 'Invalid NextToken.' },
  },
]
