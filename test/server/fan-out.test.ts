/*
 * SubscribeToShard over sockets: by the AWS SDK for JavaScript, and by hand where no SDK would do it. What it gives is
 * in test/shards/subscription.test.ts; here is how it gets there.
 */
import { once } from 'node:events'
import { constants } from 'node:http2'
import {
  CreateStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  KinesisClient,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
  type SubscribeToShardEventStream,
} from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { expect, test } from 'vitest'
import { type CreateServerOptions, createServer, type Server } from '../../src/index.ts'
import { splitMessages } from '../api/kinesis/event-messages.ts'
import { http2Session } from '../http/http2-client.ts'
import { RawClient } from '../http/raw-client.ts'

const ShardId = 'shardId-000000000000'
const StreamName = 'orders'
const ConsumerName = 'reader'
const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`
const fromStart = { Type: 'TRIM_HORIZON' } as const

interface TestServer extends AsyncDisposable {
  readonly server: Server
  readonly client: KinesisClient
  readonly ConsumerARN: string
  put(...texts: (string | Buffer)[]): Promise<void>
  metric(name: string): Promise<number>
}

async function startWithConsumer(options: CreateServerOptions = {}): Promise<TestServer> {
  const server = await createServer({ limits: 'off', ...options })
  const client = clientOf(server)
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  const { Consumer } = await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }))
  return {
    server,
    client,
    ConsumerARN: Consumer!.ConsumerARN!,
    async put(...texts) {
      const Records = texts.map((text) => ({ PartitionKey: 'k', Data: Buffer.from(text) }))
      await client.send(new PutRecordsCommand({ StreamName, Records }))
    },
    async metric(name) {
      const text = await (await fetch(`${server.url}/metrics`)).text()
      return Number(new RegExp(`^${name}\\S* (\\S+)$`, 'm').exec(text)?.[1])
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
      await server.close()
    },
  }
}

function clientOf({ url }: Server, requestHandler?: NodeHttpHandler): KinesisClient {
  return new KinesisClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    ...(requestHandler && { requestHandler }),
  })
}

async function subscribe(client: KinesisClient, ConsumerARN: string) {
  const command = new SubscribeToShardCommand({ ConsumerARN, ShardId, StartingPosition: fromStart })
  const { EventStream } = await client.send(command)
  return EventStream![Symbol.asyncIterator]()
}

type Events = AsyncIterator<SubscribeToShardEventStream>

async function nextTexts(events: Events): Promise<string[]> {
  const { value } = await events.next()
  return value.SubscribeToShardEvent.Records.map(({ Data }: { Data: Uint8Array }) =>
    String(Buffer.from(Data)),
  )
}

/** Waits for what another process or thread does: bounded by the test's own time. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}

test.each([
  ['HTTP/2', undefined],
  ['HTTP/1.1', new NodeHttpHandler()],
] as const)('the SDK gets records as they are put, over %s', async (_, requestHandler) => {
  await using test = await startWithConsumer()
  const { server, client, ConsumerARN } = test
  const subscriber = clientOf(server, requestHandler)
  await test.put('before')
  const events = await subscribe(subscriber, ConsumerARN)
  expect(await nextTexts(events)).toEqual(['before'])
  for (let i = 0; i < 20; i++) {
    await test.put(`a${i}`, `b${i}`)
    expect(await nextTexts(events)).toEqual([`a${i}`, `b${i}`])
  }
  const end = expect(events.next()).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringMatching(
      /^Consumer reader with creation timestamp \d+ under stream: orders , account 0{12} not found\.$/,
    ),
  })
  await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN }))
  await end
  await expect(client.send(new DescribeStreamConsumerCommand({ ConsumerARN }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  subscriber.destroy()
})

test('the server holds to the rule of one subscription, which the SDK sees as an error before the stream', async () => {
  // With its rate of one a second the call would be refused for that.
  const quotas = { callsPerSecond: { SubscribeToShard: 1000 } }
  await using test = await startWithConsumer({ limits: 'aws', quotas })
  const { client, ConsumerARN } = test
  await subscribe(client, ConsumerARN)
  await expect(subscribe(client, ConsumerARN)).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: 'Another active subscription exists for this consumer.',
    $metadata: { httpStatusCode: 400 },
  })
})

const subscribeBody = (ConsumerARN: string) =>
  JSON.stringify({ ConsumerARN, ShardId, StartingPosition: fromStart })

function subscribeRequest(ConsumerARN: string, requestLine = 'POST / HTTP/1.1'): string {
  const body = subscribeBody(ConsumerARN)
  const head = [
    requestLine,
    'Host: x',
    'X-Amz-Target: Kinesis_20131202.SubscribeToShard',
    'Content-Type: application/x-amz-json-1.1',
    `Content-Length: ${body.length}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/** The chunks of an answer that has begun, joined. */
function chunksOf(answer: string): Buffer {
  const pieces: string[] = []
  let at = answer.indexOf('\r\n\r\n') + 4
  for (;;) {
    const lineEnd = answer.indexOf('\r\n', at)
    const size = Number.parseInt(answer.slice(at, lineEnd), 16)
    if (lineEnd < 0 || !(size > 0) || answer.length < lineEnd + 4 + size) break
    pieces.push(answer.slice(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 4 + size
  }
  return Buffer.from(pieces.join(''), 'latin1')
}

/* The second way goes through node:http, for its path. */
test.each(['POST / HTTP/1.1', 'POST /?by=node HTTP/1.1'])(
  'a raw client of %s gets each event at once',
  async (line) => {
    await using test = await startWithConsumer()
    using client = await RawClient.connect(test.server.port)
    const head = await client.send(subscribeRequest(test.ConsumerARN, line)).until('initial-response')
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(head.toLowerCase()).toContain('content-type: application/vnd.amazon.eventstream\r\n')
    expect(head.toLowerCase()).toContain('transfer-encoding: chunked\r\n')
    for (let count = 1; count <= 10; count++) {
      await test.put(String(count), Buffer.alloc(5000))
      const answer = await client.untilThat(
        (received) => splitMessages(chunksOf(received)).messages.length === count + 1,
      )
      const { messages, rest } = splitMessages(chunksOf(answer))
      expect(rest).toHaveLength(0)
      expect(JSON.parse(String(messages.at(-1)!.payload)).Records).toHaveLength(2)
    }
  },
)

test('a client that goes away is forgotten at once, over every protocol', async () => {
  await using test = await startWithConsumer()
  const streams = () => test.metric('millrace_http_streams')
  await using session = await http2Session(test.server.url)
  const headers = {
    ':method': 'POST',
    'x-amz-target': 'Kinesis_20131202.SubscribeToShard',
    'content-type': 'application/x-amz-json-1.1',
  }
  const stream = session.request(headers)
  stream.end(subscribeBody(test.ConsumerARN))
  await once(stream, 'data')
  expect(await streams()).toBe(1)
  stream.close(constants.NGHTTP2_CANCEL)
  await until(async () => (await streams()) === 0)
  for (const line of ['POST / HTTP/1.1', 'POST /?by=node HTTP/1.1']) {
    using client = await RawClient.connect(test.server.port)
    await client.send(subscribeRequest(test.ConsumerARN, line)).until('initial-response')
    expect(await streams()).toBe(1)
    client.socket.destroy()
    await until(async () => (await streams()) === 0)
  }
})

test('a stop of the server ends the streams cleanly', async () => {
  const { server, client, ConsumerARN } = await startWithConsumer()
  const subscriber = clientOf(server, new NodeHttpHandler())
  const streams = [await subscribe(client, ConsumerARN)]
  const { Consumer } = await client.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'other' }),
  )
  streams.push(await subscribe(subscriber, Consumer!.ConsumerARN!))
  const ends = streams.map((events) => events.next())
  await server.close()
  for (const end of ends) expect(await end).toMatchObject({ done: true })
  subscriber.destroy()
  client.destroy()
})

/** 100 records of 1 MB, of which a client that does not read shall hold one event and what the sockets take. */
const largePuts = 25
const largeBytes = 1_000_000

test('a client that does not read is not read ahead for, and others are served', async () => {
  await using test = await startWithConsumer()
  const slow = await RawClient.connect(test.server.port)
  await slow.send(subscribeRequest(test.ConsumerARN)).until('initial-response')
  slow.socket.pause()
  const { Consumer } = await test.client.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'other' }),
  )
  const other = await subscribe(test.client, Consumer!.ConsumerARN!)
  const sentBefore = await test.metric('millrace_http_response_bytes_total{[^}]*SubscribeToShard')
  for (let i = 0; i < largePuts; i++) {
    await test.put(Buffer.alloc(largeBytes, i))
    expect((await nextTexts(other))[0]).toHaveLength(largeBytes)
  }
  const sent = (await test.metric('millrace_http_response_bytes_total{[^}]*SubscribeToShard')) - sentBefore
  const perEvent = (largeBytes * 4) / 3
  /* The other client's, and what the slow one has of its own: some in the sockets, and one event. */
  expect(sent).toBeGreaterThan(largePuts * perEvent)
  expect(sent).toBeLessThan((largePuts + 20) * perEvent)
  slow.socket.destroy()
  await until(async () => (await test.metric('millrace_http_streams')) === 1)
})
