/* Channels, which deliver a stream to a bucket. (What they deliver is tried in test/firehose-sink/channels: it takes five minutes.) */
import { deepEqual, equal, rejects } from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CreateChannelCommand,
  DeleteChannelCommand,
  DeleteStreamCommand,
  DescribeChannelCommand,
  ListChannelsCommand,
  UpdateChannelCommand,
} from '@aws-sdk/client-kinesis'
import { step } from '../steps.ts'
import { client, create, summary } from './client.ts'

const StreamName = 'delivered'
const bucket = { BucketARN: 'arn:aws:s3:::lake', ExpectedBucketOwner: '000000000000' }
let StreamARN = ''
let ChannelARN: string | undefined

export async function channelSteps(): Promise<void> {
  await step('create a channel on an on-demand stream', createChannel)
  await step('it becomes active and is listed', list)
  await step('update its freshness', update)
  await step('the stream can be deleted when the channel is', remove)
}

async function createChannel(): Promise<void> {
  StreamARN = await create({ StreamName, StreamModeDetails: { StreamMode: 'ON_DEMAND' } })
  const { ChannelDescription } = await client.send(
    new CreateChannelCommand({
      ChannelName: 'to-lake',
      ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/delivery',
      StreamConfigurationList: [{ StreamARN, RecordConfiguration: { RecordFormatType: 'STRING' } }],
      S3DestinationConfiguration: { StorageConfiguration: { ...bucket, CompressionType: 'GZIP' } },
    }),
  )
  ChannelARN = ChannelDescription?.ChannelARN
  equal(ChannelDescription?.ChannelStatus, 'CREATING')
  equal(ChannelDescription.ChannelCreationTimestamp instanceof Date, true)
}

async function describe() {
  return (await client.send(new DescribeChannelCommand({ ChannelARN }))).ChannelDescription
}

async function list(): Promise<void> {
  while ((await describe())?.ChannelStatus === 'CREATING') await delay(300)
  equal((await describe())?.ChannelStatus, 'ACTIVE')
  const filter = new ListChannelsCommand({ StreamFilter: [{ StreamARN }] })
  const { ChannelSummaries } = await client.send(filter)
  deepEqual(
    ChannelSummaries?.map((one) => [one.ChannelARN, one.ChannelDestinationType]),
    [[ChannelARN, 'S3']],
  )
  equal((await summary(StreamName)).ChannelCount, 1)
}

async function update(): Promise<void> {
  const S3DestinationConfiguration = { DataFreshnessInSeconds: 600 }
  await client.send(new UpdateChannelCommand({ ChannelARN, S3DestinationConfiguration }))
  equal((await describe())?.S3DestinationConfiguration?.DataFreshnessInSeconds, 600)
}

async function remove(): Promise<void> {
  await rejects(client.send(new DeleteStreamCommand({ StreamName })), { name: 'ResourceInUseException' })
  await client.send(new DeleteChannelCommand({ ChannelARN }))
  await rejects(describe(), { name: 'ResourceNotFoundException' })
  await client.send(new DeleteStreamCommand({ StreamName }))
}
