import { type Case, invalid, invalidArgument, sources } from './case.ts'

export const cases: Case<'CreateStream'>[] = [
  {
    name: 'refuses an input without a name',
    input: { ShardCount: 1 },
    error: invalid("Value null at 'streamName' failed to satisfy constraint: Member must not be null"),
    source: sources.absent,
  },
  {
    name: 'refuses no shards',
    input: { StreamName: 'new', ShardCount: 0 },
    error: invalid(
      "Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ),
    source: sources.value,
  },
  {
    name: 'refuses a name that is taken',
    input: { StreamName: 'orders', ShardCount: 1 },
    error: {
      code: 'ResourceInUseException',
      message: 'Stream orders under account 000000000000 already exists.',
    },
    source:
      'code: API_CreateStream; after the wording of Firehose in ' +
      'https://github.com/ministryofjustice/cloud-platform-environments/pull/3960',
  },
  {
    name: 'refuses more shards than the account may have',
    input: { StreamName: 'new', ShardCount: 20_000 },
    error: {
      code: 'LimitExceededException',
      message:
        'This request would exceed the limit on the number of shards for the account 000000000000 in us-east-1. ' +
        'Current shards count: 4. Requested: 20000. Limit: 20000.',
    },
    source:
      'code: API_CreateStream; wording ours, after https://github.com/hashicorp/terraform-provider-aws/issues/38094',
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
        'The tag with the key a;b has illegal characters. ' +
        'Allowed are Unicode letters, digits, white space, and _ . : / = + - % @',
    },
    source: 'characters: API_Tag and API_TagResource; code: API_CreateStream; wording ours',
  },
  ...['aws:team', 'AWS:team', 'Aws:'].map(
    (key): Case<'CreateStream'> => ({
      name: `refuses the tag key ${key}, which is reserved`,
      input: { StreamName: 'new', ShardCount: 1, Tags: { team: 'a', [key]: 'b' } },
      error: invalidArgument(`The tag key ${key} begins with aws:, which is reserved for AWS.`),
      source:
        'the rule as Firehose states it: https://docs.amazonaws.cn/en_us/firehose/latest/dev/firehose-tagging-restrictions.md; ' +
        'in any case of the letters: ' +
        'https://github.com/awsdocs/aws-cloudformation-user-guide/pull/372; code: API_CreateStream; wording ours',
    }),
  ),
  {
    name: 'refuses 51 tags',
    input: {
      StreamName: 'new',
      ShardCount: 1,
      Tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`key${i}`, ''])),
    },
    error: invalidArgument('Stream new under account 000000000000 cannot have 51 tags. Limit: 50.'),
    source: 'the limit: API_AddTagsToStream, API_TagResource; wording ours',
  },
  {
    name: 'refuses a tag with a key of 129 characters and a value of 257',
    input: { StreamName: 'new', ShardCount: 1, Tags: { ['k'.repeat(129)]: 'v'.repeat(257) } },
    error: {
      code: 'ValidationException',
      message:
        /^2 validation errors detected: Value '\{k{129}=v{257}\}' at 'tags' .*less than or equal to 128.*; Value .* less than or equal to 256/,
    },
    source:
      'the limits are in the model; how maps are shown: https://github.com/hashicorp/terraform-provider-aws/pull/4574',
  },
  {
    name: 'refuses warm throughput, which the account does not have',
    input: { StreamName: 'new', StreamModeDetails: { StreamMode: 'ON_DEMAND' }, WarmThroughputMiBps: 10 },
    error: { code: 'InvalidArgumentException', message: /^WarmThroughputMiBps/ },
  },
  {
    name: 'refuses AUTO distribution for a provisioned stream',
    input: { StreamName: 'new', ShardCount: 1, RecordDistributionStrategy: 'AUTO' },
    error: invalidArgument(
      'RecordDistributionStrategy AUTO needs the ON_DEMAND mode, which stream new under account 000000000000 does not have.',
    ),
    source: 'the rule: API_UpdateStreamRecordDistributionStrategy; wording ours',
  },
]
