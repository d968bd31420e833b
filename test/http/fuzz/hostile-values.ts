import type { SeededRandom } from '../../sim/seeded-random.ts'

const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/fuzz'
const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })

/**
 * Requests as clients send them: what the hostile ones are made from. `ShardIterator` and the `ConsumerARN` of
 * SubscribeToShard are filled in with real ones.
 */
export const sampleInputs: Readonly<Record<string, Record<string, unknown>>> = {
  CreateStream: { StreamName: 'fuzz', ShardCount: 1, StreamModeDetails: { StreamMode: 'PROVISIONED' } },
  DescribeStream: { StreamName: 'fuzz', Limit: 10, ExclusiveStartShardId: 'shardId-000000000000' },
  DescribeStreamSummary: { StreamName: 'fuzz' },
  GetRecords: { ShardIterator: 'AAAA', Limit: 10 },
  GetShardIterator: {
    StreamName: 'fuzz',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'AT_TIMESTAMP',
    Timestamp: 1_700_000_000,
    StartingSequenceNumber: '49590338271490256608559692538361571095921575989136588898',
  },
  ListShards: { StreamName: 'fuzz', MaxResults: 10, ShardFilter: { Type: 'FROM_TRIM_HORIZON' } },
  ListStreams: { Limit: 10, ExclusiveStartStreamName: 'a' },
  PutRecord: { StreamName: 'fuzz', PartitionKey: 'key', Data: 'aGVsbG8=', ExplicitHashKey: '12345' },
  PutRecords: {
    StreamName: 'fuzz',
    Records: [
      { PartitionKey: 'a', Data: 'aGVsbG8=' },
      { PartitionKey: 'ü', Data: '', ExplicitHashKey: '340282366920938463463374607431768211455' },
    ],
  },
  SplitShard: { StreamName: 'fuzz', ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '10' },
  AddTagsToStream: { StreamName: 'fuzz', Tags: { a: 'b' } },
  RemoveTagsFromStream: { StreamName: 'fuzz', TagKeys: ['a'] },
  ListTagsForStream: { StreamName: 'fuzz', ExclusiveStartTagKey: 'a', Limit: 10 },
  TagResource: { ResourceARN: streamArn, Tags: { c: 'd' } },
  UntagResource: { ResourceARN: streamArn, TagKeys: ['c'] },
  ListTagsForResource: { ResourceARN: streamArn },
  MergeShards: {
    StreamName: 'fuzz',
    ShardToMerge: 'shardId-000000000000',
    AdjacentShardToMerge: 'shardId-000000000001',
  },
  UpdateShardCount: { StreamName: 'fuzz', TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' },
  UpdateStreamMode: { StreamARN: streamArn, StreamModeDetails: { StreamMode: 'PROVISIONED' } },
  UpdateStreamWarmThroughput: { StreamARN: streamArn, WarmThroughputMiBps: 4 },
  UpdateStreamRecordDistributionStrategy: { StreamARN: streamArn, RecordDistributionStrategy: 'AUTO' },
  UpdateMaxRecordSize: { StreamARN: streamArn, MaxRecordSizeInKiB: 2048 },
  UpdateAccountSettings: { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } },
  DescribeAccountSettings: {},
  DescribeLimits: {},
  IncreaseStreamRetentionPeriod: { StreamName: 'fuzz', RetentionPeriodHours: 48 },
  DecreaseStreamRetentionPeriod: { StreamName: 'fuzz', RetentionPeriodHours: 24 },
  StartStreamEncryption: { StreamName: 'fuzz', EncryptionType: 'KMS', KeyId: 'alias/fuzz' },
  StopStreamEncryption: { StreamName: 'fuzz', EncryptionType: 'KMS', KeyId: 'alias/fuzz' },
  EnableEnhancedMonitoring: { StreamName: 'fuzz', ShardLevelMetrics: ['ALL'] },
  DisableEnhancedMonitoring: { StreamName: 'fuzz', ShardLevelMetrics: ['IncomingBytes'] },
  PutResourcePolicy: {
    ResourceARN: streamArn,
    Policy: policy({ Effect: 'Allow', Principal: '*', Action: 'kinesis:Get*', Resource: streamArn }),
  },
  GetResourcePolicy: { ResourceARN: streamArn },
  DeleteResourcePolicy: { ResourceARN: streamArn },
  RegisterStreamConsumer: { StreamARN: streamArn, ConsumerName: 'other', Tags: { e: 'f' } },
  DeregisterStreamConsumer: { StreamARN: streamArn, ConsumerName: 'other' },
  DescribeStreamConsumer: { StreamARN: streamArn, ConsumerName: 'reader' },
  ListStreamConsumers: { StreamARN: streamArn, MaxResults: 1, StreamCreationTimestamp: 1_700_000_000 },
  SubscribeToShard: {
    ConsumerARN: `${streamArn}/consumer/reader:1`,
    ShardId: 'shardId-000000000000',
    StartingPosition: { Type: 'AT_TIMESTAMP', Timestamp: 1_700_000_000 },
  },
}

export const operationNames = Object.keys(sampleInputs)

/* No number from 1 to 10,000 among them: as a ShardCount it would be a request like any other, and a costly one. */
const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  -1e308,
  2 ** 53,
  2 ** 31,
  '',
  ' ',
  '\0',
  '\ud800',
  '__proto__',
  'constructor',
  'not base64!',
  'a'.repeat(300),
  '9'.repeat(400),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  streamArn,
  `${streamArn}/consumer/reader:1`,
  `${streamArn}/consumer/reader:${'9'.repeat(40)}`,
  'arn:aws:kinesis:::stream/',
  'arn:aws-cn:kinesis:cn-north-1:111111111111:stream/fuzz',
  `arn:aws${':kinesis:'.repeat(200)}`,
  `arn:aws${':kinesis::000000000000:stream/a/consumer/a:'.repeat(45)}`,
  policy({ Effect: 'Deny', Principal: { AWS: ['*'] }, Action: '*', Resource: '*'.repeat(15_000) }),
  policy({ Effect: 'Allow', Principal: '*', Action: 'kinesis:*', Resource: streamArn, Condition: {} }),
  `{"Statement":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  '\u{1f4a9}'.repeat(300),
  Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`key ${i}`, 'value'])),
  [],
  {},
  [[[[]]]],
  [null],
  { __proto__: null, length: -1 },
]

/** The input with one to three of its members, at any depth, replaced, dropped, renamed or doubled. */
export function hostileInput(random: SeededRandom, input: unknown): unknown {
  let value = structuredClone(input)
  const changes = 1 + random.below(3)
  for (let i = 0; i < changes; i++) value = changed(random, value)
  return value
}

function changed(random: SeededRandom, value: unknown): unknown {
  const isContainer = typeof value === 'object' && value !== null && Object.keys(value).length > 0
  if (!isContainer || random.chance(0.1)) return structuredClone(random.pick(hostileValues))
  const container = value as Record<string, unknown>
  const member = random.pick(Object.keys(container))
  if (random.chance(0.6)) container[member] = changed(random, container[member])
  else if (random.chance(0.5)) delete container[member]
  else if (Array.isArray(value)) value.push(...value)
  else
    container[random.pick(['', '__proto__', 'toString', 'StreamARN', member.toLowerCase()])] =
      container[member]
  return value
}

/** The bytes with one to three places changed, left out, put in or doubled; or cut off. */
export function hostileBytes(random: SeededRandom, bytes: Buffer): Buffer {
  let result = bytes
  const changes = 1 + random.below(3)
  for (let i = 0; i < changes; i++) {
    const at = random.below(result.length + 1)
    const end = Math.min(result.length, at + random.below(8))
    const put = random.pick([Buffer.alloc(0), random.bytes(1 + random.below(8)), result.subarray(at, end)])
    result = Buffer.concat([result.subarray(0, at), put, result.subarray(random.chance(0.5) ? at : end)])
  }
  return random.chance(0.2) ? result.subarray(0, random.below(result.length + 1)) : result
}
