import { expect, test } from 'vitest'
import { CallThrottle, callRates, countedOperations } from '../../../src/api/kinesis/index.ts'
import { kinesisModel } from '../../../src/api/kinesis/model.ts'
import type { KinesisOperations } from '../../../src/api/kinesis/shapes.ts'
import { openTestStreams } from '../../shards/open-test-streams.ts'
import { type KinesisServer, startKinesis } from './kinesis-server.ts'

type OperationName = keyof KinesisOperations

const stream = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders'
const consumer = `${stream}/consumer/reports:1`
const caller = { account: '000000000000', region: 'us-east-1' }

/** Inputs that name all there is to name. */
const subject = { StreamName: 'orders', ShardId: 'shardId-000000000000', ConsumerARN: consumer }

async function throttleOf(callsPerSecond = {}) {
  const { streams, clock } = await openTestStreams()
  const throttle = new CallThrottle(clock, callsPerSecond)
  const admits = (name: string, input: object = subject, by = caller): boolean => {
    try {
      throttle.admit(name, input, by, streams.nextTokens)
      return true
    } catch {
      return false
    }
  }
  return { clock, streams, throttle, admits }
}

test('there is a rate, or a reason for none, for each operation of the model', () => {
  expect(Object.keys(callRates).sort()).toEqual(Object.keys(kinesisModel.operations).sort())
})

const limited = countedOperations.filter((name) => Number.isFinite(callRates[name]!.perSecond))

test.each(limited)('%s may be called a second’s worth at once, and then at its rate', async (name) => {
  const { perSecond } = callRates[name]!
  const { clock, admits } = await throttleOf()
  for (let i = 0; i < perSecond; i++) expect(admits(name)).toBe(true)
  expect(admits(name)).toBe(false)
  clock.advance(1000 / perSecond)
  expect([admits(name), admits(name)]).toEqual([true, false])
  /* Twice the rate is offered for ten seconds. */
  let admitted = 0
  for (let i = 0; i < 20 * perSecond; i++) {
    clock.advance(500 / perSecond)
    if (admits(name)) admitted++
  }
  expect(Math.abs(admitted - 10 * perSecond)).toBeLessThanOrEqual(0.01 * 10 * perSecond)
})

test('what AWS documents no rate for, and what each shard limits by itself, is not counted', async () => {
  const { admits } = await throttleOf()
  const others = (Object.keys(callRates) as OperationName[]).filter((name) => !limited.includes(name))
  for (const name of others) {
    for (let i = 0; i < 2000; i++) expect(admits(name)).toBe(true)
  }
})

test('rates are counted for the account, the stream, the shard or the consumer', async () => {
  const named = { StreamName: 'orders', ShardId: 'shardId-000000000000' }
  const others = {
    account: [named, { ...caller, account: '111111111111' }],
    region: [named, { ...caller, region: 'eu-west-1' }],
    stream: [{ ...named, StreamName: 'other' }, caller],
    shard: [{ ...named, ShardId: 'shardId-000000000001' }, caller],
    consumer: [{ ...named, ConsumerARN: consumer }, caller],
  } as const
  const apart: [name: OperationName, what: (keyof typeof others)[]][] = [
    ['DescribeStream', ['account', 'region']],
    ['ListStreams', ['account', 'region']],
    ['ListStreamConsumers', ['account', 'region', 'stream']],
    ['GetShardIterator', ['account', 'region', 'stream', 'shard']],
    ['SubscribeToShard', ['shard', 'consumer']],
  ]
  for (const [name, what] of apart) {
    const { admits } = await throttleOf()
    while (admits(name, named));
    for (const [key, [input, by]] of Object.entries(others)) {
      expect(admits(name, input, by), `${name} ${key}`).toBe(what.includes(key as keyof typeof others))
    }
  }
})

test('a stream is the same by its name, by its ARN, by that of a consumer, and in a token', async () => {
  const { admits, streams } = await throttleOf()
  for (let i = 0; i < 20; i++) expect(admits('DescribeStreamConsumer', { StreamARN: stream })).toBe(true)
  expect(admits('DescribeStreamConsumer', { ConsumerARN: consumer })).toBe(false)
  expect(admits('DescribeStreamConsumer', { ConsumerARN: consumer.replace('orders', 'other') })).toBe(true)

  const NextToken = streams.nextTokens.create('list-shards', { name: 'orders', after: 0 })
  for (let i = 0; i < 1000; i++) expect(admits('ListShards', { StreamName: 'orders' })).toBe(true)
  expect(admits('ListShards', { NextToken })).toBe(false)
  expect(admits('ListShards', { NextToken: 'none' })).toBe(true)
})

test('rates can be set, one by one and all together', async () => {
  const { admits } = await throttleOf({ '*': 7, DescribeLimits: 2 })
  const countOf = (name: string) => {
    let count = 0
    while (count < 100 && admits(name)) count++
    return count
  }
  expect(['DescribeLimits', 'ListStreams', 'TagResource', 'PutRecord'].map(countOf)).toEqual([2, 7, 7, 100])
})

async function serverWithStream(): Promise<KinesisServer> {
  const server = await startKinesis({ callsPerSecond: {} })
  await server.call('CreateStream', { StreamName: 'orders', ShardCount: 1 })
  return server
}

/** The first error of a call that is made again and again. */
async function refusalOf(server: KinesisServer, name: OperationName, input: object) {
  for (let i = 0; i < 1100; i++) {
    const answer = await server.answerOf(name, input)
    if (answer.status !== 200) return { calls: i, ...answer }
  }
  throw new Error(`${name} is not limited`)
}

const ofStream = 'Rate exceeded for stream orders under account 000000000000.'
const iteratorInput = {
  StreamName: 'orders',
  ShardId: 'shardId-000000000000',
  ShardIteratorType: 'LATEST',
}

test.each<[OperationName, object, calls: number, code: string, message: string]>([
  ['ListStreams', {}, 5, 'LimitExceededException', 'Rate exceeded for account 000000000000.'],
  ['DescribeStream', { StreamName: 'orders' }, 10, 'LimitExceededException', ofStream],
  ['DescribeStreamSummary', { StreamARN: stream }, 20, 'LimitExceededException', ofStream],
  ['ListShards', { StreamName: 'orders' }, 1000, 'LimitExceededException', ofStream],
  [
    'GetShardIterator',
    iteratorInput,
    5,
    'ProvisionedThroughputExceededException',
    'Rate exceeded for shard shardId-000000000000 in stream orders under account 000000000000.',
  ],
])('a call of %s too many gets AWS’s error', async (name, input, calls, code, message) => {
  const server = await serverWithStream()
  expect(await refusalOf(server, name, input)).toEqual({ calls, status: 400, code, message })
  server.clock.advance(1000)
  expect((await server.answerOf(name, input)).status).toBe(200)
})

test('a call that is not valid is not counted', async () => {
  const server = await serverWithStream()
  for (let i = 0; i < 30; i++) {
    expect((await server.answerOf('DescribeStream', { StreamName: '' })).code).toBe('ValidationException')
  }
  expect((await server.answerOf('DescribeStream', { StreamName: 'orders' })).status).toBe(200)
})

test('of one account’s calls none is counted for another', async () => {
  const server = await serverWithStream()
  await refusalOf(server, 'ListStreams', {})
  expect((await server.call('ListStreams', {}, { account: '111111111111' })).StreamNames).toEqual([])
})
