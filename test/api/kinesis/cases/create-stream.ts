import { type Case, invalid, invalidArgument } from './case.ts'

export const cases: Case<'CreateStream'>[] = [
  {
    name: 'refuses an input without a name',
    input: { ShardCount: 1 },
    error: invalid("Value null at 'streamName' failed to satisfy constraint: Member must not be null"),
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'refuses no shards',
    input: { StreamName: 'new', ShardCount: 0 },
    error: invalid(
      "Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ),
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'refuses a name that is taken',
    input: { StreamName: 'orders', ShardCount: 1 },
    error: {
      code: 'ResourceInUseException',
      message: 'Stream orders under account 000000000000 already exists.',
    },
  },
  {
    name: 'refuses more shards than the account may have',
    input: { StreamName: 'new', ShardCount: 20_000 },
    error: {
      code: 'LimitExceededException',
      message:
        'This request would exceed the shard limit for the account 000000000000 in us-east-1. ' +
        'Current shard count for the account: 4. Limit: 20000. ' +
        'Number of additional shards that would have resulted from this request: 20000. ' +
        'Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) ' +
        'for current limits and how to request higher limits.',
    },
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'refuses a ShardCount for an on-demand stream',
    input: { StreamName: 'new', ShardCount: 1, StreamModeDetails: { StreamMode: 'ON_DEMAND' } },
    error: invalidArgument('ShardCount is not expected when StreamMode=ON_DEMAND'),
    source: 'https://github.com/aws/aws-cdk/issues/18139',
  },
  {
    name: 'refuses a provisioned stream without a ShardCount',
    input: { StreamName: 'new' },
    error: invalidArgument('ShardCount is expected when StreamMode=PROVISIONED'),
  },
  {
    name: 'refuses a stream mode that there is not',
    input: { StreamName: 'new', StreamModeDetails: { StreamMode: 'OTHER' } },
    error: {
      code: 'ValidationException',
      message:
        /^1 validation error detected: Value 'OTHER' at 'streamModeDetails.streamMode' failed to satisfy constraint: Member must satisfy enum value set: \[.*\]$/,
    },
  },
  {
    name: 'refuses records of more than 10 MiB',
    input: { StreamName: 'new', ShardCount: 1, MaxRecordSizeInKiB: 10_241 },
    error: invalid(
      "Value '10241' at 'maxRecordSizeInKiB' failed to satisfy constraint: Member must have value less than or equal to 10240",
    ),
  },
  {
    name: 'refuses tags with characters that tags do not have',
    input: { StreamName: 'new', ShardCount: 1, Tags: { 'a;b': 'c' } },
    error: {
      code: 'InvalidArgumentException',
      message:
        'Failed to add tags to stream new under account 000000000000 because some tags contained illegal characters. ' +
        "The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.",
    },
    source: 'answers of the service that users have recorded',
  },
  {
    name: 'refuses warm throughput, which the account does not have',
    input: { StreamName: 'new', StreamModeDetails: { StreamMode: 'ON_DEMAND' }, WarmThroughputMiBps: 10 },
    error: { code: 'InvalidArgumentException', message: /^WarmThroughputMiBps/ },
  },
  {
    name: 'refuses a distribution of records that it does not have',
    input: {
      StreamName: 'new',
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      RecordDistributionStrategy: 'AUTO',
    },
    error: { code: 'InvalidArgumentException', message: /^RecordDistributionStrategy/ },
  },
]
