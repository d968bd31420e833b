/*
 * The JavaScript SDK v3 against a server: node sdk.ts ENDPOINT h2|h1. Its Kinesis client speaks HTTP/2 unless told
 * otherwise, to `http://` endpoints too.
 */
import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
  waitUntilStreamExists,
  waitUntilStreamNotExists,
} from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { step } from '../steps.ts'

const [endpoint = '', transport] = process.argv.slice(2)
const StreamName = `javascript-${transport}`
const client = new KinesisClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
  maxAttempts: 1,
  ...(transport === 'h1' && { requestHandler: new NodeHttpHandler() }),
})
const waiter = { client, maxWaitTime: 10, minDelay: 1 }
const payloads = Array.from({ length: 500 }, (_, i) => Buffer.alloc(i, i))

await step('create a stream and wait', async () => {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }))
  await waitUntilStreamExists(waiter, { StreamName })
})

const ShardId = 'shardId-000000000001'
/** The first of the second half of the hash keys: where the second of two shards begins. */
const ExplicitHashKey = (2n ** 127n).toString()

await step('put a record by explicit hash key', async () => {
  const Data = Buffer.from('first')
  const answer = await client.send(
    new PutRecordCommand({ StreamName, PartitionKey: 'k', ExplicitHashKey, Data }),
  )
  equal(answer.ShardId, ShardId)
  match(answer.SequenceNumber ?? '', /^\d{56}$/)
  match(answer.$metadata.requestId ?? '', /^[0-9a-f-]{36}$/)
})

await step('put 500 records in one request', async () => {
  const Records = payloads.map((Data) => ({ Data, PartitionKey: 'k', ExplicitHashKey }))
  const answer = await client.send(new PutRecordsCommand({ StreamName, Records }))
  equal(answer.FailedRecordCount, 0)
  equal(answer.Records?.length, payloads.length)
})

await step('get them back whole, in order, a page at a time', async () => {
  const start = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const }
  let iterator = (await client.send(new GetShardIteratorCommand(start))).ShardIterator
  const read: Buffer[] = []
  while (read.length < payloads.length + 1) {
    const { Records = [], NextShardIterator } = await client.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: 200 }),
    )
    equal(Records.length > 0 && Records.length <= 200, true)
    read.push(...Records.map(({ Data = new Uint8Array() }) => Buffer.from(Data)))
    iterator = NextShardIterator
  }
  deepEqual(read, [Buffer.from('first'), ...payloads])
})

await step('a consumer gets them pushed, with what is put later', async () => {
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }))
  const { Consumer } = await client.send(
    new RegisterStreamConsumerCommand({
      StreamARN: StreamDescriptionSummary?.StreamARN,
      ConsumerName: 'reader',
    }),
  )
  const ConsumerARN = Consumer?.ConsumerARN
  const StartingPosition = { Type: 'TRIM_HORIZON' as const }
  const { EventStream } = await client.send(
    new SubscribeToShardCommand({ ConsumerARN, ShardId, StartingPosition }),
  )
  const read: Buffer[] = []
  for await (const { SubscribeToShardEvent } of EventStream ?? []) {
    read.push(...(SubscribeToShardEvent?.Records ?? []).map(({ Data }) => Buffer.from(Data ?? [])))
    if (read.length === payloads.length + 2) break
    if (read.length < payloads.length + 1) continue
    const Data = Buffer.from('later')
    await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', ExplicitHashKey, Data }))
  }
  deepEqual(read, [Buffer.from('first'), ...payloads, Buffer.from('later')])
  await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN }))
})

await step('errors carry name, message and request id', async () => {
  await rejects(client.send(new DeleteStreamCommand({ StreamName: 'absent' })), {
    name: 'ResourceNotFoundException',
    message: /^Stream absent under account \d{12} not found\.$/,
  })
  await rejects(client.send(new CreateStreamCommand({ StreamName: 'not valid' })), {
    name: 'ValidationException',
    message: /^1 validation error detected: Value 'not valid' at 'streamName' failed to satisfy constraint: /,
  })
})

await step('delete the stream and wait', async () => {
  await client.send(new DeleteStreamCommand({ StreamName }))
  await waitUntilStreamNotExists(waiter, { StreamName })
})
client.destroy()
