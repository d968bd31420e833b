import {
  absentStreamCases,
  addressCases,
  arnOf,
  type Case,
  invalid,
  invalidArgument,
  sources,
} from './case.ts'

const latest = { ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' }
const iterator = { ShardIterator: /^[A-Za-z0-9+/=]{1,512}$/ }

const absentShard = (id: string): Case<'GetShardIterator'> => ({
  name: `knows no shard ${id}`,
  input: { ...latest, StreamName: 'orders', ShardId: id },
  error: {
    code: 'ResourceNotFoundException',
    message: `Shard ${id} in stream orders under account 000000000000 does not exist`,
  },
  source: 'https://github.com/qubole/kinesis-sql/issues/55',
})

const combination = (specified: string, input: object): Case<'GetShardIterator'> => ({
  name: `refuses ${specified}`,
  input: { ...latest, StreamName: 'orders', ...input },
  error: invalidArgument(
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
      `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${specified}.`,
  ),
  source: 'https://github.com/akkadotnet/Alpakka/pull/160',
})

/** @param hex the number's digits in its layout */
const start = (hex: string, message: (text: string) => string, source: string): Case<'GetShardIterator'> => {
  const text = BigInt(`0x${hex}`).toString()
  return {
    name: `refuses the StartingSequenceNumber 0x${hex}`,
    input: {
      StreamName: 'orders',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: text,
    },
    error: invalidArgument(message(text)),
    source,
  }
}

const startingNumber = (text: string, because: string) =>
  `StartingSequenceNumber ${text} used in GetShardIterator on shard shardId-000000000000 in stream orders ` +
  `under account 000000000000 is invalid${because}.`

const foreign = (hex: string) =>
  start(
    hex,
    (text) => startingNumber(text, ' because it did not come from this stream'),
    'https://github.com/amazon-archives/amazon-kinesis-connectors/issues/8',
  )

const impossible = (hex: string) =>
  start(
    hex,
    (text) => startingNumber(text, ''),
    'code: API_GetShardIterator; which numbers, and the wording, are ours, after the layout in ' +
      'https://github.com/awslabs/amazon-kinesis-client/issues/738',
  )

export const cases: Case<'GetShardIterator'>[] = [
  ...addressCases(latest),
  ...absentStreamCases(latest),
  { name: 'gives an iterator to the end', input: { ...latest, StreamName: 'orders' }, output: iterator },
  {
    name: 'gives an iterator to the beginning, by ARN',
    input: { ...latest, StreamARN: arnOf('orders'), ShardIteratorType: 'TRIM_HORIZON' },
    output: iterator,
  },
  {
    name: 'gives an iterator to a time',
    input: {
      ...latest,
      StreamName: 'orders',
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: new Date(1_000_000_000_000),
    },
    output: iterator,
  },
  absentShard('shardId-000000000005'),
  absentShard('shardId-999999999999'),
  absentShard('shardId-0'),
  absentShard('orders'),
  {
    name: 'refuses an input without a shard and a type',
    input: { StreamName: 'orders' },
    error: invalid(
      "Value null at 'shardId' failed to satisfy constraint: Member must not be null",
      "Value null at 'shardIteratorType' failed to satisfy constraint: Member must not be null",
    ),
    source: sources.absent,
  },
  combination('AT_SEQUENCE_NUMBER and no StartingSequenceNumber', {
    ShardIteratorType: 'AT_SEQUENCE_NUMBER',
  }),
  combination('AFTER_SEQUENCE_NUMBER and no StartingSequenceNumber', {
    ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
  }),
  combination('LATEST and also a StartingSequenceNumber', { StartingSequenceNumber: '5' }),
  combination('TRIM_HORIZON and also a StartingSequenceNumber', {
    ShardIteratorType: 'TRIM_HORIZON',
    StartingSequenceNumber: '5',
  }),
  {
    name: 'refuses AT_TIMESTAMP without a time',
    input: { ...latest, StreamName: 'orders', ShardIteratorType: 'AT_TIMESTAMP' },
    error: invalidArgument(
      'Must specify AT_TIMESTAMP and Timestamp. Request specified AT_TIMESTAMP and no Timestamp.',
    ),
    source: 'code and rule: API_GetShardIterator; wording ours',
  },
  {
    name: 'refuses a time to come',
    input: {
      ...latest,
      StreamName: 'orders',
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: new Date(10_000_000_000_000),
    },
    error: {
      code: 'InvalidArgumentException',
      message:
        /^The timestampInMillis parameter cannot be greater than the currentTimestampInMillis\. timestampInMillis: 10000000000000, currentTimestampInMillis: \d{13}$/,
    },
    source: 'https://github.com/harlow/kinesis-consumer/issues/116',
  },
  start(
    '20000000005000000000000000000000000000000000052',
    () =>
      'Invalid StartingSequenceNumber. It encodes shardId-000000000005, ' +
      'while it was used in a call to a shard with shardId-000000000000',
    'https://github.com/awslabs/amazon-kinesis-client/issues/391',
  ),
  foreign('20000000000000000000000000000000000000000000002'),
  foreign('205335cd0a00005335cf332b6a8c2f07b02bb5000000001'),
  foreign('0'),
  impossible('20000000000800000000000000000000000000000000002'),
  impossible('20000000000000000000000000000000000000800000002'),
  impossible('20000000000000000000000000000000000000000000003'),
  impossible('30000000000000000000000000000000000000000000002'),
]
