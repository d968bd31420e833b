import { Agent } from 'node:https'
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  type KinesisClientConfig,
  ListStreamsCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { expect, test } from 'vitest'
import { createServer, ManualClock, type Server } from '../../src/index.ts'

function clientOf(server: Server, config: KinesisClientConfig = {}): KinesisClient {
  return new KinesisClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    ...config,
  })
}

async function putAndGet(client: KinesisClient, StreamName: string): Promise<string[]> {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  const Records = ['one', 'two', 'three'].map((text) => ({ PartitionKey: 'k', Data: Buffer.from(text) }))
  await client.send(new PutRecordsCommand({ StreamName, Records }))
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      StreamName,
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  )
  const read = await client.send(new GetRecordsCommand({ ShardIterator }))
  return (read.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString())
}

test('the SDK puts and gets over HTTP/2, HTTP/1.1 and HTTPS on the one port', async () => {
  const server = await createServer()
  try {
    const secure = { endpoint: server.url.replace('http:', 'https:') }
    const httpsAgent = new Agent({ rejectUnauthorized: false })
    const clients = {
      http2: clientOf(server),
      http1: clientOf(server, { requestHandler: new NodeHttpHandler() }),
      https: clientOf(server, { ...secure, requestHandler: new NodeHttpHandler({ httpsAgent }) }),
    }
    for (const [name, client] of Object.entries(clients)) {
      expect(await putAndGet(client, name), name).toEqual(['one', 'two', 'three'])
    }
    const { StreamNames } = await clients.http2.send(new ListStreamsCommand({}))
    expect(StreamNames).toEqual(['http1', 'http2', 'https'])
    for (const client of Object.values(clients)) client.destroy()
  } finally {
    await server.close()
  }
})

test('servers in one process are strangers to each other, and each ends by itself', async () => {
  const servers = await Promise.all([createServer(), createServer()])
  const clients = servers.map((server) => clientOf(server))
  await putAndGet(clients[0]!, 'mine')
  expect((await clients[1]!.send(new ListStreamsCommand({}))).StreamNames).toEqual([])
  await servers[0].close()
  expect((await clients[1]!.send(new ListStreamsCommand({}))).StreamNames).toEqual([])
  for (const client of clients) client.destroy()
  await servers[1].close()
})

test('a server lives by the clock that it is given', async () => {
  const clock = new ManualClock(Date.UTC(2030, 0, 1))
  const server = await createServer({ clock })
  const client = clientOf(server)
  await putAndGet(client, 's')
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      StreamName: 's',
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  )
  const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }))
  expect(Records?.[0]?.ApproximateArrivalTimestamp?.getUTCFullYear()).toBe(2030)
  clock.advance(301_000)
  await expect(client.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
    name: 'ExpiredIteratorException',
  })
  client.destroy()
  await server.close()
})

test('close is the same call when it is called again', async () => {
  const server = await createServer()
  expect(server.close()).toBe(server.close())
  await server.close()
})

test('an option that is wrong is refused by its name in the program', async () => {
  await expect(createServer({ port: 70_000 })).rejects.toMatchObject({
    code: 'SERVER_OPTION_INVALID',
    message: 'port: must be a whole number from 0 to 65535, not 70000',
  })
  await expect(createServer({ host: '0.0.0.0' })).rejects.toThrow(/^host: 0\.0\.0\.0 can be reached/)
})

test('a server that cannot listen gives its data folder back', async () => {
  const first = await createServer()
  await expect(createServer({ port: first.port })).rejects.toMatchObject({ code: 'HTTP_PORT_IN_USE' })
  await first.close()
})
