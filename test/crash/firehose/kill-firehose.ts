import { call, type KilledDelivery } from './kill-deliveries.ts'

const name = 'killed'

/** A delivery stream with direct puts. */
export const killedFirehose: KilledDelivery = {
  bucket: 'logs',
  create: (server) =>
    call(server, 'Firehose_20150804.CreateDeliveryStream', {
      DeliveryStreamName: name,
      ExtendedS3DestinationConfiguration: {
        RoleARN: 'arn:aws:iam::000000000000:role/firehose',
        BucketARN: 'arn:aws:s3:::logs',
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
      },
    }),
  put(server, lines) {
    const Records = lines.map((line) => ({ Data: Buffer.from(line).toString('base64') }))
    return call(server, 'Firehose_20150804.PutRecordBatch', { DeliveryStreamName: name, Records })
  },
}
