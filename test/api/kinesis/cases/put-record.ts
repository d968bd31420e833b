import { absentStreamCases, addressCases, type Case, invalid, invalidArgument, sources } from './case.ts'

const record = { PartitionKey: 'a', Data: Buffer.from('x') }
const bySecondHashKey = '226854911280625642308916404954512140969'

/** A sequence number by the hexadecimal digits of its layout. */
const number = (hex: string) => BigInt(`0x${hex}`).toString()

const badMinimum = (hex: string): Case<'PutRecord'> => ({
  name: `refuses the SequenceNumberForOrdering 0x${hex}`,
  input: { ...record, StreamName: 'orders', SequenceNumberForOrdering: number(hex) },
  error: invalidArgument(
    `SequenceNumberForOrdering ${number(hex)} used in PutRecord on stream orders ` +
      'under account 000000000000 is invalid.',
  ),
  source:
    'code: API_PutRecord; which numbers, and the wording, are ours, after the layout in ' +
    'https://github.com/awslabs/amazon-kinesis-client/issues/738',
})

const goodMinimum = (text: string, source: string): Case<'PutRecord'> => ({
  name: `takes the SequenceNumberForOrdering ${text}`,
  input: { ...record, StreamName: 'orders', SequenceNumberForOrdering: text },
  output: { ShardId: 'shardId-000000000000' },
  source,
})

const hashRanges =
  'the ranges of three shards: https://docs.aws.amazon.com/streams/latest/dev/example_kinesis_DescribeStream_section.html'

export const cases: Case<'PutRecord'>[] = [
  ...addressCases(record),
  ...absentStreamCases(record),
  {
    name: 'takes empty data',
    input: { ...record, StreamName: 'orders', Data: Buffer.alloc(0) },
    output: { ShardId: 'shardId-000000000000' },
    source: 'the least length is 0 in the model',
  },
  {
    name: 'goes by the last explicit hash key of a shard',
    input: { ...record, StreamName: 'orders', ExplicitHashKey: bySecondHashKey },
    output: { ShardId: 'shardId-000000000001' },
    source: hashRanges,
  },
  {
    name: 'goes by the first explicit hash key of a shard',
    input: { ...record, StreamName: 'orders', ExplicitHashKey: (BigInt(bySecondHashKey) + 1n).toString() },
    output: { ShardId: 'shardId-000000000002' },
    source: hashRanges,
  },
  {
    name: 'takes the greatest explicit hash key',
    input: { ...record, StreamName: 'orders', ExplicitHashKey: (2n ** 128n - 1n).toString() },
    output: { ShardId: 'shardId-000000000002' },
    source: hashRanges,
  },
  {
    name: 'refuses an explicit hash key of 2^128',
    input: { ...record, StreamName: 'orders', ExplicitHashKey: (2n ** 128n).toString() },
    error: invalidArgument(
      'ExplicitHashKey 340282366920938463463374607431768211456 is not in the range of 0 to 2^128 - 1.',
    ),
    source: 'the range of hash keys: API_PutRecord (128 bits); wording ours',
  },
  {
    name: 'refuses a record without a partition key',
    input: { StreamName: 'orders', Data: Buffer.from('x') },
    error: invalid("Value null at 'partitionKey' failed to satisfy constraint: Member must not be null"),
    source: sources.absent,
  },
  {
    name: 'refuses an empty partition key',
    input: { ...record, StreamName: 'orders', PartitionKey: '' },
    error: invalid(
      "Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ),
    source: sources.empty,
  },
  {
    name: 'refuses a record without data',
    input: { StreamName: 'orders', PartitionKey: 'a' },
    error: invalid("Value null at 'data' failed to satisfy constraint: Member must not be null"),
    source: sources.absent,
  },
  {
    name: 'names all that is wrong in one answer, absent members too',
    input: { StreamName: 'a b', ExplicitHashKey: '01' },
    error: {
      code: 'ValidationException',
      message:
        /^3 validation errors detected: Value 'a b' at 'streamName' .*; Value null at 'data' .*; Value '01' at 'explicitHashKey' /,
    },
    source: sources.several,
  },
  {
    name: 'refuses a byte over the record size of the stream, key included',
    input: { ...record, StreamName: 'orders', Data: Buffer.alloc(1024 * 1024) },
    error: {
      code: 'ValidationException',
      message:
        "1 validation error detected: Value at 'data' failed to satisfy constraint: " +
        'Member must have length less than or equal to 1048576.',
    },
    source: 'https://github.com/awslabs/amazon-kinesis-producer/issues/680',
  },
  {
    name: 'takes a record of the full size of a stream with large ones',
    input: { ...record, StreamName: 'large', Data: Buffer.alloc(2 * 1024 * 1024 - 1) },
    output: { ShardId: 'shardId-000000000000' },
  },
  {
    name: 'writes nothing with DryRun',
    input: { ...record, StreamName: 'orders', DryRun: true },
    error: {
      code: 'DryRunOperationException',
      message: 'Request would have succeeded, but DryRun flag is set.',
    },
  },
  badMinimum('20000000000000000000000000000000000000000000000'),
  badMinimum('20000000000000000000000000000000000000000000003'),
  badMinimum('30000000000000000000000000000000000000000000002'),
  badMinimum('20000000000800000000000000000000000000000000002'),
  badMinimum('20000000000000000000000000000000000000800000002'),
  badMinimum('20000000000000000000000000000fffffffff000000002'),
  goodMinimum(
    '49600871682957036442365024926191073437251060580128653314',
    'https://docs.aws.amazon.com/streams/latest/dev/example_kinesis_DescribeStream_section.html has it',
  ),
  goodMinimum(
    '49537979178794861780081237450294896636708704732336619521',
    'https://github.com/amazon-archives/amazon-kinesis-connectors/issues/8 has it',
  ),
  goodMinimum('0', 'ours: a number before all others asks for nothing'),
]
