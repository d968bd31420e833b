/* Enhanced fan-out. */
import { deepEqual, equal, rejects } from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import {
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  ListTagsForResourceCommand,
  PutRecordCommand,
  PutRecordsCommand,
  paginateListStreamConsumers,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis'
import { step } from '../steps.ts'
import { client, create, firstShard, summary } from './client.ts'

const StreamName = 'consumers'
/** SubscribeToShard may be called once a second. */
const subscribeIntervalMs = 1000
const payloads = Array.from({ length: 100 }, (_, i) => Buffer.alloc(i, i))
let StreamARN = ''
let ConsumerARN = ''

export async function consumerSteps(): Promise<void> {
  await step('register consumers', register)
  await step('describe one by ARN and by name', describeOne)
  await step('list them a page at a time', list)
  await step('a consumer gets records pushed, with what is put later', subscribe)
  await step('a second subscription has to wait', async () => {
    await delay(subscribeIntervalMs)
    await rejects(subscription(), { name: 'ResourceInUseException' })
  })
  await step('deregister one and delete the stream with the other', remove)
}

async function register(): Promise<void> {
  StreamARN = await create({ StreamName, ShardCount: 1 })
  const first = { StreamARN, ConsumerName: 'first', Tags: { team: 'a' } }
  const { Consumer } = await client.send(new RegisterStreamConsumerCommand(first))
  ConsumerARN = Consumer?.ConsumerARN ?? ''
  equal(ConsumerARN.startsWith(`${StreamARN}/consumer/first:`), true)
  await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'second' }))
  equal((await summary(StreamName)).ConsumerCount, 2)
}

async function describeOne(): Promise<void> {
  const byName = { StreamARN, ConsumerName: 'first' }
  for (const input of [{ ConsumerARN }, byName]) {
    const { ConsumerDescription } = await client.send(new DescribeStreamConsumerCommand(input))
    equal(ConsumerDescription?.ConsumerARN, ConsumerARN)
    equal(ConsumerDescription.ConsumerStatus, 'ACTIVE')
    equal(ConsumerDescription.StreamARN, StreamARN)
  }
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: ConsumerARN }))
  deepEqual(Tags, [{ Key: 'team', Value: 'a' }])
}

async function list(): Promise<void> {
  const names: (string | undefined)[][] = []
  for await (const { Consumers } of paginateListStreamConsumers({ client, pageSize: 1 }, { StreamARN })) {
    names.push(Consumers?.map(({ ConsumerName }) => ConsumerName) ?? [])
  }
  deepEqual(names, [['first'], ['second']])
}

function subscription() {
  const StartingPosition = { Type: 'TRIM_HORIZON' as const }
  return client.send(new SubscribeToShardCommand({ ConsumerARN, ShardId: firstShard, StartingPosition }))
}

async function subscribe(): Promise<void> {
  const Records = payloads.map((Data) => ({ Data, PartitionKey: 'k' }))
  await client.send(new PutRecordsCommand({ StreamName, Records }))
  const { EventStream } = await subscription()
  const read: Buffer[] = []
  for await (const { SubscribeToShardEvent } of EventStream ?? []) {
    read.push(...(SubscribeToShardEvent?.Records ?? []).map(({ Data }) => Buffer.from(Data ?? [])))
    if (read.length > payloads.length) break
    if (read.length < payloads.length) continue
    const later = { PartitionKey: 'k', Data: Buffer.from('later') }
    await client.send(new PutRecordCommand({ StreamName, ...later }))
  }
  deepEqual(read, [...payloads, Buffer.from('later')])
}

async function remove(): Promise<void> {
  await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN }))
  equal((await summary(StreamName)).ConsumerCount, 1)
  await rejects(client.send(new DeleteStreamCommand({ StreamName })), { name: 'ResourceInUseException' })
  await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }))
  await rejects(summary(StreamName), { name: 'ResourceNotFoundException' })
}
