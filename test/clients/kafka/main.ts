/*
 * Delivery streams from a real Kafka: `main.ts CLASS-PATH-FILE` starts one node of it and a server that is told where it is, and
 * sees what comes into the folders of buckets while the broker is killed, the topic grows and is made anew.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { gunzipSync } from 'node:zlib'
import {
  CreateDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
} from '@aws-sdk/client-firehose'
import { Admin, type CompressionAlgorithmValue, Producer } from '@platformatic/kafka'
import { generate } from 'selfsigned'
import { Scratch } from '../../../bench/lib/scratch.ts'
import { createServer } from '../../../src/server/index.ts'
import { step } from '../steps.ts'
import { KafkaBroker, user } from './kafka-broker.ts'

const [classPathFile = ''] = process.argv.slice(2)
using scratch = new Scratch()
const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
})
setDefaultCACertificates([...getCACertificates(), cert])
const classPath = readFileSync(classPathFile, 'utf8').trim()
const broker = await KafkaBroker.start(scratch.join('kafka'), classPath, key + cert)
// The first step that fails ends this program.
process.on('exit', () => broker.kill())

const role = 'arn:aws:iam::000000000000:role/firehose'
const clusterArn = 'arn:aws:kafka:us-east-1:000000000000:cluster/orders/0-1'
const topic = 'orders'
const logins = [
  { name: 'scram-512', query: '', password: user.password },
  { name: 'scram-256', query: '?mechanism=SCRAM-SHA-256', password: user.password },
  { name: 'plain', query: '?mechanism=PLAIN', password: user.password },
  { name: 'wrong', query: '', password: 'wrong' },
]
const secureUrl = (query: string, password: string) =>
  `kafkas://${user.name}:${encodeURIComponent(password)}@${broker.secureAddress}${query}`
const options = {
  data: scratch.join('data'),
  firehoseRoot: scratch.join('buckets'),
  firehoseEndpoints: {
    [clusterArn]: `kafka://${broker.address}`,
    ...Object.fromEntries(
      logins.map(({ name, query, password }) => [`${clusterArn}-${name}`, secureUrl(query, password)]),
    ),
  },
}
let server = await createServer(options)
let firehose = clientOf(server.url)
const kafka = { clientId: 'test', bootstrapBrokers: [broker.address], retries: 10, retryDelay: 200 }
const admin = new Admin(kafka)
const producer = new Producer({ ...kafka, idempotent: true })

function clientOf(endpoint: string): FirehoseClient {
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'any' }
  return new FirehoseClient({ endpoint, region: 'us-east-1', credentials })
}

interface Source {
  readonly arn?: string
  readonly topic?: string
  readonly from?: Date
}

async function create(name: string, { arn = clusterArn, topic: TopicName = topic, from }: Source = {}) {
  const command = new CreateDeliveryStreamCommand({
    DeliveryStreamName: name,
    DeliveryStreamType: 'MSKAsSource',
    MSKSourceConfiguration: {
      MSKClusterARN: arn,
      TopicName,
      AuthenticationConfiguration: { RoleARN: role, Connectivity: 'PRIVATE' },
      ReadFromTimestamp: from,
    },
    ExtendedS3DestinationConfiguration: {
      RoleARN: role,
      BucketARN: `arn:aws:s3:::${name}`,
      Prefix: 'data/',
      ErrorOutputPrefix: 'errors/',
      BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 },
      CompressionFormat: 'GZIP',
    },
  })
  await firehose.send(command)
}

/** What is in the bucket, in the order in which it came. */
function delivered(name: string, prefix = 'data'): string[] {
  const folder = `${options.firehoseRoot}/${name}/${prefix}`
  const files = readdirSafe(folder).map((file) => {
    const bytes = readFileSync(`${folder}/${file}`)
    return bytes[0] === 0x1f ? gunzipSync(bytes).toString() : bytes.toString()
  })
  return files.join('').split(';').slice(0, -1)
}

function readdirSafe(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /-\d{4}-/.test(name))
      .map((name) => ({ name, atNs: statSync(`${folder}/${name}`, { bigint: true }).mtimeNs }))
      .sort((a, b) => Number(a.atNs - b.atNs))
      .map(({ name }) => name)
  } catch {
    return []
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const endMs = Date.now() + 60_000; !(await holds()); await delay(50))
    if (Date.now() > endMs) throw new Error(`never: ${what}`)
}

let count = 0
/** Numbered texts, to one partition each in turn. */
async function produce(records: number, partitions: number, compression?: CompressionAlgorithmValue) {
  const messages = Array.from({ length: records }, () => {
    const number = count++
    const partition = number % partitions
    return { topic, partition, value: Buffer.from(`${partition}-${number};`) }
  })
  await producer.send({ messages, acks: -1, ...(compression && { compression }) })
  return messages.map(({ value }) => value.toString().slice(0, -1))
}

/** That all of it is there, each once, and each partition in its order. */
function checkInOrder(texts: readonly string[], expected: readonly string[]): void {
  deepEqual([...texts].sort(), [...expected].sort())
  for (const partition of new Set(texts.map((text) => text.split('-')[0]))) {
    const numbers = texts
      .filter((text) => text.startsWith(`${partition}-`))
      .map((text) => Number(text.split('-')[1]))
    deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    )
  }
}

interface Status {
  readonly name: string
  readonly positions: Record<string, string>
  readonly lag: { readonly records: number | null }
  readonly lastError: { readonly code: string; readonly message: string } | null
}

async function statusOf(name: string): Promise<Status> {
  const answer = await fetch(`${server.url}/_millrace/firehose`)
  const { deliveryStreams } = (await answer.json()) as { deliveryStreams: Status[] }
  return deliveryStreams.find((stream) => stream.name === name)!
}

let all: string[] = []
let late: string[] = []

await step(
  'a topic that is not there, and a cluster that nobody has said the place of, are refused',
  async () => {
    const refused = async (source: Source) => create('refused', source).catch((error: Error) => error)
    match(String(await refused({})), /InvalidArgumentException.*The topic orders of arn.* cannot be read/)
    match(String(await refused({ arn: `${clusterArn}2` })), /No endpoint is known for arn/)
    match(String(await refused({ from: new Date(Date.now() + 60_000) })), /must not be in the future/)
  },
)

await step('a delivery stream begins at the end of a topic, at its beginning, or at a time', async () => {
  await admin.createTopics({
    topics: [topic],
    partitions: 3,
    replicas: 1,
    configs: [{ name: 'max.message.bytes', value: String(16 * 1024 * 1024) }],
  })
  all = await produce(30, 3)
  await delay(50)
  const from = new Date()
  const since = await produce(30, 3)
  await create('latest')
  await create('earliest', { from: new Date(0) })
  await create('since', { from })
  late = await produce(30, 3)
  all.push(...since, ...late)
  await until('earliest', () => delivered('earliest').length >= 90)
  await until('since', () => delivered('since').length >= 60)
  await until('latest', () => delivered('latest').length >= 30)
  checkInOrder(delivered('earliest'), all)
  checkInOrder(delivered('since'), [...since, ...late])
  checkInOrder(delivered('latest'), late)
})

await step('the source is described', async () => {
  const command = new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'earliest' })
  const { DeliveryStreamDescription: description } = await firehose.send(command)
  const source = description?.Source?.MSKSourceDescription
  equal(description?.DeliveryStreamType, 'MSKAsSource')
  ok(source?.DeliveryStartTimestamp instanceof Date)
  equal(source.ReadFromTimestamp?.getTime(), 0)
  equal(source.MSKClusterARN, clusterArn)
  equal(source.TopicName, topic)
  deepEqual(source.AuthenticationConfiguration, { RoleARN: role, Connectivity: 'PRIVATE' })
})

await step('a cluster is read by TLS, by those who log in', async () => {
  for (const { name } of logins.filter(({ name }) => name !== 'wrong')) {
    await create(name, { arn: `${clusterArn}-${name}`, from: new Date(0) })
    await until(name, () => delivered(name).length >= all.length)
    checkInOrder(delivered(name), all)
  }
  const refused = await create('wrong', { arn: `${clusterArn}-wrong` }).catch((error: Error) => error)
  match(String(refused), /cannot be read: .*(authentication|credentials)/i)
})

await step(
  'records of every compression are delivered, and those of aborted transactions are not',
  async () => {
    for (const compression of ['gzip', 'snappy', 'lz4', 'zstd'] as const)
      late.push(...(await produce(200, 3, compression)))
    const writer = new Producer({ ...kafka, transactionalId: 'writer', idempotent: true })
    for (const [i, ends] of (['abort', 'commit', 'abort'] as const).entries()) {
      const transaction = await writer.beginTransaction()
      await transaction.send({ messages: [{ topic, partition: 0, value: Buffer.from(`0-${count}.${i};`) }] })
      if (ends === 'commit') late.push(`0-${count}.${i}`)
      await transaction[ends]()
    }
    count++
    await writer.close()
    late.push(...(await produce(3, 3)))
    await until('all of them', () => delivered('latest').length >= late.length)
    checkInOrder(delivered('latest'), late)
  },
)

await step('a record of more than 10 MB goes to the error output', async () => {
  const value = Buffer.alloc(10 * 1024 * 1024 + 1, 'x')
  await producer.send({ messages: [{ topic, partition: 1, value }], acks: -1 })
  const errors = () => readdirSafe(`${options.firehoseRoot}/latest/errors`)
  await until('an error', () => errors().length > 0)
  const line = readFileSync(`${options.firehoseRoot}/latest/errors/${errors()[0]}`)
  const text = line[0] === 0x1f ? gunzipSync(line).toString() : line.toString()
  const { errorCode, rawData } = JSON.parse(text) as { errorCode: string; rawData: string }
  equal(errorCode, 'Kafka.RecordTooLarge')
  deepEqual(Buffer.from(rawData, 'base64'), value)
})

await step('a broker that is killed is waited for, and the status says so', async () => {
  const expected = await produce(30, 3)
  late.push(...expected)
  await until('what was before', () => delivered('latest').length >= late.length)
  broker.kill()
  await until('an error in the status', async () => (await statusOf('latest')).lastError !== null)
  equal((await statusOf('latest')).lastError?.code, 'KAFKA')
  await admin.close()
  await broker.start()
  late.push(...(await produce(30, 3)))
  await until('what came after', () => delivered('latest').length >= late.length)
  checkInOrder(delivered('latest'), late)
  await until('no lag', async () => (await statusOf('latest')).lag.records === 0)
})

await step('a server that is started again goes on where it was', async () => {
  await server.close()
  late.push(...(await produce(30, 3)))
  server = await createServer(options)
  firehose = clientOf(server.url)
  await until('what came meanwhile', () => delivered('latest').length >= late.length)
  checkInOrder(delivered('latest'), late)
  await until('its positions', async () => (await statusOf('latest')).lag.records === 0)
  deepEqual(Object.keys((await statusOf('latest')).positions), ['0', '1', '2'])
})

await step(
  'partitions that a topic gets are read from their beginning, and a topic that is made anew is, too',
  async () => {
    const again = new Admin(kafka)
    await again.createPartitions({
      topics: [{ name: topic, count: 5, assignments: [{ brokerIds: [1] }, { brokerIds: [1] }] }],
    })
    late.push(...(await produce(25, 5)))
    await until('the new partitions', () => delivered('latest').length >= late.length)
    checkInOrder(delivered('latest'), late)
    await again.deleteTopics({ topics: [topic] })
    await delay(1000)
    await again.createTopics({ topics: [topic], partitions: 1, replicas: 1 })
    late.push(...(await produce(25, 1)))
    await until('the new topic', () => delivered('latest').length >= late.length)
    checkInOrder(delivered('latest'), late)
    await until('its positions', async () => (await statusOf('latest')).lag.records === 0)
    deepEqual(Object.keys((await statusOf('latest')).positions), ['0'])
    await again.close()
  },
)

await producer.close(true)
await server.close()
await broker.stop()
process.exit(0)
