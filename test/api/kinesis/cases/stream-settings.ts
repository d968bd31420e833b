import {
  absentStreamCases,
  addressCases,
  arnOf,
  type Case,
  invalid,
  invalidArgument,
  notFound,
  streamIdCase,
} from './case.ts'
import { resourceCases } from './stream-tags.ts'

const range = (hours: number) =>
  invalidArgument(`RetentionPeriodHours ${hours} is not in the range of 24 to 8760 hours.`)

export const increaseStreamRetentionPeriod: Case<'IncreaseStreamRetentionPeriod'>[] = [
  ...addressCases({ RetentionPeriodHours: 24 }),
  ...absentStreamCases({ RetentionPeriodHours: 24 }),
  { name: 'refuses 23 hours', input: { StreamName: 'orders', RetentionPeriodHours: 23 }, error: range(23) },
  {
    name: 'refuses 8761 hours',
    input: { StreamName: 'orders', RetentionPeriodHours: 8761 },
    error: range(8761),
  },
  {
    name: 'takes the period that there is',
    input: { StreamName: 'orders', RetentionPeriodHours: 24 },
    output: {},
    source: 'Terraform asks for it of each new stream: https://github.com/floci-io/floci/pull/352',
  },
]

export const decreaseStreamRetentionPeriod: Case<'DecreaseStreamRetentionPeriod'>[] = [
  ...addressCases({ RetentionPeriodHours: 24 }),
  ...absentStreamCases({ RetentionPeriodHours: 24 }),
  { name: 'refuses 23 hours', input: { StreamName: 'orders', RetentionPeriodHours: 23 }, error: range(23) },
  {
    name: 'refuses a longer period',
    input: { StreamName: 'orders', RetentionPeriodHours: 25 },
    error: invalidArgument(
      'RetentionPeriodHours 25 is more than the 24 hours that stream orders under account 000000000000 has. ' +
        'Use IncreaseStreamRetentionPeriod.',
    ),
  },
]

const key = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }

export const startStreamEncryption: Case<'StartStreamEncryption'>[] = [
  ...addressCases(key),
  ...absentStreamCases(key),
  {
    name: 'refuses the type NONE',
    input: { ...key, StreamName: 'orders', EncryptionType: 'NONE' },
    error: invalidArgument('EncryptionType NONE is not valid. The only valid value is KMS.'),
  },
  {
    name: 'refuses a key that is none',
    input: { ...key, StreamName: 'orders', KeyId: 'my key' },
    error: { code: 'InvalidArgumentException', message: /^KeyId my key is not valid\. / },
  },
]

export const stopStreamEncryption: Case<'StopStreamEncryption'>[] = [
  ...addressCases(key),
  ...absentStreamCases(key),
  { name: 'takes a stream that is not encrypted', input: { ...key, StreamName: 'orders' }, output: {} },
]

const policy = (resource: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: 'kinesis:PutRecord', Resource: resource },
  })
const withoutPolicy = {
  code: 'ResourceNotFoundException',
  message: `Resource ${arnOf('orders')} has no resource policy.`,
}

export const putResourcePolicy: Case<'PutResourcePolicy'>[] = [
  ...resourceCases({ Policy: policy('*') }),
  {
    name: 'refuses what is no JSON',
    input: { ResourceARN: arnOf('orders'), Policy: 'x' },
    error: invalidArgument('Invalid resource policy: it is not JSON.'),
  },
  {
    name: 'refuses a policy for another stream',
    input: { ResourceARN: arnOf('orders'), Policy: policy(arnOf('large')) },
    error: invalidArgument(
      `Invalid resource policy: the Resource ${arnOf('large')} is not ${arnOf('orders')}.`,
    ),
  },
]

export const getResourcePolicy: Case<'GetResourcePolicy'>[] = [
  ...resourceCases({}),
  {
    name: 'knows no policy of a stream without one',
    input: { ResourceARN: arnOf('orders') },
    error: withoutPolicy,
  },
]

export const deleteResourcePolicy: Case<'DeleteResourcePolicy'>[] = [
  ...resourceCases({}),
  {
    name: 'knows no policy of a stream without one',
    input: { ResourceARN: arnOf('orders') },
    error: withoutPolicy,
  },
]

const some = { ShardLevelMetrics: ['IncomingBytes'] }

export const enableEnhancedMonitoring: Case<'EnableEnhancedMonitoring'>[] = [
  ...addressCases(some),
  ...absentStreamCases(some),
  {
    name: 'refuses no metrics',
    input: { StreamName: 'orders', ShardLevelMetrics: [] },
    error: invalid(
      "Value '[]' at 'shardLevelMetrics' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ),
  },
]

export const disableEnhancedMonitoring: Case<'DisableEnhancedMonitoring'>[] = [
  ...addressCases(some),
  ...absentStreamCases(some),
  {
    name: 'gives the metrics before and after',
    input: { ...some, StreamName: 'orders' },
    output: {
      StreamName: 'orders',
      StreamARN: arnOf('orders'),
      CurrentShardLevelMetrics: [],
      DesiredShardLevelMetrics: [],
    },
  },
]

const provisioned = { StreamModeDetails: { StreamMode: 'PROVISIONED' } }

/** What is answered by operations that take a StreamARN only. */
const arnCases = (rest: object): Case[] => [
  {
    name: 'knows no stream of another name',
    input: { ...rest, StreamARN: arnOf('absent') },
    error: notFound('absent'),
  },
  {
    name: 'knows no stream of another account',
    input: { ...rest, StreamARN: 'arn:aws:kinesis:us-east-1:111111111111:stream/orders' },
    error: notFound('orders', '111111111111'),
  },
  streamIdCase({ ...rest, StreamARN: arnOf('orders') }),
]

export const updateStreamMode: Case<'UpdateStreamMode'>[] = [
  ...arnCases(provisioned),
  {
    name: 'refuses an input without StreamARN',
    input: provisioned,
    error: invalid("Value null at 'streamARN' failed to satisfy constraint: Member must not be null"),
  },
  { name: 'takes the mode that there is', input: { ...provisioned, StreamARN: arnOf('orders') }, output: {} },
  {
    name: 'refuses warm throughput for a provisioned stream',
    input: { ...provisioned, StreamARN: arnOf('orders'), WarmThroughputMiBps: 5 },
    error: invalidArgument(
      'WarmThroughputMiBps needs the ON_DEMAND mode, which stream orders under account 000000000000 does not have.',
    ),
    source: 'the rule: API_UpdateStreamMode; wording ours',
  },
]

export const updateMaxRecordSize: Case<'UpdateMaxRecordSize'>[] = [
  ...arnCases({ MaxRecordSizeInKiB: 1024 }),
  {
    name: 'refuses an input without StreamARN',
    input: { MaxRecordSizeInKiB: 1024 },
    error: invalidArgument('StreamARN must be provided.'),
  },
  ...(
    [
      [1023, 'greater than or equal to 1024'],
      [10_241, 'less than or equal to 10240'],
    ] as const
  ).map(
    ([size, rule]): Case<'UpdateMaxRecordSize'> => ({
      name: `refuses ${size} KiB`,
      input: { StreamARN: arnOf('orders'), MaxRecordSizeInKiB: size },
      error: invalid(
        `Value '${size}' at 'maxRecordSizeInKiB' failed to satisfy constraint: Member must have value ${rule}`,
      ),
      source: 'API_UpdateMaxRecordSize: a ValidationException',
    }),
  ),
]

export const updateStreamRecordDistributionStrategy: Case<'UpdateStreamRecordDistributionStrategy'>[] = [
  ...arnCases({ RecordDistributionStrategy: 'AUTO' }),
  {
    name: 'refuses AUTO for a provisioned stream',
    input: { StreamARN: arnOf('orders'), RecordDistributionStrategy: 'AUTO' },
    error: invalidArgument(
      'RecordDistributionStrategy AUTO needs the ON_DEMAND mode, which stream orders under account 000000000000 does not have.',
    ),
    source: 'the code: API_UpdateStreamRecordDistributionStrategy; wording ours',
  },
]

export const updateStreamWarmThroughput: Case<'UpdateStreamWarmThroughput'>[] = [
  ...addressCases({ WarmThroughputMiBps: 5 }),
  ...absentStreamCases({ WarmThroughputMiBps: 5 }),
  {
    name: 'refuses an account without On-demand Advantage',
    input: { StreamName: 'demand', WarmThroughputMiBps: 5 },
    error: invalidArgument(
      'WarmThroughputMiBps needs On-demand Advantage, which is not enabled for this account.',
    ),
    source: 'the rule: API_UpdateStreamWarmThroughput; wording ours',
  },
]
