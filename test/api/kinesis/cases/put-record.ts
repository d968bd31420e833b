import { absentStreamCases, addressCases, type Case, invalid, invalidArgument } from './case.ts'

const record = { PartitionKey: 'a', Data: Buffer.from('x') }
const bySecondHashKey = '226854911280625642308916404954512140969'

/** A sequence number by the hexadecimal digits of its layout. */
const number = (hex: string) => BigInt(`0x${hex}`).toString()

const badMinimum = (hex: string): Case<'PutRecord'> => ({
  name: `refuses the SequenceNumberForOrdering 0x${hex}`,
  input: { ...record, StreamName: 'orders', SequenceNumberForOrdering: number(hex) },
  error: invalidArgument(
    `ExclusiveMinimumSequenceNumber ${number(hex)} used in PutRecord on stream orders ` +
      'under account 000000000000 is invalid.',
  ),
  source: 'answers of the service that users have recorded',
})

const goodMinimum = (hex: string): Case<'PutRecord'> => ({
  name: `takes the SequenceNumberForOrdering 0x${hex}`,
  input: { ...record, StreamName: 'orders', SequenceNumberForOrdering: number(hex) },
  output: { ShardId: 'shardId-000000000000' },
  source: 'answers of the service that users have recorded',
})

export const cases: Case<'PutRecord'>[] = [
  ...addressCases(record),
  ...absentStreamCases(record),
  {
    name: 'takes empty data',
    input: { ...record, StreamName: 'orders', Data: Buffer.alloc(0) },
    output: { ShardId: 'shardId-000000000000' },
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'goes by the last explicit hash key of a shard',
    input: { ...record, StreamName: 'orders', ExplicitHashKey: bySecondHashKey },
    output: { ShardId: 'shardId-000000000001' },
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'goes by the first explicit hash key of a shard',
    input: { ...record, StreamName: 'orders', ExplicitHashKey: (BigInt(bySecondHashKey) + 1n).toString() },
    output: { ShardId: 'shardId-000000000002' },
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'takes the greatest explicit hash key',
    input: { ...record, StreamName: 'orders', ExplicitHashKey: (2n ** 128n - 1n).toString() },
    output: { ShardId: 'shardId-000000000002' },
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'refuses an explicit hash key of 2^128',
    input: { ...record, StreamName: 'orders', ExplicitHashKey: (2n ** 128n).toString() },
    error: invalidArgument(
      'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. ' +
        'Specified value was 340282366920938463463374607431768211456',
    ),
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'refuses a record without a partition key',
    input: { StreamName: 'orders', Data: Buffer.from('x') },
    error: invalid("Value null at 'partitionKey' failed to satisfy constraint: Member must not be null"),
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'refuses an empty partition key',
    input: { ...record, StreamName: 'orders', PartitionKey: '' },
    error: invalid(
      "Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ),
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'refuses a record without data',
    input: { StreamName: 'orders', PartitionKey: 'a' },
    error: invalid("Value null at 'data' failed to satisfy constraint: Member must not be null"),
    source: 'answers of the service that users have recorded',
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
  badMinimum('20000000000000000000000000000000000000000000004'),
  badMinimum('30000000000000000000000000000000000000000000001'),
  badMinimum('1ffffffffff7fffffffffffffff000000000007fffffff2'),
  badMinimum('20000000000800000000000000000000000000000000002'),
  badMinimum('20000000000000000000000000000000000000800000002'),
  badMinimum('20000000000000000000000000000fffffffff000000002'),
  goodMinimum('20000000000000000000000000000000000000000000002'),
  goodMinimum('20000000000000000000000000000000000000000000001'),
  goodMinimum('2ffffffffff7fffffffffffffff000000000007fffffff2'),
]
