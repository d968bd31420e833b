/*
 * One way of putting small records, for so long, in a process of its own: `node producer-load.ts WAY URL WINDOW_MS`. Prints the
 * measure as JSON.
 */
import { KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { Producer } from '../../src/producers/index.ts'
import { streamName } from './bodies.ts'

export const ways = ['put-record', 'put-records', 'producer', 'producer-aggregating'] as const
export type Way = (typeof ways)[number]

export interface ProducerMeasure {
  readonly recordsPerSecond: number
  /** User and system time of this process. */
  readonly cpuMicrosPerRecord: number
}

const dataSize = 100
const keyCount = 1_000
const concurrency = 64
const recordsPerRequest = 500
const requestsAtOnce = 8
const warmupMs = 1_500

const keys = Array.from({ length: keyCount }, (_, i) => `key-${i}`)
const data = Buffer.alloc(dataSize, 'x')
const view = () => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

type IsOver = () => boolean

/** Puts until it is over. @returns how many are acknowledged */
type Put = (client: KinesisClient, isOver: IsOver) => Promise<number>

async function inParallel(count: number, isOver: IsOver, put: () => Promise<number>): Promise<number> {
  let records = 0
  const one = async () => {
    while (!isOver()) {
      const count = await put()
      records += count
    }
  }
  await Promise.all(Array.from({ length: count }, one))
  return records
}

let next = 0
const nextKey = () => keys[next++ % keyCount] as string

const putSingly: Put = (client, isOver) =>
  inParallel(concurrency, isOver, async () => {
    await client.send(new PutRecordCommand({ StreamName: streamName, PartitionKey: nextKey(), Data: view() }))
    return 1
  })

const putInBatches: Put = (client, isOver) =>
  inParallel(requestsAtOnce, isOver, async () => {
    const Records = Array.from({ length: recordsPerRequest }, () => ({
      PartitionKey: nextKey(),
      Data: view(),
    }))
    const { FailedRecordCount } = await client.send(
      new PutRecordsCommand({ StreamName: streamName, Records }),
    )
    return recordsPerRequest - (FailedRecordCount ?? 0)
  })

function putByProducer(aggregation: boolean): Put {
  return async (client, isOver) => {
    const producer = await Producer.start({
      client,
      stream: streamName,
      aggregation,
      shardLimits: 'off',
      bufferBytesMax: 16 * 1024 * 1024,
    })
    let records = 0
    const count = () => void records++
    while (!isOver()) {
      await producer.ready()
      for (let i = 0; i < 100; i++)
        producer.put({ partitionKey: nextKey(), data }).then(count, () => undefined)
      if (next % 5_000 === 0) await new Promise(setImmediate)
    }
    await producer.close()
    return records
  }
}

const puts: Readonly<Record<Way, Put>> = {
  'put-record': putSingly,
  'put-records': putInBatches,
  producer: putByProducer(false),
  'producer-aggregating': putByProducer(true),
}

async function measure(way: Way, endpoint: string, windowMs: number): Promise<ProducerMeasure> {
  const client = new KinesisClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const put = puts[way]
  const overAt = (endMs: number) => () => performance.now() >= endMs
  await put(client, overAt(performance.now() + Math.min(warmupMs, windowMs)))
  const startedMs = performance.now()
  const before = process.cpuUsage()
  const records = await put(client, overAt(startedMs + windowMs))
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - startedMs) / 1000
  client.destroy()
  return { recordsPerSecond: records / seconds, cpuMicrosPerRecord: (user + system) / records }
}

if (import.meta.main) {
  const [way = '', endpoint = '', windowMs = ''] = process.argv.slice(2)
  console.log(JSON.stringify(await measure(way as Way, endpoint, Number(windowMs))))
}
