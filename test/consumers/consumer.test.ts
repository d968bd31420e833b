/*
 * Consumers by the AWS SDK on a real server. What a group does in trouble is in test/sim/consumers; here is how it gets
 * at a stream.
 */
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  KinesisClient,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { Aggregate } from '../../src/aggregation/index.ts'
import {
  Consumer,
  type ConsumerOptions,
  type LeaseStore,
  MemoryLeaseStore,
} from '../../src/consumers/index.ts'
import { createServer } from '../../src/index.ts'
import { aLease } from './leases/a-lease.ts'

const stream = 'orders'
const half = '170141183460469231731687303715884105728'

interface TestStream extends AsyncDisposable {
  readonly client: KinesisClient
  readonly leases: LeaseStore
  /** Texts by the shards that they came from, in the order in which they came. */
  readonly received: Map<string, string[]>
  put(...texts: (string | Buffer)[]): Promise<void>
  consume(options?: Partial<ConsumerOptions>): Promise<Consumer>
  /** Resolves when so many records have come. */
  untilReceived(count: number): Promise<void>
}

/** Looks again and again: workers agree on shards over real sockets, in their own time. The test's time-out ends it. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
}

async function startStream(shardCount: number): Promise<TestStream> {
  const server = await createServer({ limits: 'off' })
  const client = new KinesisClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  await client.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shardCount }))
  const leases = new MemoryLeaseStore()
  const received = new Map<string, string[]>()
  const consumers: Consumer[] = []
  let waiting: { count: number; resolve(): void } | undefined
  const count = () => [...received.values()].reduce((sum, texts) => sum + texts.length, 0)
  return {
    client,
    leases,
    received,
    async put(...texts) {
      const Records = texts.map((text, i) => ({ Data: Buffer.from(text), PartitionKey: `key-${i}` }))
      await client.send(new PutRecordsCommand({ StreamName: stream, Records }))
    },
    async consume(options = {}) {
      const process: ConsumerOptions['process'] = ({ shardId, records }) => {
        const texts = received.get(shardId) ?? []
        received.set(shardId, [...texts, ...records.map(({ data }) => data.toString())])
        if (waiting !== undefined && count() >= waiting.count) waiting.resolve()
      }
      const common = { client, stream, leases, failoverMs: 400, pollMs: 20, checkpointIntervalMs: 0 }
      const consumer = await Consumer.start({ ...common, process, ...options } as ConsumerOptions)
      consumers.push(consumer)
      return consumer
    },
    untilReceived(wanted) {
      if (count() >= wanted) return Promise.resolve()
      return new Promise((resolve) => {
        waiting = { count: wanted, resolve }
      })
    },
    async [Symbol.asyncDispose]() {
      for (const consumer of consumers) await consumer.stop()
      client.destroy()
      await server.close()
    },
  }
}

const all = ({ received }: TestStream) => [...received.values()].flat().sort()

test.each([{ by: 'polling' }, { by: 'fan-out', fanOut: 'reader' }])(
  'a consumer gets every record of every shard, and what is put later, by $by',
  async ({ fanOut }) => {
    await using orders = await startStream(3)
    await orders.put('a', 'b', 'c', 'd', 'e')
    await orders.consume(fanOut === undefined ? {} : { fanOut })
    await orders.untilReceived(5)
    await orders.put('f', 'g')
    await orders.untilReceived(7)
    expect(all(orders)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  },
)

test('a consumer that was stopped is followed by one that goes on behind its last record', async () => {
  await using orders = await startStream(1)
  await orders.put('a', 'b')
  const first = await orders.consume()
  await orders.untilReceived(2)
  await first.stop()
  await orders.put('c')
  await orders.consume()
  await orders.untilReceived(3)
  expect(all(orders)).toEqual(['a', 'b', 'c'])
})

test.each([{ by: 'polling' }, { by: 'fan-out', fanOut: 'reader' }])(
  'the children of a shard follow their parent, by $by',
  async ({ fanOut }) => {
    await using orders = await startStream(1)
    await orders.put('a', 'b')
    await orders.client.send(
      new SplitShardCommand({
        StreamName: stream,
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: half,
      }),
    )
    await orders.put('c', 'd', 'e', 'f')
    await orders.consume(fanOut === undefined ? {} : { fanOut })
    await orders.untilReceived(6)
    expect([...orders.received.keys()].sort()[0]).toBe('shardId-000000000000')
    expect([...orders.received.values()][0]).toEqual(['a', 'b'])
    expect(all(orders)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  },
)

test('two consumers of an application share the shards', async () => {
  await using orders = await startStream(4)
  const one = await orders.consume()
  const other = await orders.consume()
  await until(() => one.shards.length === 2 && other.shards.length === 2)
  expect([...one.shards, ...other.shards].sort()).toEqual([0, 1, 2, 3].map((i) => `shardId-00000000000${i}`))
})

test('from the latest record on, and from a time on, older records are left out', async () => {
  await using orders = await startStream(1)
  await orders.put('old')
  const consumer = await orders.consume({ start: 'LATEST' })
  while (consumer.shards.length === 0) await new Promise(setImmediate)
  const later = new Map<string, string[]>()
  await orders.consume({
    leases: new MemoryLeaseStore(),
    start: { timestampMs: 0 },
    process: ({ shardId, records }) =>
      void later.set(
        shardId,
        records.map(({ data }) => data.toString()),
      ),
  })
  await until(() => later.size > 0)
  expect([...later.values()]).toEqual([['old']])
  expect(all(orders)).toEqual([])
})

test('records that the KPL would aggregate come one by one', async () => {
  await using orders = await startStream(1)
  const aggregate = new Aggregate()
  for (const text of ['a', 'b', 'c']) aggregate.add('key', undefined, Buffer.from(text))
  await orders.put(aggregate.toBytes(), 'd')
  await orders.consume()
  await orders.untilReceived(4)
  expect([...orders.received.values()]).toEqual([['a', 'b', 'c', 'd']])
})

test('a stream that is not there is an error of the start', async () => {
  await using orders = await startStream(1)
  await orders.client.send(new DeleteStreamCommand({ StreamName: stream }))
  await expect(orders.consume()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('an application that is only named has its leases in the server, and two consumers share them', async () => {
  await using orders = await startStream(2)
  await orders.put('a', 'b', 'c')
  const named = { leases: undefined, application: 'billing' } as Partial<ConsumerOptions>
  const first = await orders.consume(named)
  await orders.untilReceived(3)
  const second = await orders.consume(named)
  await until(() => first.shards.length === 1 && second.shards.length === 1)
  await first.stop()
  await orders.put('d', 'e')
  await orders.untilReceived(5)
  expect(all(orders)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a consumer of several streams tells them apart, follows each through its reshards, and shares all their shards', async () => {
  await using orders = await startStream(1)
  const { client } = orders
  await client.send(new CreateStreamCommand({ StreamName: 'returns', ShardCount: 2 }))
  await orders.put('a', 'b')
  const Records = [{ Data: Buffer.from('x'), PartitionKey: 'k' }]
  await client.send(new PutRecordsCommand({ StreamName: 'returns', Records }))
  const split = { ShardToSplit: 'shardId-000000000000', NewStartingHashKey: half }
  await client.send(new SplitShardCommand({ StreamName: stream, ...split }))
  await orders.put('c', 'd')
  const received: string[] = []
  const several = {
    stream: undefined,
    streams: [stream, 'returns', stream],
    process: ({ stream: from, records }) =>
      void received.push(...records.map(({ data }) => `${from}: ${data.toString()}`)),
  } as Partial<ConsumerOptions>
  const consumer = await orders.consume(several)
  await until(() => received.length >= 5)
  expect([...received].sort()).toEqual(['orders: a', 'orders: b', 'orders: c', 'orders: d', 'returns: x'])
  const other = await orders.consume(several)
  await until(() => consumer.shards.length === 2 && other.shards.length === 2)
  const keys = [...consumer.shards, ...other.shards].sort()
  expect(keys.map((key) => key.replace(/:\d+:/, ':epoch:'))).toEqual([
    '000000000000:orders:epoch:shardId-000000000001',
    '000000000000:orders:epoch:shardId-000000000002',
    '000000000000:returns:epoch:shardId-000000000000',
    '000000000000:returns:epoch:shardId-000000000001',
  ])
})

test('a stream that was deleted keeps no other of the application from being followed, nor do leases of streams unknown to it', async () => {
  await using orders = await startStream(1)
  const { client } = orders
  await client.send(new CreateStreamCommand({ StreamName: 'returns', ShardCount: 1 }))
  await orders.leases.create(aLease({ key: '000000000000:unknown:1:shardId-000000000000' }))
  const consumer = await orders.consume({
    stream: undefined,
    streams: [stream, 'returns'],
  } as Partial<ConsumerOptions>)
  await until(() => consumer.shards.length >= 2)
  await client.send(new DeleteStreamCommand({ StreamName: 'returns' }))
  const split = { ShardToSplit: 'shardId-000000000000', NewStartingHashKey: half }
  await client.send(new SplitShardCommand({ StreamName: stream, ...split }))
  await orders.put('a', 'b', 'c', 'd')
  await orders.untilReceived(4)
  expect(all(orders)).toEqual(['a', 'b', 'c', 'd'])
})

test('a loop over the batches of each shard gets all records, and its checkpoints count for the next consumer', async () => {
  await using orders = await startStream(2)
  await orders.put('a', 'b', 'c', 'd')
  const received: string[] = []
  const ends: unknown[] = []
  const loop = {
    process: undefined,
    eachShard: async (shard) => {
      for await (const { records, writeCheckpoint } of shard) {
        received.push(...records.map(({ data }) => data.toString()))
        await writeCheckpoint()
      }
      ends.push(shard.end)
    },
  } as Partial<ConsumerOptions>
  const first = await orders.consume(loop)
  await until(() => received.length >= 4)
  await first.stop()
  await orders.put('e')
  await orders.consume(loop)
  await until(() => received.length >= 5)
  expect(received.sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(ends).toEqual(['shutdownRequested', 'shutdownRequested'])
})

test('a consumer whose signal aborts saves what it has in hand, and lets its shards go', async () => {
  await using orders = await startStream(1)
  const stopping = new AbortController()
  await orders.put('a')
  const inHand = Promise.withResolvers<void>()
  const consumer = await orders.consume({
    signal: stopping.signal,
    process: async () => {
      stopping.abort()
      await inHand.promise
    },
  })
  await until(() => stopping.signal.aborted)
  inHand.resolve()
  await consumer.stopped
  const [lease] = await orders.leases.list()
  expect(lease?.owner).toBeUndefined()
  expect(lease?.checkpoint.sequenceNumber).toMatch(/^\d+$/)
  expect(consumer.shards).toEqual([])
})

test('a consumer whose signal has aborted does not start', async () => {
  await using orders = await startStream(1)
  const reason = new Error('the application ends')
  await expect(orders.consume({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(await orders.leases.list()).toEqual([])
  const starting = new AbortController()
  const started = orders.consume({ signal: starting.signal })
  starting.abort(reason)
  await expect(started).rejects.toBe(reason)
  expect((await orders.leases.list()).every(({ owner }) => owner === undefined)).toBe(true)
})
