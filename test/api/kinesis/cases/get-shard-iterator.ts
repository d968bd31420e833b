import { addressCases, arnOf, type Case, invalid, invalidArgument } from './case.ts'

const latest = { ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' }
const iterator = { ShardIterator: /^[A-Za-z0-9+/=]{1,512}$/ }

const absent = (name: string, input: object, message: string): Case<'GetShardIterator'> => ({
  name,
  input: { ...latest, ...input },
  error: { code: 'ResourceNotFoundException', message },
  source: 'answers of the service that users have recorded',
})

const noShard = (shard: string, stream: string) =>
  `Shard ${shard} in stream ${stream} under account 000000000000 does not exist`

const combination = (specified: string, input: object): Case<'GetShardIterator'> => ({
  name: `refuses ${specified}`,
  input: { ...latest, StreamName: 'orders', ...input },
  error: invalidArgument(
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
      `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${specified}.`,
  ),
  source: 'answers of the service that users have recorded',
})

const start = (sequenceNumber: string, shard: number, message: string): Case<'GetShardIterator'> => ({
  name: `refuses the StartingSequenceNumber ${sequenceNumber} of shard ${shard}`,
  input: {
    StreamName: 'orders',
    ShardId: `shardId-${shard}`,
    ShardIteratorType: 'AT_SEQUENCE_NUMBER',
    StartingSequenceNumber: sequenceNumber,
  },
  error: invalidArgument(message),
  source: 'answers of the service that users have recorded',
})

const startingNumber = (shown: string, shard: number, because = '') =>
  `StartingSequenceNumber ${shown} used in GetShardIterator on shard shardId-00000000000${shard} in stream orders ` +
  `under account 000000000000 is invalid${because}.`

const foreign = ' because it did not come from this stream'
const number = (hex: string) => BigInt(`0x${hex}`).toString()

export const cases: Case<'GetShardIterator'>[] = [
  ...addressCases(latest),
  { name: 'gives an iterator to the end', input: { ...latest, StreamName: 'orders' }, output: iterator },
  {
    name: 'gives an iterator to the beginning, by ARN',
    input: { ...latest, StreamARN: arnOf('orders'), ShardIteratorType: 'TRIM_HORIZON' },
    output: iterator,
  },
  {
    name: 'looks at the number of a shard id only',
    input: { ...latest, StreamName: 'orders', ShardId: 'any-0' },
    output: iterator,
    source: 'answers of the service that users have recorded',
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
  absent(
    'knows no shard of an absent stream',
    { StreamName: 'absent' },
    noShard('shardId-000000000000', 'absent'),
  ),
  absent(
    'knows no shard behind the last',
    { StreamName: 'orders', ShardId: 'shardId-5' },
    noShard('shardId-000000000005', 'orders'),
  ),
  absent(
    'knows no shard by the greatest number',
    { StreamName: 'absent', ShardId: '-00002147483647' },
    noShard('shardId-002147483647', 'absent'),
  ),
  absent(
    'finds no shard by a number too great',
    { StreamName: 'absent', ShardId: 'shardId-002147483648' },
    'Could not find shard shardId-002147483648 in stream absent under account 000000000000.',
  ),
  absent(
    'finds no shard by an id without a number',
    { StreamName: 'orders', ShardId: 'ABKLFD8' },
    'Could not find shard ABKLFD8 in stream orders under account 000000000000.',
  ),
  {
    name: 'refuses an input without a shard and a type',
    input: { StreamName: 'orders' },
    error: invalid(
      "Value null at 'shardId' failed to satisfy constraint: Member must not be null",
      "Value null at 'shardIteratorType' failed to satisfy constraint: Member must not be null",
    ),
    source: 'answers of the service that users have recorded',
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
      'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. ' +
        'Current request has no timestamp parameter.',
    ),
    source: 'recorded answers of the service, actions/getShardIterator.js',
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
    source: 'recorded answers of the service, actions/getShardIterator.js',
  },
  start(
    '5',
    0,
    'Invalid StartingSequenceNumber. It encodes shardId-000000000005, while it was used in a call to a shard with shardId-000000000000',
  ),
  start('0', 0, startingNumber('21267647932558653966460912964485513216', 0, foreign)),
  start(
    '425352958651173072921826052383309826',
    2,
    startingNumber('21693000891209827039382739016868823042', 2, foreign),
  ),
  start(
    number('f3bb2cc3d7ff7fffffffffffffff0000'),
    0,
    startingNumber('26227199374821822965252748908982894592', 0, foreign),
  ),
  start(
    number('13bb2cc3d80000000000000000000000'),
    0,
    startingNumber('26227199374822427428162556223570313216', 0),
  ),
  start(
    number('20000000000800000000000000000000000000000000002'),
    0,
    startingNumber(number('20000000000800000000000000000000000000000000002'), 0),
  ),
  start(
    number('20000000000000000000000000000000000000800000002'),
    0,
    startingNumber(number('20000000000000000000000000000000000000800000002'), 0),
  ),
  start(
    number('20000000000000000000000000000000000000000000002'),
    0,
    startingNumber(number('20000000000000000000000000000000000000000000002'), 0, foreign),
  ),
]
