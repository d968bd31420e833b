import { expect, onTestFinished, test } from 'vitest'
import {
  bucket,
  type FirehoseServer,
  serve,
  startFirehose,
  toBucket,
} from '../../api/firehose/firehose-server.ts'
import { KeptObjects } from '../kept-objects.ts'
import { settle, until } from '../until.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const mebibyte = 1024 * 1024

async function start(changes: object = {}, options: object = {}) {
  const objects = new KeptObjects()
  const server = await startFirehose({ objects, ...options })
  onTestFinished(() => server.sink.close())
  expect((await server.answer('CreateDeliveryStream', toBucket('orders', changes))).status).toBe(200)
  return { server, objects }
}

async function put(server: FirehoseServer, ...texts: string[]) {
  const Records = texts.map((text) => ({ Data: base64(text) }))
  const answer = await server.answer('PutRecordBatch', { DeliveryStreamName: 'orders', Records })
  expect(answer.output).toMatchObject({ FailedPutCount: 0 })
}

const hints = (SizeInMBs: number, IntervalInSeconds: number) => ({
  BufferingHints: { SizeInMBs, IntervalInSeconds },
})

test('a buffer is delivered when its time is over, records in their order with nothing between', async () => {
  const { server, objects } = await start(hints(5, 60))
  await put(server, 'a', 'b')
  await settle()
  server.clock.advance(30_000)
  await put(server, 'c')
  await settle()
  expect(objects.texts()).toEqual([])
  server.clock.advance(30_000)
  await until(() => objects.all.size === 1)
  expect(objects.texts()).toEqual(['abc'])
  const [name] = objects.all.keys()
  expect(name).toMatch(
    /^logs\/2023\/11\/14\/22\/orders-1-2023-11-14-22-13-20-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
})

test('a buffer is delivered when it is full, and the next begins behind it', async () => {
  const { server, objects } = await start(hints(1, 900))
  const half = 'x'.repeat(mebibyte / 2)
  await put(server, `1${half}`, `2${half}`, `3${half}`)
  await until(() => objects.all.size === 1)
  expect(objects.texts().map((text) => text.replaceAll('x', ''))).toEqual(['12'])
  server.clock.advance(900_000)
  await until(() => objects.all.size === 2)
  expect(objects.texts().map((text) => text.replaceAll('x', ''))).toEqual(['12', '3'])
})

test('without buffering what comes is delivered at once', async () => {
  const { server, objects } = await start(hints(1, 0))
  await put(server, 'a')
  await until(() => objects.all.size === 1)
  await put(server, 'b')
  await until(() => objects.all.size === 2)
  expect(objects.texts()).toEqual(['a', 'b'])
})

test('a bucket that fails or hangs is tried again under the same name, and the position waits for it', async () => {
  const { server, objects } = await start(hints(1, 0))
  objects.faults.push('fails', 'hangs', 'fails')
  await put(server, 'a')
  await until(() => objects.all.size === 1, server.clock, 10_000)
  expect(objects.puts).toBe(4)
  const [stream] = server.sink.streams.all()
  await until(() => server.sink.streams.positionsOf(stream!)?.get('direct') === '1')
  expect(server.sink.metrics.of(stream!.log)).toMatchObject({
    attempts: 4,
    failedAttempts: 3,
    deliveredRecords: 1,
    lastError: { message: 'no bucket today' },
  })
})

test('after a restart the delivery goes on where it was confirmed', async () => {
  const { server, objects } = await start(hints(1, 60))
  await put(server, 'a')
  server.clock.advance(0)
  await settle()
  server.clock.advance(60_000)
  await until(() => objects.all.size === 1)
  await put(server, 'b')
  await settle()
  const again = serve(await server.restart())
  onTestFinished(() => again.sink.close())
  await put(again, 'c')
  await settle()
  server.clock.advance(60_000)
  await until(() => objects.all.size === 2)
  expect(objects.texts()).toEqual(['a', 'bc'])
})

test('every record is backed up as it came, before it is delivered', async () => {
  const backup = { ...bucket, BucketARN: 'arn:aws:s3:::backups', Prefix: 'all/' }
  const { server, objects } = await start({
    ...hints(1, 0),
    S3BackupMode: 'Enabled',
    S3BackupConfiguration: backup,
  })
  await put(server, 'a')
  await until(() => objects.all.size === 2)
  expect([...objects.all.keys()].map((key) => key.slice(0, 12))).toEqual(['backups/all/', 'logs/2023/11'])
})

test('what no bucket takes for as long as its source keeps it is given up, and said so', async () => {
  const { server, objects } = await start(hints(1, 0))
  objects.faults.push(...Array<'fails'>(5000).fill('fails'))
  await put(server, 'old')
  await until(() => objects.puts > 3, server.clock, 30_000)
  server.clock.advance(24 * 3_600_000)
  const [stream] = server.sink.streams.all()
  const counters = server.sink.metrics.of(stream!.log)
  await until(() => counters.expiredRecords === 1, server.clock, 30_000)
  objects.faults.length = 0
  await put(server, 'new')
  await until(() => objects.all.size === 1, server.clock, 30_000)
  expect(objects.texts()).toEqual(['new'])
})

test('an update holds for what is delivered from then on', async () => {
  const { server, objects } = await start(hints(1, 60))
  await put(server, 'a')
  await settle()
  const update = {
    DeliveryStreamName: 'orders',
    CurrentDeliveryStreamVersionId: '1',
    DestinationId: 'destinationId-000000000001',
    ExtendedS3DestinationUpdate: { Prefix: 'new/', ...hints(1, 0) },
  }
  expect((await server.answer('UpdateDestination', update)).status).toBe(200)
  await until(() => objects.all.size === 1)
  expect([...objects.all.keys()][0]).toMatch(/^logs\/new\/2023\/11\/14\/22\/orders-2-/)
})

test('a deleted delivery stream delivers nothing any more, and one of its name begins anew', async () => {
  const { server, objects } = await start(hints(1, 60))
  await put(server, 'a')
  await settle()
  await server.answer('DeleteDeliveryStream', { DeliveryStreamName: 'orders' })
  await server.answer('CreateDeliveryStream', toBucket('orders', hints(1, 60)))
  await put(server, 'b')
  await settle()
  server.clock.advance(60_000)
  await until(() => objects.all.size === 1)
  await settle()
  expect(objects.texts()).toEqual(['b'])
})
