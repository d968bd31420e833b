import { expect, onTestFinished, test } from 'vitest'
import { ManualClock, MemoryFileSystem } from '../../../src/base/index.ts'
import { EndpointMap } from '../../../src/firehose-sink/index.ts'
import { bucket, roleArn, serve } from '../../api/firehose/firehose-server.ts'
import { KeptObjects } from '../kept-objects.ts'
import { openTestFirehose } from '../open-test-firehose.ts'
import { until } from '../until.ts'
import { MemoryKafka } from './memory-kafka.ts'

const clusterArn = 'arn:aws:kafka:us-east-1:000000000000:cluster/orders/0-1'

async function start() {
  const clock = new ManualClock()
  const kafka = new MemoryKafka(clock, 2)
  const objects = new KeptObjects()
  const endpoints = new EndpointMap({
    [clusterArn]: 'kafka://127.0.0.1:9092',
    [`${clusterArn}-http`]: 'http://a',
  })
  const options = { objects, endpoints, openKafka: () => kafka.open() }
  const opened = await openTestFirehose(options, new MemoryFileSystem(), clock)
  return { server: serve(opened), kafka, objects, clock }
}

const AuthenticationConfiguration = { RoleARN: roleArn, Connectivity: 'PUBLIC' }

const fromTopic = (changes: object = {}) => ({
  DeliveryStreamName: 'orders',
  DeliveryStreamType: 'MSKAsSource',
  MSKSourceConfiguration: {
    MSKClusterARN: clusterArn,
    TopicName: 'orders',
    AuthenticationConfiguration,
    ...changes,
  },
  ExtendedS3DestinationConfiguration: {
    ...bucket,
    ErrorOutputPrefix: 'errors/',
    BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 },
  },
})

test('a delivery stream has what comes to its topic from its creation on, also after a restart', async () => {
  const { server, kafka, objects, clock } = await start()
  kafka.put(0, 'before;')
  expect((await server.answer('CreateDeliveryStream', fromTopic())).status).toBe(200)
  kafka.put(0, 'a;')
  kafka.put(1, 'b;')
  const delivered = () => objects.texts().join('').split(';').slice(0, -1)
  await until(() => delivered().length === 2)
  const again = serve(await server.restart())
  onTestFinished(() => again.sink.close())
  kafka.put(0, 'c;')
  await until(() => delivered().length === 3)
  expect(delivered().sort()).toEqual(['a', 'b', 'c'])
  const [status] = [...again.sink.status()]
  await until(() => [...again.sink.status()][0]?.positions['0'] === '3')
  expect(status).toMatchObject({ source: 'MSKAsSource', lastError: null })
  const description = await again.answer('DescribeDeliveryStream', { DeliveryStreamName: 'orders' })
  expect(description.output.DeliveryStreamDescription).toMatchObject({
    Source: {
      MSKSourceDescription: {
        MSKClusterARN: clusterArn,
        TopicName: 'orders',
        AuthenticationConfiguration,
        DeliveryStartTimestamp: clock.nowMs() / 1000,
      },
    },
  })
})

test.each([
  ['the epoch: all that there is', 0, ['a', 'b', 'c']],
  ['a time: what came since', 1000, ['b', 'c']],
])('a delivery stream begins at ReadFromTimestamp: %s', async (_, afterMs, expected) => {
  const { server, kafka, objects, clock } = await start()
  onTestFinished(() => server.sink.close())
  const startMs = clock.nowMs()
  kafka.put(0, 'a;')
  clock.advance(2000)
  kafka.put(0, 'b;')
  const ReadFromTimestamp = afterMs === 0 ? 0 : (startMs + afterMs) / 1000
  expect((await server.answer('CreateDeliveryStream', fromTopic({ ReadFromTimestamp }))).status).toBe(200)
  kafka.put(0, 'c;')
  await until(() => objects.texts().join('').endsWith('c;'))
  expect(objects.texts().join('').split(';').slice(0, -1)).toEqual(expected)
})

test('a record of a topic that has more than 10 MiB goes to the error output, those beside it to the destination', async () => {
  const { server, kafka, objects } = await start()
  onTestFinished(() => server.sink.close())
  await server.answer('CreateDeliveryStream', fromTopic())
  const large = 'x'.repeat(10 * 1024 * 1024 + 1)
  kafka.put(0, 'a;', large, 'b;')
  await until(() => objects.texts().length >= 2)
  const [line] = objects.texts().filter((text) => text.startsWith('{'))
  expect(JSON.parse(line ?? '')).toMatchObject({
    errorCode: 'Kafka.RecordTooLarge',
    errorMessage: 'The record has 10485761 bytes, and a record of a topic at most 10485760.',
    rawData: Buffer.from(large).toString('base64'),
  })
  expect(objects.texts().filter((text) => !text.startsWith('{'))).toEqual(['a;b;'])
  const [stream] = [...server.sink.streams.all()]
  expect(server.sink.metrics.of(stream!.log)).toMatchObject({ failedValidationRecords: 1 })
})

test('the position of a partition waits for the destination', async () => {
  const { server, kafka, objects, clock } = await start()
  onTestFinished(() => server.sink.close())
  await server.answer('CreateDeliveryStream', fromTopic())
  objects.faults.push('fails', 'fails')
  kafka.put(0, 'a;')
  const status = () => [...server.sink.status()][0]!
  await until(() => objects.puts === 1)
  expect(status().positions['0']).toBe('0')
  await until(() => objects.texts().length > 0, clock, 100)
  await until(() => status().positions['0'] === '1')
})

test('brokers that cannot be reached are in the status', async () => {
  const { server, kafka } = await start()
  onTestFinished(() => server.sink.close())
  await server.answer('CreateDeliveryStream', fromTopic())
  kafka.down.add(0).add(1)
  const lastError = () => [...server.sink.status()][0]?.lastError
  await until(() => lastError() !== null)
  expect(lastError()).toMatchObject({ code: 'KAFKA' })
})

test.each([
  [
    'a cluster that nobody has said the place of',
    { MSKClusterARN: `${clusterArn}-other` },
    `No endpoint is known for ${clusterArn}-other: give one in the file of --firehose-endpoints.`,
  ],
  [
    'one whose place is none of Kafka',
    { MSKClusterARN: `${clusterArn}-http` },
    `The endpoint of ${clusterArn}-http in the file of --firehose-endpoints is not of the form kafka://HOST:PORT.`,
  ],
  [
    'a time that has not come',
    { ReadFromTimestamp: 4_000_000_000 },
    'ReadFromTimestamp must not be in the future.',
  ],
])('CreateDeliveryStream refuses %s', async (_, changes, message) => {
  const { server } = await start()
  onTestFinished(() => server.sink.close())
  const answer = await server.answer('CreateDeliveryStream', fromTopic(changes))
  expect(answer).toMatchObject({ status: 400, code: 'InvalidArgumentException', message })
  expect([...server.sink.streams.all()]).toEqual([])
})

test('CreateDeliveryStream refuses a topic that cannot be read, and says why', async () => {
  const { server, kafka } = await start()
  onTestFinished(() => server.sink.close())
  kafka.down.add(0).add(1)
  expect(await server.answer('CreateDeliveryStream', fromTopic())).toMatchObject({
    code: 'InvalidArgumentException',
    message: `The topic orders of ${clusterArn} cannot be read: no broker can be reached`,
  })
})

test.each([
  [{ AuthenticationConfiguration: { RoleARN: roleArn, Connectivity: 'NONE' } }, 'connectivity'],
  [{ AuthenticationConfiguration: { RoleARN: 'role', Connectivity: 'PUBLIC' } }, 'roleARN'],
  [{ TopicName: 'a/b' }, 'topicName'],
  [{ MSKClusterARN: 'cluster' }, 'mSKClusterARN'],
])('CreateDeliveryStream holds %j against the model', async (changes, member) => {
  const { server } = await start()
  onTestFinished(() => server.sink.close())
  const answer = await server.answer('CreateDeliveryStream', fromTopic(changes))
  expect(answer).toMatchObject({ code: 'ValidationException' })
  expect(answer.message?.toLowerCase()).toContain(member.toLowerCase())
})
