/* How a consumer comes to get frames, and what it gets in them. */
import { PutRecordsCommand, SplitShardCommand, StartStreamEncryptionCommand } from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { RecordGets } from '../../../src/consumers/kinesis/record-gets.ts'
import { type KinesisInProcess, kinesisInProcess } from '../../framed/sdk/kinesis-in-process.ts'

const signal = new AbortController().signal

async function put({ client, clock }: KinesisInProcess, ...texts: string[]): Promise<void> {
  const Records = texts.map((text) => ({ PartitionKey: text, ExplicitHashKey: '0', Data: Buffer.from(text) }))
  await client.send(new PutRecordsCommand({ StreamName: 'orders', Records }))
  clock.advance(60_000)
}

/** Encrypted after some records, and split after some more. */
async function eventful(): Promise<KinesisInProcess> {
  const kinesis = await kinesisInProcess()
  const { client, clock } = kinesis
  await put(kinesis, 'a', 'd\u00e9j\u00e0')
  const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders'
  await client.send(new StartStreamEncryptionCommand({ StreamARN, EncryptionType: 'KMS', KeyId: 'alias/a' }))
  clock.advance(60_000)
  await put(kinesis, 'b')
  await put(kinesis, 'c', 'd')
  const ShardToSplit = 'shardId-000000000000'
  await client.send(new SplitShardCommand({ StreamName: 'orders', ShardToSplit, NewStartingHashKey: '99' }))
  clock.advance(60_000)
  kinesis.seen.length = 0
  return kinesis
}

test('records and the end of their shard are the same in frames as in JSON', async () => {
  const kinesis = await eventful()
  const gets = new RecordGets(kinesis.client)
  const read = async () => gets.get(await kinesis.iterator(0), signal)
  const inJson = await read()
  const inFrames = await read()
  expect(kinesis.seen).toEqual([
    ...['GetShardIterator json 200', 'GetRecords json 200'],
    ...['GetShardIterator json 200', 'GetRecords framed 200'],
  ])
  expect(inFrames.records).toEqual(inJson.records)
  expect(inFrames.records.map(({ data }) => data.toString())).toEqual(['a', 'd\u00e9j\u00e0', 'b', 'c', 'd'])
  const { NextShardIterator, ChildShards, MillisBehindLatest } = inJson.end
  expect(inFrames.end).toEqual({
    MillisBehindLatest,
    ...(NextShardIterator && { NextShardIterator: expect.any(String) }),
    ...(ChildShards && { ChildShards }),
  })
})

test('the first records come in frames, as the iterator has asked for them', async () => {
  const kinesis = await kinesisInProcess()
  await put(kinesis, 'a')
  kinesis.seen.length = 0
  const gets = new RecordGets(kinesis.client)
  const shard = { stream: 'orders', shardId: 'shardId-000000000000' }
  const iterator = await gets.iteratorAt(shard, { type: 'TRIM_HORIZON' })
  const { records } = await gets.get(iterator, signal)
  expect(kinesis.seen).toEqual(['GetShardIterator json 200', 'GetRecords framed 200'])
  expect(records).toHaveLength(1)
})

test('the end of a closed shard has its children', async () => {
  const kinesis = await eventful()
  const gets = new RecordGets(kinesis.client)
  let iterator: string | undefined = await kinesis.iterator(0)
  let got = await gets.get(iterator, signal)
  for (iterator = got.end.NextShardIterator; iterator !== undefined; iterator = got.end.NextShardIterator) {
    kinesis.clock.advance(1_000)
    got = await gets.get(iterator, signal)
    expect(kinesis.seen.at(-1)).toBe('GetRecords framed 200')
  }
  expect(got.end.ChildShards?.map(({ ShardId }) => ShardId)).toEqual([
    'shardId-000000000002',
    'shardId-000000000003',
  ])
})

test('a server that knows no frames any more is asked in JSON, at once', async () => {
  const kinesis = await kinesisInProcess()
  await put(kinesis, 'a')
  const gets = new RecordGets(kinesis.client)
  const read = async () =>
    (await gets.get(await kinesis.iterator(0), signal)).records.map(({ data }) => data.toString())
  expect(await read()).toEqual(['a'])
  kinesis.serve('older')
  expect(await read()).toEqual(['a'])
  expect(await read()).toEqual(['a'])
  kinesis.serve('this')
  expect(await read()).toEqual(['a'])
  expect(await read()).toEqual(['a'])
  expect(kinesis.seen.filter((seen) => seen.startsWith('GetRecords'))).toEqual([
    ...['GetRecords json 200', 'GetRecords framed 404', 'GetRecords json 200', 'GetRecords json 200'],
    ...['GetRecords json 200', 'GetRecords framed 200'],
  ])
})

test('an error of the server is the error that the SDK makes of it', async () => {
  const kinesis = await kinesisInProcess()
  const gets = new RecordGets(kinesis.client)
  const iterator = await kinesis.iterator(0)
  await gets.get(iterator, signal)
  kinesis.clock.advance(400_000)
  await expect(gets.get(iterator, signal)).rejects.toMatchObject({ name: 'ExpiredIteratorException' })
  expect(kinesis.seen.at(-1)).toBe('GetRecords framed 400')
})
