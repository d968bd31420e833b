import { call, type KilledDelivery } from './kill-deliveries.ts'

const StreamName = 'killed'
const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`
const target = (operation: string) => `Kinesis_20131202.${operation}`

/** A channel on a stream. (As it is bytes and not JSON, its freshness goes by the clock that the server's is ahead of.) */
export const killedChannel: KilledDelivery = {
  bucket: 'lake',
  async create(server) {
    await call(server, target('CreateStream'), {
      StreamName,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    })
    await call(server, target('CreateChannel'), {
      ChannelName: 'killed',
      ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/delivery',
      StreamConfigurationList: [{ StreamARN, RecordConfiguration: { RecordFormatType: 'BYTE_ARRAY' } }],
      S3DestinationConfiguration: {
        StorageConfiguration: {
          BucketARN: 'arn:aws:s3:::lake',
          ExpectedBucketOwner: '000000000000',
          CompressionType: 'NONE',
        },
      },
    })
  },
  put(server, lines) {
    const Records = lines.map((line) => ({ Data: Buffer.from(line).toString('base64'), PartitionKey: line }))
    return call(server, target('PutRecords'), { StreamName, Records })
  },
}
