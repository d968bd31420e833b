/* A producer and a consumer by the AWS SDK, over sockets, on a real server. */
import {
  CreateStreamCommand,
  KinesisClient,
  SplitShardCommand,
  UpdateStreamRecordDistributionStrategyCommand,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { Consumer, MemoryLeaseStore } from '../../src/consumers/index.ts'
import { createServer } from '../../src/index.ts'
import { Producer, type ProducerOptions } from '../../src/producers/index.ts'

const stream = 'orders'
const half = 2n ** 127n

async function start(shape: { ShardCount: number } | { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }) {
  const server = await createServer({ limits: 'off' })
  const client = new KinesisClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  await client.send(new CreateStreamCommand({ StreamName: stream, ...shape }))
  return {
    server,
    client,
    produce: (options: Partial<ProducerOptions> = {}) =>
      Producer.start({ client, stream, shardLimits: 'off', ...options }),
    async [Symbol.asyncDispose]() {
      client.destroy()
      await server.close()
    },
  }
}

/** Everything that a consumer gets until there are so many records, by partition key. */
async function consume(client: KinesisClient, count: number): Promise<Map<string, string[]>> {
  const received = new Map<string, string[]>()
  const { promise: done, resolve } = Promise.withResolvers<void>()
  let left = count
  const consumer = await Consumer.start({
    client,
    stream,
    leases: new MemoryLeaseStore(),
    failoverMs: 400,
    pollMs: 20,
    process({ records }) {
      for (const { partitionKey, data } of records)
        received.set(partitionKey, [...(received.get(partitionKey) ?? []), data.toString()])
      left -= records.length
      if (left <= 0) resolve()
    },
  })
  await done
  await consumer.stop()
  return received
}

test('what is put while shards are split is consumed once and in the order of each key', async () => {
  await using orders = await start({ ShardCount: 1 })
  const producer = await orders.produce({ preserveOrder: true, bufferedMs: 5 })
  const keys = Array.from({ length: 20 }, (_, i) => `truck-${i}`)
  const reports = 100
  const puts: Promise<{ shardId: string }>[] = []
  for (let report = 0; report < reports; report++) {
    if (report === 30 || report === 60) {
      const ShardToSplit = report === 30 ? 'shardId-000000000000' : 'shardId-000000000001'
      const NewStartingHashKey = `${report === 30 ? half : half / 2n}`
      await orders.client.send(
        new SplitShardCommand({ StreamName: stream, ShardToSplit, NewStartingHashKey }),
      )
    }
    for (const partitionKey of keys) puts.push(producer.put({ partitionKey, data: `${report}` }))
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await producer.close()
  const shards = new Set((await Promise.all(puts)).map(({ shardId }) => shardId))
  expect(shards.size).toBeGreaterThanOrEqual(4)
  const received = await consume(orders.client, keys.length * reports)
  const expected = Array.from({ length: reports }, (_, i) => `${i}`)
  for (const key of keys) expect(received.get(key)).toEqual(expected)
})

test('a stream whose records the service distributes is put to without aggregation', async () => {
  await using orders = await start({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } })
  const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${stream}`
  await orders.client.send(
    new UpdateStreamRecordDistributionStrategyCommand({ StreamARN, RecordDistributionStrategy: 'AUTO' }),
  )
  const producer = await orders.produce()
  const puts = Array.from({ length: 50 }, (_, i) => producer.put({ partitionKey: 'same', data: `${i}` }))
  await producer.close()
  const results = await Promise.all(puts)
  expect(new Set(results.map(({ subSequenceNumber }) => subSequenceNumber))).toEqual(new Set([0]))
  const received = await consume(orders.client, 50)
  expect(received.get('same')?.length).toBe(50)
})

test('a stream that is not there is an error of the start', async () => {
  await using orders = await start({ ShardCount: 1 })
  await expect(orders.produce({ stream: 'absent' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
})

test('records wait for a server that is away, and are rejected when their time is over', async () => {
  await using orders = await start({ ShardCount: 1 })
  const producer = await orders.produce({ ttlMs: 300 })
  await orders.server.close()
  await expect(producer.put({ partitionKey: 'a', data: 'b' })).rejects.toMatchObject({
    code: 'PRODUCER_RECORD_EXPIRED',
  })
  await producer.close()
})
