import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Aggregate } from '../../../src/aggregation/index.ts'
import { deliveryFailed } from '../../../src/firehose-sink/errors.ts'
import type { StoredObject } from '../../../src/firehose-sink/index.ts'
import { channelArnOf } from '../../../src/shards/index.ts'
import {
  type ChannelServer,
  ofFormat,
  put,
  startWithStream,
  toBucket,
} from '../../api/kinesis/channel-server.ts'
import { owner } from '../../shards/open-test-streams.ts'
import { KeptObjects } from '../kept-objects.ts'
import { settle, until } from '../until.ts'

const freshnessMs = 300_000

async function create(server: ChannelServer, input: object = toBucket()): Promise<string> {
  const { ChannelDescription } = await server.call('CreateChannel', input)
  const { ChannelARN } = ChannelDescription
  const [channel] = server.firehose.kinesis.channels.list(owner)
  await until(() => server.firehose.kinesis.channels.get(channel!).opened)
  return ChannelARN
}

/** Lets what has come be gathered, and then the freshness be over. */
async function deliver(server: ChannelServer, objects: KeptObjects, count: number): Promise<void> {
  await settle()
  server.clock.advance(freshnessMs)
  await until(() => objects.puts >= count)
  await settle()
}

const countersOf = ({ firehose }: ChannelServer) => {
  const [channel] = firehose.kinesis.channels.list(owner)
  return firehose.sink.channels.metrics.of(channel!.positions)
}

test('a channel delivers what comes from its creation on, when the freshness is over and not before', async () => {
  const objects = new KeptObjects()
  const server = await startWithStream({ objects })
  await put(server, 'before')
  await create(server, toBucket({ OutputKeyTemplate: 'all/!{channel-name}/!{stream-name}' }))
  await put(server, 'a;', 'b;')
  await until(() => countersOf(server).bufferedRecords === 2)
  server.clock.advance(freshnessMs - 1)
  await settle()
  expect(objects.puts).toBe(0)
  await put(server, 'c;')
  await until(() => countersOf(server).bufferedRecords === 3)
  server.clock.advance(1)
  await until(() => objects.puts === 1)
  const [[key, text]] = [...objects.all] as [[string, string]]
  expect(key).toMatch(/^lake\/all\/to-lake\/orders-[0-9a-f-]{36}$/)
  expect(text.split(';').sort().join('')).toBe('abc')
})

test('objects in a folder have the names of the default template, in UTC', async () => {
  const server = await startWithStream()
  const arn = await create(server, toBucket({ CompressionType: 'GZIP' }))
  const id = arn.slice(arn.lastIndexOf('/') + 1)
  await put(server, 'a')
  await until(() => countersOf(server).bufferedRecords === 1)
  server.clock.advance(freshnessMs)
  await until(() => countersOf(server).deliveredRecords === 1)
  const [yyyy, MM, dd, HH, mm] = new Date(server.clock.nowMs() - freshnessMs).toISOString().split(/\D/)
  const folder = `/objects/lake/kinesis-channel/to-lake/${id}/${yyyy}/${MM}/${dd}/${HH}`
  const [name] = await server.firehose.files.list(folder)
  expect(name).toMatch(new RegExp(`^to-lake-${id}-${yyyy}-${MM}-${dd}-${HH}-${mm}-[0-9a-f-]{36}\\.gz$`))
  const file = await server.firehose.files.open(`${folder}/${name}`, { create: false })
  expect(gunzipSync(await file.read(0, 1000)).toString()).toBe('a')
})

test('objects are compressed by Zstandard', async () => {
  const bodies: Buffer[] = []
  const objects = {
    put: async ({ body }: { body: readonly Uint8Array[] }) => void bodies.push(Buffer.concat(body)),
  }
  const server = await startWithStream({ objects })
  await create(server, toBucket({ CompressionType: 'ZSTD', OutputKeyTemplate: 'x!{extension}' }))
  await put(server, 'a'.repeat(10_000))
  await until(() => countersOf(server).bufferedRecords === 1)
  server.clock.advance(freshnessMs)
  await until(() => bodies.length === 1)
  expect(bodies[0]!.length).toBeLessThan(1000)
  expect(zstdDecompressSync(bodies[0]!).toString()).toBe('a'.repeat(10_000))
})

test.each([
  ['JSON', ['{"a":1}', '7'], ['no', '{"a":']],
  ['STRING', ['no', 'ä'], []],
])('records that are not %s go to the dead letters, with their data', async (format, good, bad) => {
  const objects = new KeptObjects()
  const server = await startWithStream({ objects })
  const DeadLetterQueueS3Configuration = {
    BucketARN: 'arn:aws:s3:::dead',
    ExpectedBucketOwner: '000000000000',
    ErrorOutputPrefix: 'failed/',
  }
  await create(server, toBucket({}, { DeadLetterQueueS3Configuration }, ofFormat(format)))
  await put(server, ...good, ...bad)
  const notText = Buffer.from([0x22, 0xff, 0x22])
  await server.call('PutRecord', { StreamName: 'orders', PartitionKey: 'k', Data: notText })
  await until(() => countersOf(server).bufferedRecords === good.length + bad.length + 1)
  await deliver(server, objects, 2)
  const found = [...objects.all]
  const records = found.find(([key]) => key.startsWith('lake/'))![1]
  for (const text of good) expect(records).toContain(text)
  expect(records).toHaveLength(good.join('').length)
  const [errorKey, lines] = found.find(([key]) => key.startsWith('dead/'))!
  expect(errorKey).toMatch(/^dead\/failed\/\d{4}(-\d\d){4}-[0-9a-f-]{36}\.json$/)
  const failures = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(failures.map(({ rawData }) => rawData).sort()).toEqual(
    [...bad.map((text) => Buffer.from(text)), notText].map((data) => data.toString('base64')).sort(),
  )
  expect(failures[0]).toMatchObject({
    errorCode: 'InvalidRecordFormat',
    sequenceNumber: expect.stringMatching(/^\d{56}$/),
  })
  expect(countersOf(server).failedRecords).toBe(bad.length + 1)
})

test('records that a producer has aggregated are delivered as they are', async () => {
  const objects = new KeptObjects()
  const server = await startWithStream({ objects })
  await create(server)
  const aggregate = new Aggregate()
  for (const text of ['a', 'b']) aggregate.add('k', undefined, Buffer.from(text))
  const Data = Buffer.from(aggregate.toBytes())
  await server.call('PutRecord', { StreamName: 'orders', PartitionKey: 'k', Data })
  await until(() => countersOf(server).bufferedRecords === 1)
  await deliver(server, objects, 1)
  expect(objects.texts()).toEqual([Data.toString()])
})

test('what was not delivered before a restart is delivered after it, and what was is not again', async () => {
  const objects = new KeptObjects()
  let server = await startWithStream({ objects })
  await create(server)
  await put(server, 'a')
  await until(() => countersOf(server).bufferedRecords === 1)
  await deliver(server, objects, 1)
  await put(server, 'b')
  await until(() => countersOf(server).bufferedRecords === 1)
  server = await server.restart()
  await until(() => countersOf(server).bufferedRecords === 1)
  await deliver(server, objects, 2)
  server = await server.restart()
  await settle()
  expect(objects.texts()).toEqual(['a', 'b'])
})

test('a bucket that fails holds a channel up, and loses it nothing', async () => {
  const objects = new KeptObjects()
  objects.faults.push('fails', 'fails')
  const server = await startWithStream({ objects })
  await create(server)
  await put(server, 'a')
  await until(() => countersOf(server).bufferedRecords === 1)
  server.clock.advance(freshnessMs)
  await until(() => objects.all.size === 1, server.clock, 100)
  expect(objects.texts()).toEqual(['a'])
  expect(countersOf(server)).toMatchObject({ failedAttempts: 2, lastError: { message: 'no bucket today' } })
})

test('another freshness holds from its update on, with no record lost or doubled', async () => {
  const objects = new KeptObjects()
  const server = await startWithStream({ objects })
  const ChannelARN = await create(server)
  await put(server, 'a')
  await until(() => countersOf(server).bufferedRecords === 1)
  await server.call('UpdateChannel', {
    ChannelARN,
    S3DestinationConfiguration: { DataFreshnessInSeconds: 900 },
  })
  await settle()
  await until(() => countersOf(server).bufferedRecords === 1)
  server.clock.advance(freshnessMs)
  await settle()
  expect(objects.puts).toBe(0)
  server.clock.advance(600_000)
  await until(() => objects.puts === 1)
  expect(objects.texts()).toEqual(['a'])
})

test('a deleted channel delivers nothing any more, and what it knew is gone with it', async () => {
  const objects = new KeptObjects()
  const server = await startWithStream({ objects })
  const ChannelARN = await create(server)
  const [channel] = server.firehose.kinesis.channels.list(owner)
  await put(server, 'a')
  await until(() => countersOf(server).bufferedRecords === 1)
  await deliver(server, objects, 1)
  const { store } = server.firehose
  await until(() => store.bounds(channel!.positions).end === 1)
  await put(server, 'b')
  await server.call('DeleteChannel', { ChannelARN })
  await settle()
  server.clock.advance(freshnessMs)
  await settle()
  expect(objects.texts()).toEqual(['a'])
  expect(store.bounds(channel!.positions).end).toBe(0)
  await server.call('DeleteStream', { StreamName: 'orders' })
})

/** As an S3 endpoint is: it can lack a bucket, and be away. */
class DistantObjects extends KeptObjects {
  readonly hasStorageClasses = true
  readonly seen: StoredObject[] = []
  readonly lacking = new Set<string>()
  isAway = false

  async lackOf({ bucket }: { bucket: string }): Promise<string | undefined> {
    if (this.isAway) throw deliveryFailed('nobody answers')
    return this.lacking.has(bucket) ? `The bucket ${bucket} does not exist.` : undefined
  }

  override async put(object: StoredObject): Promise<void> {
    this.seen.push(object)
    await super.put(object)
  }
}

test('a channel whose bucket is not there has FAILED, also after a restart, until it is deleted', async () => {
  const objects = new DistantObjects()
  objects.lacking.add('dead')
  let server = await startWithStream({ objects })
  const DeadLetterQueueS3Configuration = {
    BucketARN: 'arn:aws:s3:::dead',
    ExpectedBucketOwner: '000000000000',
  }
  const ChannelARN = await create(server, toBucket({}, { DeadLetterQueueS3Configuration }))
  objects.lacking.clear()
  const failed = { ChannelStatus: 'FAILED', ChannelStatusReason: 'The bucket dead does not exist.' }
  for (let start = 0; start < 2; start++) {
    expect((await server.call('DescribeChannel', { ChannelARN })).ChannelDescription).toMatchObject(failed)
    expect((await server.call('ListChannels', {})).ChannelSummaries[0]).toMatchObject(failed)
    server = await server.restart()
  }
  expect(await server.errorOf('DeleteStream', { StreamName: 'orders' })).toMatchObject({
    code: 'ResourceInUseException',
  })
  await put(server, 'a')
  await deliver(server, objects, 0)
  expect(objects.puts).toBe(0)
  await server.call('DeleteChannel', { ChannelARN })
  await server.call('DeleteStream', { StreamName: 'orders' })
})

test('a channel is CREATING while its bucket cannot be looked at, and loses nothing that comes meanwhile', async () => {
  const objects = new DistantObjects()
  objects.isAway = true
  let server = await startWithStream({ objects })
  await server.call('CreateChannel', toBucket({ StorageClass: 'INTELLIGENT_TIERING' }))
  await put(server, 'a')
  server = await server.restart()
  await settle()
  const [channel] = server.firehose.kinesis.channels.list(owner)
  expect(server.firehose.kinesis.channels.statusOf(channel!)).toBe('CREATING')
  objects.isAway = false
  server.clock.advance(5000)
  await until(() => countersOf(server).bufferedRecords === 1)
  await deliver(server, objects, 1)
  expect(objects.seen).toMatchObject([
    { bucket: 'lake', owner: '000000000000', metadata: { storageClass: 'INTELLIGENT_TIERING' } },
  ])
  await server.call('DeleteChannel', { ChannelARN: channelArnOf(channel!) })
})

test('a channel that is CREATING can be deleted', async () => {
  const objects = new DistantObjects()
  objects.isAway = true
  const server = await startWithStream({ objects })
  const { ChannelDescription } = await server.call('CreateChannel', toBucket())
  const { ChannelARN } = ChannelDescription
  await settle()
  await server.call('DeleteChannel', { ChannelARN })
  objects.isAway = false
  server.clock.advance(5000)
  await settle()
  expect((await server.call('ListChannels', {})).ChannelSummaries).toEqual([])
})

test('a channel reads on through splits and merges, in order within each key', async () => {
  const objects = new KeptObjects()
  const server = await startWithStream({ objects, kinesis: { limits: 'off' } })
  await create(server)
  const { resharding, control } = server.firehose.kinesis
  const round = (from: number) => Array.from({ length: 40 }, (_, i) => `key-${i % 4}..-${from + i};`)
  await put(server, ...round(100))
  const shard = control.get(owner, 'orders').shards[0]!
  const middle = (BigInt(shard.startingHashKey) + BigInt(shard.endingHashKey)) / 2n
  await resharding.split(owner, 'orders', 'shardId-000000000000', middle)
  await put(server, ...round(200))
  await until(() => countersOf(server).bufferedRecords === 80)
  await deliver(server, objects, 1)
  const texts = objects.texts().join('').split(';').filter(Boolean)
  for (let key = 0; key < 4; key++) {
    const ofKey = texts.filter((text) => text.startsWith(`key-${key}`))
    expect(ofKey).toHaveLength(20)
    expect(ofKey).toEqual([...ofKey].sort())
  }
})
