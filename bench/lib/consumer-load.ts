/*
 * One way of reading all records of a stream, in a process of its own: `node consumer-load.ts WAY URL RECORDS SHARDS`. Reads
 * them twice, and prints the measure of the second time as JSON.
 */
import {
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  KinesisClient,
} from '@aws-sdk/client-kinesis'
import { Consumer } from '../../src/consumers/index.ts'
import { streamName } from './bodies.ts'
import { shardIdOf } from './streams.ts'

export const ways = ['get-records', 'polling', 'fan-out'] as const
export type Way = (typeof ways)[number]

export interface ConsumerMeasure {
  readonly recordsPerSecond: number
  /** User and system time of this process. */
  readonly cpuMicrosPerRecord: number
}

interface Reading {
  readonly client: KinesisClient
  readonly records: number
  readonly shards: number
  /** Another one for each time. */
  readonly application: string
}

/** Reads all records of the stream, once. */
type Read = (reading: Reading) => Promise<void>

/** What the SDK does alone: all shards at once, each from its start until it has no more. */
const byGetRecords: Read = async ({ client, records, shards }) => {
  let read = 0
  const readShard = async (shard: number) => {
    const ShardId = shardIdOf(shard)
    const input = { StreamName: streamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(input))
    for (let count = 1; count > 0; ) {
      const answer: GetRecordsCommandOutput = await client.send(new GetRecordsCommand({ ShardIterator }))
      count = answer.Records?.length ?? 0
      read += count
      ShardIterator = answer.NextShardIterator
    }
  }
  await Promise.all(Array.from({ length: shards }, (_, shard) => readShard(shard)))
  if (read !== records) throw new Error(`${read} records instead of ${records}`)
}

const byConsumer =
  (isFanOut: boolean): Read =>
  async ({ client, records, application }) => {
    let left = records
    const { promise: done, resolve: finish } = Promise.withResolvers<void>()
    const consumer = await Consumer.start({
      client,
      stream: streamName,
      application,
      ...(isFanOut && { fanOut: 'bench' }),
      process(batch) {
        left -= batch.records.length
        if (left <= 0) finish()
      },
    })
    await done
    await consumer.stop()
    if (left < 0) throw new Error(`${-left} records came twice`)
  }

const reads: Readonly<Record<Way, Read>> = {
  'get-records': byGetRecords,
  polling: byConsumer(false),
  'fan-out': byConsumer(true),
}

async function measure(
  way: Way,
  endpoint: string,
  records: number,
  shards: number,
): Promise<ConsumerMeasure> {
  const client = new KinesisClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const reading = { client, records, shards }
  await reads[way]({ ...reading, application: `${way}-warm-up` })
  const startedMs = performance.now()
  const before = process.cpuUsage()
  await reads[way]({ ...reading, application: way })
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - startedMs) / 1000
  client.destroy()
  return { recordsPerSecond: records / seconds, cpuMicrosPerRecord: (user + system) / records }
}

if (import.meta.main) {
  const [way = '', endpoint = '', records = '', shards = ''] = process.argv.slice(2)
  console.log(JSON.stringify(await measure(way as Way, endpoint, Number(records), Number(shards))))
}
