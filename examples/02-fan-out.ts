/*
 * Enhanced fan-out: a consumer is registered with a stream, subscribes to its shard, and gets records pushed as they come.
 *
 *   npm start                             # in one terminal
 *   node examples/02-fan-out.ts           # in another; an endpoint may follow
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-kinesis. The same client works against AWS without the endpoint.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis'

const client = new KinesisClient({
  endpoint: process.argv[2] ?? 'http://127.0.0.1:4567',
  region: 'us-east-1',
  /* Any will do: signatures are not checked. 12 digits as the key id would name an account. */
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const StreamName = 'fan-out'

await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
await waitUntilStreamExists({ client, maxWaitTime: 30 }, { StreamName })
const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }))
const StreamARN = StreamDescriptionSummary?.StreamARN

const { Consumer } = await client.send(
  new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'printer' }),
)
const ConsumerARN = Consumer?.ConsumerARN
for (let status = Consumer?.ConsumerStatus; status !== 'ACTIVE'; ) {
  await sleep(200)
  const described = await client.send(new DescribeStreamConsumerCommand({ ConsumerARN }))
  status = described.ConsumerDescription?.ConsumerStatus
}
console.log(`consumer ${Consumer?.ConsumerName} is ACTIVE`)

/* For 5 minutes. To go on after that, subscribe again from the last ContinuationSequenceNumber. */
const { EventStream = [] } = await client.send(
  new SubscribeToShardCommand({
    ConsumerARN,
    ShardId: 'shardId-000000000000',
    StartingPosition: { Type: 'LATEST' },
  }),
)

const events = ['user signup', 'user login', 'user logout']
for (const event of events) {
  await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'user1', Data: Buffer.from(event) }))
}

let got = 0
for await (const { SubscribeToShardEvent } of EventStream) {
  /* There are empty ones too, to show that the subscription lives. */
  for (const { Data } of SubscribeToShardEvent?.Records ?? []) {
    console.log(`got ${Buffer.from(Data ?? []).toString()}`)
    got++
  }
  if (got >= events.length) break
}
await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN }))
client.destroy()
