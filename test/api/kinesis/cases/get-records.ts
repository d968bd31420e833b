import { type Case, invalid, invalidArgument, sources, streamIdCase } from './case.ts'

export const cases: Case<'GetRecords'>[] = [
  {
    name: 'refuses an input without an iterator',
    input: {},
    error: invalid("Value null at 'shardIterator' failed to satisfy constraint: Member must not be null"),
    source: sources.absent,
  },
  {
    name: 'refuses an empty iterator and a Limit of 0',
    input: { ShardIterator: '', Limit: 0 },
    error: {
      code: 'ValidationException',
      message: /^2 validation errors detected: .*Member must have .*greater than or equal to 1/,
    },
    source: sources.several,
  },
  {
    name: 'refuses an iterator of 513 characters',
    input: { ShardIterator: 'a'.repeat(513) },
    error: invalid(
      `Value '${'a'.repeat(513)}' at 'shardIterator' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 512',
    ),
    source: sources.length,
  },
  {
    name: 'refuses a Limit of 10,001',
    input: { ShardIterator: 'a', Limit: 10_001 },
    error: invalid(
      "Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ),
  },
  {
    name: 'refuses what is no iterator',
    input: { ShardIterator: 'AAAAAAAAAAE=' },
    error: invalidArgument('Invalid ShardIterator.'),
    source: 'code: API_GetRecords; wording ours',
  },
  streamIdCase({ ShardIterator: 'AAAAAAAAAAE=' }),
]
