/*
 * Firehose with the JavaScript SDK v3: node main.ts ENDPOINT.
 */
import { deepEqual, equal, rejects } from 'node:assert/strict'
import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  InvalidArgumentException,
  ListDeliveryStreamsCommand,
  ListTagsForDeliveryStreamCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
  ResourceNotFoundException,
  StartDeliveryStreamEncryptionCommand,
  StopDeliveryStreamEncryptionCommand,
  TagDeliveryStreamCommand,
  UntagDeliveryStreamCommand,
  UpdateDestinationCommand,
} from '@aws-sdk/client-firehose'
import { step } from '../../steps.ts'

const [endpoint = ''] = process.argv.slice(2)
const client = new FirehoseClient({ endpoint, region: 'us-east-1' })
const DeliveryStreamName = 'js-orders'
const bucket = { RoleARN: 'arn:aws:iam::000000000000:role/firehose', BucketARN: 'arn:aws:s3:::js-orders' }

async function described() {
  const answer = await client.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }))
  return answer.DeliveryStreamDescription
}

await step('a delivery stream to an HTTP endpoint is made, described and listed', async () => {
  const { DeliveryStreamARN } = await client.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName,
      HttpEndpointDestinationConfiguration: {
        EndpointConfiguration: { Url: 'https://collector.example/v1', AccessKey: 'secret' },
        S3Configuration: bucket,
      },
    }),
  )
  const found = await described()
  deepEqual([found?.DeliveryStreamARN, found?.DeliveryStreamStatus], [DeliveryStreamARN, 'ACTIVE'])
  const { HttpEndpointDestinationDescription: destination } = found?.Destinations?.[0] ?? {}
  deepEqual(destination?.EndpointConfiguration, { Url: 'https://collector.example/v1' })
  const { DeliveryStreamNames } = await client.send(new ListDeliveryStreamsCommand({ Limit: 1 }))
  deepEqual(DeliveryStreamNames, [DeliveryStreamName])
})
await step('records are put', async () => {
  const Record = { Data: Uint8Array.of(0, 255) }
  const one = await client.send(new PutRecordCommand({ DeliveryStreamName, Record }))
  const Records = Array.from({ length: 500 }, (_, n) => ({ Data: Buffer.from(`${n}\n`) }))
  const batch = await client.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }))
  equal(batch.FailedPutCount, 0)
  const ids = [one.RecordId, ...(batch.RequestResponses ?? []).map(({ RecordId }) => RecordId)]
  equal(new Set(ids).size, 501)
})
await step('tags', async () => {
  const Tags = [
    { Key: 'stage', Value: 'ü' },
    { Key: 'team', Value: 'a b' },
  ]
  await client.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags }))
  await client.send(new UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: ['team'] }))
  const answer = await client.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName }))
  deepEqual(answer.Tags, [Tags[0]])
})
await step('encryption', async () => {
  await client.send(new StartDeliveryStreamEncryptionCommand({ DeliveryStreamName }))
  equal((await described())?.DeliveryStreamEncryptionConfiguration?.Status, 'ENABLED')
  await client.send(new StopDeliveryStreamEncryptionCommand({ DeliveryStreamName }))
  equal((await described())?.DeliveryStreamEncryptionConfiguration?.Status, 'DISABLED')
})
await step('the destination is changed', async () => {
  const { VersionId, Destinations } = (await described()) ?? {}
  const request = {
    DeliveryStreamName,
    CurrentDeliveryStreamVersionId: VersionId,
    DestinationId: Destinations?.[0]?.DestinationId,
    HttpEndpointDestinationUpdate: { RetryOptions: { DurationInSeconds: 0 } },
  }
  await client.send(new UpdateDestinationCommand(request))
  const changed = await described()
  const { HttpEndpointDestinationDescription: destination } = changed?.Destinations?.[0] ?? {}
  deepEqual([changed?.VersionId, destination?.RetryOptions?.DurationInSeconds], ['2', 0])
})
await step('errors have their classes', async () => {
  const Record = { Data: Uint8Array.of(1) }
  const absent = new PutRecordCommand({ DeliveryStreamName: 'absent', Record })
  await rejects(client.send(absent), ResourceNotFoundException)
  const nowhere = new CreateDeliveryStreamCommand({ DeliveryStreamName: 'js-nowhere' })
  await rejects(client.send(nowhere), InvalidArgumentException)
})
await step('it is deleted', async () => {
  await client.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }))
  deepEqual((await client.send(new ListDeliveryStreamsCommand({}))).DeliveryStreamNames, [])
})
client.destroy()
