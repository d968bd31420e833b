/*
 * A hundred trucks report where they are. Each truck's id is the partition key, so its positions are in one shard, in
 * their order; three consumers share the five shards, and each truck is at one of them at a time.
 *
 *   npm start                                # in one terminal
 *   node examples/04-hundred-trucks.ts       # in another; an endpoint may follow
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-kinesis. In your own project: import { Consumer } from 'millrace/consumers'.
 */
import {
  CreateStreamCommand,
  KinesisClient,
  PutRecordsCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis'
import { Consumer } from '../src/consumers/index.ts'

const client = new KinesisClient({
  endpoint: process.argv[2] ?? 'http://127.0.0.1:4567',
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const StreamName = 'trucks'
const trucks = Array.from({ length: 100 }, (_, i) => `truck-${i}`)
const reportsPerTruck = 20

await client.send(new CreateStreamCommand({ StreamName, ShardCount: 5 }))
await waitUntilStreamExists({ client, maxWaitTime: 30 }, { StreamName })

for (let report = 0; report < reportsPerTruck; report++) {
  const Records = trucks.map((truck) => ({ PartitionKey: truck, Data: Buffer.from(`${report}`) }))
  await client.send(new PutRecordsCommand({ StreamName, Records }))
}

/** By truck: the next report that should come. */
const next = new Map(trucks.map((truck) => [truck, 0]))
const { promise: done, resolve: finish } = Promise.withResolvers<void>()
let left = trucks.length * reportsPerTruck

/* Who has which shard is kept in the server: consumers of the same application may be in any number of processes. */
function startConsumer(): Promise<Consumer> {
  return Consumer.start({
    client,
    stream: StreamName,
    application: 'fleet',
    pollMs: 100,
    process({ records }) {
      for (const { partitionKey, data } of records) {
        if (Number(data) !== next.get(partitionKey)) throw new Error(`${partitionKey} is out of order`)
        next.set(partitionKey, Number(data) + 1)
      }
      left -= records.length
      if (left === 0) finish()
    },
  })
}

const consumers = [await startConsumer(), await startConsumer(), await startConsumer()]
await done
for (const consumer of consumers) await consumer.stop()

const inOrder = [...next.values()].filter((report) => report === reportsPerTruck)
console.log(`${inOrder.length} trucks: ${reportsPerTruck} reports of each, in their order`)
client.destroy()
