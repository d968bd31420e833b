import { expect, onTestFinished, test } from 'vitest'
import { Aggregate } from '../../../src/aggregation/index.ts'
import { StreamSource } from '../../../src/firehose-sink/sources/kinesis/stream-source.ts'
import { StreamWatch } from '../../../src/firehose-sink/sources/kinesis/stream-watch.ts'
import { bucket, roleArn, serve, startFirehose } from '../../api/firehose/firehose-server.ts'
import { owner, putAll } from '../../shards/open-test-streams.ts'
import { KeptObjects } from '../kept-objects.ts'
import type { TestFirehose } from '../open-test-firehose.ts'
import { settle, until } from '../until.ts'

const streamArn = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`

const fromStream = (name: string) => ({
  DeliveryStreamName: 'orders',
  DeliveryStreamType: 'KinesisStreamAsSource',
  KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn(name), RoleARN: roleArn },
  ExtendedS3DestinationConfiguration: {
    ...bucket,
    BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 },
  },
})

/** Keys by number: they are spread over the shards. */
const put = ({ kinesis }: TestFirehose, ...texts: string[]) =>
  putAll(
    kinesis,
    'clicks',
    texts.map((text) => ({ key: text.split('-')[0]!, data: Buffer.from(`${text};`) })),
  )

async function start(shardCount = 2) {
  const objects = new KeptObjects()
  const server = await startFirehose({ objects })
  await server.kinesis.control.create(owner, { name: 'clicks', mode: 'PROVISIONED', shardCount })
  return { server, objects }
}

const delivered = (objects: KeptObjects) =>
  objects
    .texts()
    .join('')
    .split(';')
    .filter((text) => text !== '')

test('a delivery stream has what comes to its Kinesis stream from its creation on, also after a restart', async () => {
  const { server, objects } = await start()
  await put(server, 'before')
  expect((await server.answer('CreateDeliveryStream', fromStream('clicks'))).status).toBe(200)
  await put(server, 'a', 'b', 'c', 'd', 'e')
  await until(() => delivered(objects).length === 5)
  const again = serve(await server.restart())
  onTestFinished(() => again.sink.close())
  await put(again, 'f')
  await until(() => delivered(objects).length === 6)
  expect(delivered(objects).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test('records of one key stay in order through splits and merges', async () => {
  const { server, objects } = await start(1)
  onTestFinished(() => server.sink.close())
  await server.answer('CreateDeliveryStream', fromStream('clicks'))
  const { resharding } = server.kinesis
  const half = 2n ** 127n
  await put(server, ...Array.from({ length: 40 }, (_, i) => `${i % 8}-${i}`))
  await resharding.split(owner, 'clicks', 'shardId-000000000000', half)
  await put(server, ...Array.from({ length: 40 }, (_, i) => `${i % 8}-${40 + i}`))
  await resharding.merge(owner, 'clicks', 'shardId-000000000001', 'shardId-000000000002')
  await put(server, ...Array.from({ length: 40 }, (_, i) => `${i % 8}-${80 + i}`))
  await until(() => delivered(objects).length === 120)
  for (let key = 0; key < 8; key++) {
    const numbers = delivered(objects)
      .filter((text) => text.startsWith(`${key}-`))
      .map((text) => Number(text.slice(2)))
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  }
})

test('records that a producer has aggregated are delivered one by one', async () => {
  const { server, objects } = await start(1)
  onTestFinished(() => server.sink.close())
  await server.answer('CreateDeliveryStream', fromStream('clicks'))
  const aggregate = new Aggregate()
  for (const text of ['a;', 'b;']) aggregate.add('k', undefined, Buffer.from(text))
  await putAll(server.kinesis, 'clicks', [{ key: 'k', data: aggregate.toBytes() }])
  await until(() => delivered(objects).length === 2)
  expect(objects.texts()).toEqual(['a;b;'])
})

test('a stream that is made anew is read from its beginning', async () => {
  const { server, objects } = await start(1)
  onTestFinished(() => server.sink.close())
  await server.answer('CreateDeliveryStream', fromStream('clicks'))
  await put(server, 'a')
  await until(() => delivered(objects).length === 1)
  await server.kinesis.delete(owner, 'clicks')
  await settle()
  await server.kinesis.control.create(owner, { name: 'clicks', mode: 'PROVISIONED', shardCount: 1 })
  await put(server, 'b')
  await until(() => delivered(objects).length === 2)
  expect(delivered(objects)).toEqual(['a', 'b'])
})

test('a delivery stream from a Kinesis stream that there is not is refused, and takes no direct puts', async () => {
  const { server } = await start()
  onTestFinished(() => server.sink.close())
  const refused = await server.answer('CreateDeliveryStream', fromStream('nowhere'))
  expect(refused).toMatchObject({ status: 400, code: 'InvalidArgumentException' })
  await server.answer('CreateDeliveryStream', fromStream('clicks'))
  const answer = await server.answer('PutRecord', {
    DeliveryStreamName: 'orders',
    Record: { Data: Buffer.from('a').toString('base64') },
  })
  expect(answer.status).toBe(400)
})

test('a child is read when its parents are read to their ends, however little is read at a time', async () => {
  const { server } = await start(1)
  onTestFinished(() => server.sink.close())
  const { kinesis, store } = server
  await put(server, '0-a', '1-a', '2-a', '3-a')
  await kinesis.resharding.split(owner, 'clicks', 'shardId-000000000000', 2n ** 127n)
  await put(server, '0-b', '1-b', '2-b', '3-b')
  await kinesis.resharding.merge(owner, 'clicks', 'shardId-000000000001', 'shardId-000000000002')
  await put(server, '0-c', '1-c', '2-c', '3-c')
  const watch = new StreamWatch(kinesis)
  const source = new StreamSource({ watch, store, stream: { ...owner, name: 'clicks' } }, new Map())
  expect(source.backlog()).toEqual({ records: 12 })
  const rounds: string[] = []
  while (rounds.length < 12)
    for (const { data } of (await source.read(1, new AbortController().signal)).records)
      rounds.push(data.toString().slice(2, 3))
  expect(rounds.join('')).toBe('aaaabbbbcccc')
  await source.close()
})
