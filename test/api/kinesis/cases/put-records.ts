import { absentStreamCases, addressCases, type Case, invalid, invalidArgument, sources } from './case.ts'

const record = { PartitionKey: 'a', Data: Buffer.from('x') }
const records = { Records: [record] }

export const cases: Case<'PutRecords'>[] = [
  ...addressCases(records),
  ...absentStreamCases(records),
  {
    name: 'answers each record in its place',
    input: {
      StreamName: 'orders',
      Records: [record, { ...record, ExplicitHashKey: (2n ** 128n - 1n).toString() }, record],
    },
    output: {
      FailedRecordCount: 0,
      Records: [
        { ShardId: 'shardId-000000000000' },
        { ShardId: 'shardId-000000000002' },
        { ShardId: 'shardId-000000000000' },
      ],
    },
  },
  {
    name: 'refuses no records',
    input: { StreamName: 'orders', Records: [] },
    error: invalid(
      "Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ),
    source: sources.empty,
  },
  {
    name: 'refuses 501 records',
    input: { StreamName: 'orders', Records: Array.from({ length: 501 }, () => record) },
    error: {
      code: 'ValidationException',
      message:
        /at 'records' failed to satisfy constraint: Member must have length less than or equal to 500$/,
    },
  },
  {
    name: 'refuses records without a partition key, each by its place',
    input: { StreamName: 'orders', Records: [{ Data: record.Data }, record, { Data: record.Data }] },
    error: invalid(
      "Value null at 'records.1.member.partitionKey' failed to satisfy constraint: Member must not be null",
      "Value null at 'records.3.member.partitionKey' failed to satisfy constraint: Member must not be null",
    ),
    source: 'https://github.com/snowplow/enrich/issues/377',
  },
  {
    name: 'names all that is wrong in one answer, absent members too',
    input: { StreamName: 'orders', Records: [{ Data: record.Data }, { PartitionKey: '' }] },
    error: invalid(
      "Value null at 'records.2.member.data' failed to satisfy constraint: Member must not be null",
      "Value '' at 'records.2.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ),
    source: sources.several,
  },
  {
    name: 'refuses the call for one record that is too large',
    input: { StreamName: 'orders', Records: [record, { ...record, Data: Buffer.alloc(1024 * 1024) }] },
    error: {
      code: 'ValidationException',
      message:
        "1 validation error detected: Value at 'records.2.member.data' failed to satisfy constraint: " +
        'Member must have length less than or equal to 1048576.',
    },
    source: 'https://github.com/awslabs/amazon-kinesis-producer/issues/680',
  },
  {
    name: 'refuses the call for one explicit hash key out of range',
    input: {
      StreamName: 'orders',
      Records: [record, { ...record, ExplicitHashKey: (2n ** 128n).toString() }],
    },
    error: invalidArgument(
      'ExplicitHashKey 340282366920938463463374607431768211456 is not in the range of 0 to 2^128 - 1.',
    ),
    source: 'the range of hash keys: API_PutRecord (128 bits); wording ours',
  },
  {
    name: 'refuses more than 10 MiB in total',
    input: {
      StreamName: 'orders',
      Records: Array.from({ length: 11 }, () => ({ ...record, Data: Buffer.alloc(1_000_000) })),
    },
    error: invalidArgument('Records size exceeds 10 MB limit'),
    source: 'https://github.com/snowplow/enrich/issues/685, with the limit of today',
  },
  {
    name: 'writes nothing with DryRun',
    input: { ...records, StreamName: 'orders', DryRun: true },
    error: {
      code: 'DryRunOperationException',
      message: 'Request would have succeeded, but DryRun flag is set.',
    },
  },
]
