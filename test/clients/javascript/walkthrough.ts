/* Records, from a new stream to its end. */
import { deepEqual, equal, match } from 'node:assert/strict'
import {
  DeleteStreamCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  waitUntilStreamNotExists,
} from '@aws-sdk/client-kinesis'
import { step } from '../steps.ts'
import { client, create, waiter } from './client.ts'

const StreamName = 'javascript'
const ShardId = 'shardId-000000000001'
/** The first of the second half of the hash keys: where the second of two shards begins. */
const ExplicitHashKey = (2n ** 127n).toString()
const payloads = Array.from({ length: 500 }, (_, i) => Buffer.alloc(i, i))

export async function walkthroughSteps(): Promise<void> {
  await step('create a stream, wait, and find it', createAndFind)
  await step('put a record by explicit hash key', putOne)
  await step('put 500 records in one request', putMany)
  await step('get them back whole, in order, a page at a time', getAll)
  await step('delete the stream and wait', async () => {
    await client.send(new DeleteStreamCommand({ StreamName }))
    await waitUntilStreamNotExists(waiter, { StreamName })
  })
}

async function createAndFind(): Promise<void> {
  const StreamARN = await create({ StreamName, ShardCount: 2 })
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamARN }))
  equal(StreamDescription?.Shards?.[1]?.HashKeyRange?.StartingHashKey, ExplicitHashKey)
  const { StreamNames, StreamSummaries } = await client.send(new ListStreamsCommand({}))
  deepEqual(StreamNames, [StreamName])
  deepEqual(StreamSummaries?.[0]?.StreamARN, StreamARN)
}

async function putOne(): Promise<void> {
  const Data = Buffer.from('first')
  const record = { PartitionKey: 'k', ExplicitHashKey, Data }
  const answer = await client.send(new PutRecordCommand({ StreamName, ...record }))
  equal(answer.ShardId, ShardId)
  match(answer.SequenceNumber ?? '', /^\d{56}$/)
  match(answer.$metadata.requestId ?? '', /^[0-9a-f-]{36}$/)
}

async function putMany(): Promise<void> {
  const Records = payloads.map((Data) => ({ Data, PartitionKey: 'k', ExplicitHashKey }))
  const answer = await client.send(new PutRecordsCommand({ StreamName, Records }))
  equal(answer.FailedRecordCount, 0)
  equal(answer.Records?.length, payloads.length)
}

async function getAll(): Promise<void> {
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
}
