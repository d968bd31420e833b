/*
 * The first walk with Kinesis: a stream, three records, and the three records back in their order.
 *
 *   npm start                                  # in one terminal
 *   node examples/01-put-and-get.ts            # in another; an endpoint may follow
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-kinesis. The same client works against AWS without the endpoint.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateStreamCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis'

const client = new KinesisClient({
  endpoint: process.argv[2] ?? 'http://127.0.0.1:4567',
  region: 'us-east-1',
  /* Any will do: signatures are not checked. 12 digits as the key id would name an account. */
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const StreamName = 'test'

await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
await waitUntilStreamExists({ client, maxWaitTime: 30 }, { StreamName })

for (const event of ['user signup', 'user login', 'user logout']) {
  const { SequenceNumber } = await client.send(
    new PutRecordCommand({ StreamName, PartitionKey: 'user1', Data: Buffer.from(event) }),
  )
  console.log(`put ${event} as ${SequenceNumber}`)
}

const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }))
const ShardId = StreamDescription?.Shards?.[0]?.ShardId
console.log(`stream ${StreamDescription?.StreamARN} is ${StreamDescription?.StreamStatus}`)

let { ShardIterator } = await client.send(
  new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
)
for (let got = 0; got < 3 && ShardIterator !== undefined; ) {
  const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }))
  for (const { Data } of Records) console.log(`got ${Buffer.from(Data ?? []).toString()}`)
  got += Records.length
  ShardIterator = NextShardIterator
  /* A shard takes five reads a second. */
  if (Records.length === 0) await sleep(200)
}
client.destroy()
