import { absentStreamCases, addressCases, arnOf, type Case } from './case.ts'

export const cases: Case<'DescribeStreamSummary'>[] = [
  ...addressCases({}),
  ...absentStreamCases({}),
  {
    name: 'gives what there is of a provisioned stream',
    input: { StreamName: 'large' },
    output: {
      StreamDescriptionSummary: {
        StreamName: 'large',
        StreamARN: arnOf('large'),
        StreamStatus: 'ACTIVE',
        StreamModeDetails: { StreamMode: 'PROVISIONED' },
        RetentionPeriodHours: 24,
        EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
        EncryptionType: 'NONE',
        OpenShardCount: 1,
        ConsumerCount: 0,
        ChannelCount: 0,
        MaxRecordSizeInKiB: 2048,
      },
    },
  },
  {
    name: 'counts the consumers of a stream',
    input: { StreamName: 'orders' },
    output: { StreamDescriptionSummary: { ConsumerCount: 1 } },
  },
  {
    name: 'gives the four shards of an on-demand stream',
    input: { StreamName: 'demand' },
    output: {
      StreamDescriptionSummary: { StreamModeDetails: { StreamMode: 'ON_DEMAND' }, OpenShardCount: 4 },
    },
  },
]
