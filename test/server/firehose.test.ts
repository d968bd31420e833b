/* Firehose of a whole server, called by the AWS SDK for JavaScript: every operation, over a socket. */
import * as sdk from '@aws-sdk/client-firehose'
import { expect, onTestFinished, test } from 'vitest'
import { createServer } from '../../src/index.ts'

const DeliveryStreamName = 'orders'
const bucket = { RoleARN: 'arn:aws:iam::000000000000:role/firehose', BucketARN: 'arn:aws:s3:::orders' }

test('the AWS SDK calls every operation of Firehose', async () => {
  const server = await createServer()
  const credentials = { accessKeyId: '111111111111', secretAccessKey: 'any' }
  const client = new sdk.FirehoseClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  })
  onTestFinished(async () => {
    client.destroy()
    await server.close()
  })
  const created = await client.send(
    new sdk.CreateDeliveryStreamCommand({
      DeliveryStreamName,
      ExtendedS3DestinationConfiguration: bucket,
      Tags: [{ Key: 'team', Value: 'shop' }],
    }),
  )
  expect(created.DeliveryStreamARN).toBe('arn:aws:firehose:us-east-1:111111111111:deliverystream/orders')
  const Record = { Data: Buffer.from('one') }
  const put = await client.send(new sdk.PutRecordCommand({ DeliveryStreamName, Record }))
  expect(put).toMatchObject({ RecordId: expect.any(String) as string, Encrypted: false })
  const batch = await client.send(
    new sdk.PutRecordBatchCommand({ DeliveryStreamName, Records: [Record, Record] }),
  )
  expect(batch).toMatchObject({ FailedPutCount: 0, RequestResponses: [{}, {}] })
  await client.send(new sdk.TagDeliveryStreamCommand({ DeliveryStreamName, Tags: [{ Key: 'cost' }] }))
  await client.send(new sdk.UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: ['team'] }))
  const tags = await client.send(new sdk.ListTagsForDeliveryStreamCommand({ DeliveryStreamName }))
  expect(tags).toMatchObject({ Tags: [{ Key: 'cost', Value: '' }], HasMoreTags: false })
  await client.send(new sdk.StartDeliveryStreamEncryptionCommand({ DeliveryStreamName }))
  await client.send(new sdk.StopDeliveryStreamEncryptionCommand({ DeliveryStreamName }))
  const described = await client.send(new sdk.DescribeDeliveryStreamCommand({ DeliveryStreamName }))
  const { VersionId, CreateTimestamp, Destinations } = described.DeliveryStreamDescription!
  expect(CreateTimestamp).toBeInstanceOf(Date)
  await client.send(
    new sdk.UpdateDestinationCommand({
      DeliveryStreamName,
      CurrentDeliveryStreamVersionId: VersionId,
      DestinationId: Destinations?.[0]?.DestinationId,
      ExtendedS3DestinationUpdate: { Prefix: 'in/' },
    }),
  )
  const listed = await client.send(new sdk.ListDeliveryStreamsCommand({}))
  expect(listed).toMatchObject({ DeliveryStreamNames: [DeliveryStreamName], HasMoreDeliveryStreams: false })
  await client.send(new sdk.DeleteDeliveryStreamCommand({ DeliveryStreamName }))
  const gone = client.send(new sdk.DescribeDeliveryStreamCommand({ DeliveryStreamName }))
  await expect(gone).rejects.toBeInstanceOf(sdk.ResourceNotFoundException)
})
