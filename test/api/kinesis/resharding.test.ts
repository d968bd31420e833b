import { expect, test } from 'vitest'
import type { ListShardsInput, Shard } from '../../../src/api/kinesis/shapes.ts'
import type { StreamsOptions } from '../../../src/shards/index.ts'
import { type KinesisServer, startKinesis } from './kinesis-server.ts'

const StreamName = 'test'
const half = String(2n ** 127n)
const id = (index: number) => `shardId-${String(index).padStart(12, '0')}`
const numberOf = ({ ShardId }: Shard) => Number(ShardId.slice(-12))

async function startWithStream(ShardCount: number, options: Partial<StreamsOptions> = {}) {
  const server = await startKinesis(options)
  await server.call('CreateStream', { StreamName, ShardCount })
  server.clock.advance(options.transitionMs ?? 0)
  return server
}

const split = (server: KinesisServer, index: number, NewStartingHashKey = half) =>
  server.call('SplitShard', { StreamName, ShardToSplit: id(index), NewStartingHashKey })
const merge = (server: KinesisServer, index: number, adjacent: number) =>
  server.call('MergeShards', { StreamName, ShardToMerge: id(index), AdjacentShardToMerge: id(adjacent) })
const scaling = (TargetShardCount: number) => ({
  StreamName,
  TargetShardCount,
  ScalingType: 'UNIFORM_SCALING',
})
const scale = (server: KinesisServer, count: number) => server.call('UpdateShardCount', scaling(count))
const list = async (server: KinesisServer, input: object = {}) =>
  (await server.call('ListShards', { StreamName, ...input })).Shards!
const filtered = async (server: KinesisServer, ShardFilter: ListShardsInput['ShardFilter']) =>
  (await list(server, { ShardFilter })).map(numberOf)

async function readToEnd(server: KinesisServer, index: number) {
  const from = { StreamName, ShardId: id(index), ShardIteratorType: 'TRIM_HORIZON' }
  let { ShardIterator } = await server.call('GetShardIterator', from)
  for (;;) {
    const answer = await server.call('GetRecords', { ShardIterator, Limit: 1 })
    if (answer.NextShardIterator === undefined) return answer
    ShardIterator = answer.NextShardIterator
  }
}

/** At hour 0 one shard; at 1 it is split into 1 and 2, which at 2 are merged into 3; now it is 3. */
async function startWithHistory() {
  const server = await startWithStream(1)
  const startMs = server.clock.nowMs()
  const hour = (hours: number) => startMs + hours * 3_600_000
  server.clock.advance(3_600_000)
  await split(server, 0)
  server.clock.advance(3_600_000)
  await merge(server, 1, 2)
  server.clock.advance(3_600_000)
  return { server, hour }
}

test('ListShards and DescribeStream show the lineage, with the numbers that closed shards end with', async () => {
  const { server } = await startWithHistory()
  const shards = await list(server)
  expect(
    shards.map(({ ParentShardId, AdjacentParentShardId }) => [ParentShardId, AdjacentParentShardId]),
  ).toEqual([
    [undefined, undefined],
    [id(0), undefined],
    [id(0), undefined],
    [id(1), id(2)],
  ])
  const ends = shards.map(({ SequenceNumberRange: range }) => range.EndingSequenceNumber)
  expect(ends.map((end) => end !== undefined)).toEqual([true, true, true, false])
  for (const [parent, child] of [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
  ] as const) {
    expect(ends[parent]! < shards[child]!.SequenceNumberRange.StartingSequenceNumber).toBe(true)
  }
  const { StreamDescription } = await server.call('DescribeStream', { StreamName })
  expect(StreamDescription.Shards).toEqual(shards)
})

test.each<[ListShardsInput['ShardFilter'] & { hours?: number }, number[]]>([
  [{ Type: 'AT_TRIM_HORIZON' }, [0]],
  [{ Type: 'FROM_TRIM_HORIZON' }, [0, 1, 2, 3]],
  [{ Type: 'AT_LATEST' }, [3]],
  [{ Type: 'AFTER_SHARD_ID', ShardId: id(1) }, [2, 3]],
  [{ Type: 'AT_TIMESTAMP', hours: 0.5 }, [0]],
  [{ Type: 'AT_TIMESTAMP', hours: 1.5 }, [1, 2]],
  [{ Type: 'AT_TIMESTAMP', hours: 2 }, [1, 2, 3]],
  [{ Type: 'FROM_TIMESTAMP', hours: 1.5 }, [1, 2, 3]],
  [{ Type: 'FROM_TIMESTAMP', hours: 2.5 }, [3]],
])(
  'ListShards with %j gives the shards that the API reference says',
  async ({ hours, ...filter }, expected) => {
    const { server, hour } = await startWithHistory()
    const Timestamp = hours === undefined ? undefined : hour(hours) / 1000
    expect(await filtered(server, { ...filter, ...(Timestamp && { Timestamp }) })).toEqual(expected)
  },
)

test('lists go page by page over open and closed shards', async () => {
  const { server } = await startWithHistory()
  const pages: number[][] = []
  let page = await server.call('ListShards', { StreamName, MaxResults: 3 })
  for (;;) {
    pages.push(page.Shards!.map(numberOf))
    if (page.NextToken === undefined) break
    page = await server.call('ListShards', { NextToken: page.NextToken, MaxResults: 3 })
  }
  expect(pages).toEqual([[0, 1, 2], [3]])
  const described: number[][] = []
  for (let after: string | undefined; ; ) {
    const input = { StreamName, Limit: 2, ...(after && { ExclusiveStartShardId: after }) }
    const { Shards, HasMoreShards } = (await server.call('DescribeStream', input)).StreamDescription
    described.push(Shards.map(numberOf))
    if (!HasMoreShards) break
    after = Shards.at(-1)!.ShardId
  }
  expect(described).toEqual([
    [0, 1],
    [2, 3],
  ])
})

test('right after a reshard its parents are listed, also those made in the same millisecond', async () => {
  const server = await startWithStream(1)
  await split(server, 0)
  expect((await list(server)).map(numberOf)).toEqual([0, 1, 2])
  expect(await filtered(server, { Type: 'AT_TRIM_HORIZON' })).toEqual([0])
  expect(await filtered(server, { Type: 'AT_LATEST' })).toEqual([1, 2])
})

test('DescribeStreamSummary counts the open shards', async () => {
  const { server } = await startWithHistory()
  const summary = await server.call('DescribeStreamSummary', { StreamName })
  expect(summary.StreamDescriptionSummary.OpenShardCount).toBe(1)
})

test('GetRecords at the end of a closed shard has no NextShardIterator, and the child shards', async () => {
  const { server } = await startWithHistory()
  const range = (StartingHashKey: string, EndingHashKey: string) => ({ StartingHashKey, EndingHashKey })
  const last = String(2n ** 128n - 1n)
  const answer = await readToEnd(server, 0)
  expect(answer).toEqual({
    Records: [],
    MillisBehindLatest: 0,
    ChildShards: [
      { ShardId: id(1), ParentShards: [id(0)], HashKeyRange: range('0', String(2n ** 127n - 1n)) },
      { ShardId: id(2), ParentShards: [id(0)], HashKeyRange: range(half, last) },
    ],
  })
  expect((await readToEnd(server, 2)).ChildShards).toEqual([
    { ShardId: id(3), ParentShards: [id(1), id(2)], HashKeyRange: range('0', last) },
  ])
})

test('a shard that was merged or split is refused, in the words of AWS', async () => {
  const { server } = await startWithHistory()
  const error = {
    code: 'InvalidArgumentException',
    message:
      `Shard ${id(0)} in stream test under account 000000000000 has already been merged or split, ` +
      'and thus is not eligible for merging or splitting.',
  }
  const input = { StreamName, ShardToSplit: id(0), NewStartingHashKey: half }
  expect(await server.errorOf('SplitShard', input)).toMatchObject(error)
  const adjacent = { StreamName, ShardToMerge: id(0), AdjacentShardToMerge: id(3) }
  expect(await server.errorOf('MergeShards', adjacent)).toMatchObject(error)
})

test('a stream is UPDATING for the time of a transition, in which it takes records and no reshard', async () => {
  const server = await startWithStream(1, { transitionMs: 1000 })
  const status = async () =>
    (await server.call('DescribeStream', { StreamName })).StreamDescription.StreamStatus
  expect(await scale(server, 2)).toMatchObject({ CurrentShardCount: 1, TargetShardCount: 2 })
  expect(await status()).toBe('UPDATING')
  await server.call('PutRecord', { StreamName, PartitionKey: 'k', Data: Buffer.from('x') })
  for (const [operation, input] of [
    ['SplitShard', { StreamName, ShardToSplit: id(1), NewStartingHashKey: '5' }],
    ['MergeShards', { StreamName, ShardToMerge: id(1), AdjacentShardToMerge: id(2) }],
    ['UpdateShardCount', scaling(4)],
  ] as const) {
    expect(await server.errorOf(operation, input)).toMatchObject({ code: 'ResourceInUseException' })
  }
  server.clock.advance(1000)
  expect(await status()).toBe('ACTIVE')
})

test('UpdateShardCount is taken ten times in any 24 hours, over restarts', async () => {
  let server = await startWithStream(2)
  for (let i = 0; i < 10; i++) {
    if (i === 5) server = await server.restart()
    await scale(server, i % 2 === 0 ? 4 : 2)
    server.clock.advance(3_600_000)
  }
  const error = {
    code: 'LimitExceededException',
    message:
      'UpdateShardCount cannot be called more than 10 times in 24 hours on stream test under account 000000000000.',
  }
  expect(await server.errorOf('UpdateShardCount', scaling(4))).toMatchObject(error)
  server.clock.advance(14 * 3_600_000 - 1)
  expect(await server.errorOf('UpdateShardCount', scaling(4))).toMatchObject(error)
  server.clock.advance(1)
  await scale(server, 4)
  expect(await server.errorOf('UpdateShardCount', scaling(2))).toMatchObject(error)
  server.clock.advance(3_600_000)
  await scale(server, 2)
})

test('the quotas of shards hold for reshards, and --limits off lifts them', async () => {
  const server = await startWithStream(5999, {})
  await split(server, 0, '5')
  server.clock.advance(1)
  const asked = { region: 'eu-central-1' }
  await server.call('CreateStream', { StreamName, ShardCount: 6000 }, asked)
  const one = { StreamName, ShardToSplit: id(0), NewStartingHashKey: '5' }
  const error = {
    code: 'LimitExceededException',
    message:
      'This request would exceed the limit on the number of shards for the account 000000000000 in eu-central-1. ' +
      'Current shards count: 6000. Requested: 1. Limit: 6000.',
  }
  expect(await server.errorOf('SplitShard', one, asked)).toMatchObject(error)
  expect(await server.errorOf('UpdateShardCount', scaling(6001), asked)).toMatchObject({
    code: 'LimitExceededException',
  })
  expect(await server.errorOf('UpdateShardCount', scaling(10_001))).toMatchObject({
    code: 'LimitExceededException',
    message: expect.stringContaining('more than 10000 shards'),
  })
  const free = await startWithStream(2, { limits: 'off' })
  for (let i = 0; i < 12; i++) await scale(free, i % 2 === 0 ? 40 : 3)
})

test('too many streams in transition at once refuse a split', async () => {
  const server = await startWithStream(1, { transitionMs: 1000 })
  for (let i = 0; i < 5; i++) await server.call('CreateStream', { StreamName: `s${i}`, ShardCount: 1 })
  const input = { StreamName, ShardToSplit: id(0), NewStartingHashKey: half }
  expect(await server.errorOf('SplitShard', input)).toMatchObject({ code: 'LimitExceededException' })
  server.clock.advance(1000)
  await split(server, 0)
})

test('a record may name a number of a parent as the one it comes after', async () => {
  const server = await startWithStream(1)
  const record = { StreamName, PartitionKey: 'k', Data: Buffer.from('x') }
  const before = await server.call('PutRecord', record)
  await split(server, 0)
  const SequenceNumberForOrdering = before.SequenceNumber
  const after = await server.call('PutRecord', { ...record, SequenceNumberForOrdering })
  expect(after.SequenceNumber > before.SequenceNumber).toBe(true)
})
