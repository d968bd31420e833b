/* Frames over the sockets of a real server: they are only a content type. */
import { CreateStreamCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import type { HttpRequest } from '@smithy/core/protocols'
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler'
import { expect, test } from 'vitest'
import { RecordGets } from '../../../src/consumers/kinesis/record-gets.ts'
import { createServer } from '../../../src/index.ts'
import { KinesisTarget } from '../../../src/producers/kinesis/kinesis-target.ts'

const signal = new AbortController().signal

/** Counts what goes out in frames. */
function counting(handler: NodeHttpHandler | NodeHttp2Handler) {
  const counted = { frames: 0, destroy: () => handler.destroy(), handle }
  function handle(request: HttpRequest, options: object) {
    if (request.headers['content-type']?.includes('framed')) counted.frames++
    return handler.handle(request, options)
  }
  return counted
}

test.each([
  ['HTTP/1.1', () => new NodeHttpHandler()],
  ['HTTP/2', () => new NodeHttp2Handler()],
])('records go and come in frames over %s', async (_, open) => {
  const server = await createServer({ limits: 'off' })
  const requestHandler = counting(open())
  const client = new KinesisClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler,
  })
  await client.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }))
  const target = new KinesisTarget(client, 'orders')
  await target.describe(signal)
  const entries = Array.from({ length: 500 }, (_, i) => ({
    partitionKey: `key-${i}`,
    explicitHashKey: undefined,
    data: Buffer.alloc(2 * i, i),
  }))
  const outcomes = await target.put(entries, signal)
  const numbers = outcomes.map((outcome) => outcome.kind === 'put' && outcome.sequenceNumber)
  const gets = new RecordGets(client)
  for (let read = 1; read <= 2; read++) {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: 'orders',
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    )
    const { records } = await gets.get(ShardIterator as string, signal)
    expect(requestHandler.frames).toBe(read)
    expect(records.map(({ sequenceNumber }) => sequenceNumber)).toEqual(numbers)
    expect(records.every(({ data }, i) => data.equals(entries[i]!.data))).toBe(true)
  }
  client.destroy()
  await server.close()
})
