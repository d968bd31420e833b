/*
 * Resharding: a shard is split while records are put, and all of them are read, parents before their children: so the
 * records of each key come in the order in which they were put.
 *
 *   npm start                                # in one terminal
 *   node examples/03-resharding.ts           # in another; an endpoint may follow
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-kinesis. The same client works against AWS without the endpoint.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis'

const client = new KinesisClient({
  endpoint: process.argv[2] ?? 'http://127.0.0.1:4567',
  region: 'us-east-1',
  /* Any will do: signatures are not checked. 12 digits as the key id would name an account. */
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const StreamName = 'resharding'
const keys = ['red', 'green', 'blue', 'white']
const recordsPerKey = 25

await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
await waitUntilStreamExists({ client, maxWaitTime: 30 }, { StreamName })

/** Puts the numbers from 0 up, one after the other. */
async function write(PartitionKey: string): Promise<void> {
  for (let i = 0; i < recordsPerKey; i++) {
    await client.send(new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.from(`${i}`) }))
  }
}

/** In the middle of its hash keys. */
async function split(ShardToSplit: string): Promise<void> {
  const NewStartingHashKey = (2n ** 127n).toString()
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }))
  console.log(`split ${ShardToSplit}`)
}

await Promise.all([...keys.map(write), sleep(20).then(() => split('shardId-000000000000'))])
await waitUntilStreamExists({ client, maxWaitTime: 60 }, { StreamName })

/** By partition key: the numbers that have been read. */
const read = new Map(keys.map((key): [string, number[]] => [key, []]))

/** Reads a shard to its end. @returns the shards that go on from it; none for one that is still open */
async function readShard(ShardId: string): Promise<string[]> {
  let { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  )
  for (let count = 0; ; ) {
    const answer = await client.send(new GetRecordsCommand({ ShardIterator }))
    for (const { PartitionKey = '', Data } of answer.Records ?? []) {
      read.get(PartitionKey)?.push(Number(Buffer.from(Data ?? []).toString()))
      count++
    }
    ShardIterator = answer.NextShardIterator
    if (ShardIterator === undefined || answer.MillisBehindLatest === 0) {
      console.log(`${ShardId} has ${count} records`)
      if (ShardIterator === undefined) return (answer.ChildShards ?? []).map(({ ShardId = '' }) => ShardId)
      return []
    }
    /* A shard takes five reads a second. */
    await sleep(200)
  }
}

for (const shards = ['shardId-000000000000'], seen = new Set<string>(); shards.length > 0; ) {
  const shard = shards.shift() ?? ''
  if (seen.has(shard)) continue
  seen.add(shard)
  shards.push(...(await readShard(shard)))
}

for (const [key, numbers] of read) {
  const inOrder = numbers.length === recordsPerKey && numbers.every((number, i) => number === i)
  console.log(`${key}: ${numbers.length} records, ${inOrder ? 'in their order' : 'NOT in their order'}`)
}
const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }))
for (const { ShardId, ParentShardId = 'none' } of Shards) console.log(`${ShardId}, parent: ${ParentShardId}`)
client.destroy()
