/*
 * Word count over a live stream: a producer puts lines as they are spoken, with aggregation; two consumers count words by
 * the shard that their line came from, while it still comes. Sums over shards are the count.
 *
 *   npm start                             # in one terminal
 *   node examples/08-word-count.ts        # in another; an endpoint may follow
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-kinesis. In your own project: import from 'millrace/producers' and
 * 'millrace/consumers'.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateStreamCommand, KinesisClient, waitUntilStreamExists } from '@aws-sdk/client-kinesis'
import { Consumer, MemoryLeaseStore } from '../src/consumers/index.ts'
import { Producer } from '../src/producers/index.ts'

const client = new KinesisClient({
  endpoint: process.argv[2] ?? 'http://127.0.0.1:4567',
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const stream = 'words'
await client.send(new CreateStreamCommand({ StreamName: stream, ShardCount: 4 }))
await waitUntilStreamExists({ client, maxWaitTime: 30 }, { StreamName: stream })

const verses = [
  'row row row your boat',
  'gently down the stream',
  'merrily merrily merrily merrily',
  'life is but a dream',
]
const rounds = 50
const speakers = ['ann', 'bob', 'eve']

/** A count for each shard: one consumer at a time has a shard, so nobody else adds to it. */
const countsByShard = new Map<string, Map<string, number>>()
let linesLeft = verses.length * rounds * speakers.length
const { promise: allCounted, resolve: finish } = Promise.withResolvers<void>()

const leases = new MemoryLeaseStore()
function startConsumer(): Promise<Consumer> {
  return Consumer.start({
    client,
    stream,
    leases,
    pollMs: 100,
    process({ shardId, records }) {
      const counts = countsByShard.get(shardId) ?? new Map<string, number>()
      countsByShard.set(shardId, counts)
      for (const { data } of records)
        for (const word of data.toString().split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1)
      linesLeft -= records.length
      if (linesLeft === 0) finish()
    },
  })
}
const consumers = [await startConsumer(), await startConsumer()]

const producer = await Producer.start({ client, stream, bufferedMs: 20 })
const puts = []
for (let round = 0; round < rounds; round++) {
  for (const verse of verses) {
    await producer.ready()
    for (const speaker of speakers)
      puts.push(producer.put({ partitionKey: `${speaker}-${round}`, data: verse }))
  }
  await sleep(5)
}
await producer.close()
const results = await Promise.all(puts)
const stored = new Set(results.map(({ sequenceNumber }) => sequenceNumber))

await allCounted
for (const consumer of consumers) await consumer.stop()

const total = new Map<string, number>()
for (const counts of countsByShard.values())
  for (const [word, count] of counts) total.set(word, (total.get(word) ?? 0) + count)
const most = [...total].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 3)
console.log(`${results.length} lines in fewer records: ${stored.size < results.length / 2}`)
for (const [word, count] of most) console.log(`${word}: ${count}`)
client.destroy()
