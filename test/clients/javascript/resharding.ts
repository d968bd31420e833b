/* Shards that split and merge, and each key's records still in their order. */
import { deepEqual, equal } from 'node:assert/strict'
import {
  type ChildShard,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  type Shard,
  SplitShardCommand,
  type _Record as StoredRecord,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis'
import { step } from '../steps.ts'
import { client, create, firstShard, summary } from './client.ts'

const StreamName = 'resharding'
const keys = Array.from({ length: 16 }, (_, n) => `key ${n}`)
let rounds = 0

export async function reshardingSteps(): Promise<void> {
  await step('split a shard', split)
  await step('merge two shards', merge)
  await step('update the shard count', updateCount)
  await step('read through the lineage', readThroughTheLineage)
}

/** Puts one record of each key, which says how often there was one. */
async function putARound(): Promise<void> {
  const Data = Buffer.from(String(rounds++))
  const Records = keys.map((PartitionKey) => ({ PartitionKey, Data }))
  equal((await client.send(new PutRecordsCommand({ StreamName, Records }))).FailedRecordCount, 0)
}

/** Two at a time, so that there are pages. */
async function shards(filter?: 'AT_LATEST' | 'AT_TRIM_HORIZON'): Promise<Shard[]> {
  const all: Shard[] = []
  let NextToken: string | undefined
  do {
    const start =
      NextToken === undefined ? { StreamName, ShardFilter: filter && { Type: filter } } : { NextToken }
    const page = await client.send(new ListShardsCommand({ ...start, MaxResults: 2 }))
    all.push(...(page.Shards ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return all
}

const isClosed = ({ SequenceNumberRange }: Shard) => SequenceNumberRange?.EndingSequenceNumber !== undefined

async function split(): Promise<void> {
  await create({ StreamName, ShardCount: 2 })
  await putARound()
  const NewStartingHashKey = (2n ** 126n).toString()
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit: firstShard, NewStartingHashKey }))
  const all = await shards()
  deepEqual(all.map(isClosed), [true, false, false, false])
  deepEqual(
    all.map(({ ParentShardId }) => ParentShardId),
    [undefined, undefined, firstShard, firstShard],
  )
  equal(all[3]?.HashKeyRange?.StartingHashKey, NewStartingHashKey)
  await putARound()
}

async function merge(): Promise<void> {
  const pair = { ShardToMerge: 'shardId-000000000003', AdjacentShardToMerge: 'shardId-000000000001' }
  await client.send(new MergeShardsCommand({ StreamName, ...pair }))
  const merged = (await shards()).at(-1)
  equal(merged?.ParentShardId, pair.ShardToMerge)
  equal(merged?.AdjacentParentShardId, pair.AdjacentShardToMerge)
  equal((await summary(StreamName)).OpenShardCount, 2)
  await putARound()
}

async function updateCount(): Promise<void> {
  const scaling = { TargetShardCount: 3, ScalingType: 'UNIFORM_SCALING' as const }
  const answer = await client.send(new UpdateShardCountCommand({ StreamName, ...scaling }))
  deepEqual([answer.CurrentShardCount, answer.TargetShardCount], [2, 3])
  const starts = (await shards('AT_LATEST')).map(({ HashKeyRange }) => Number(HashKeyRange?.StartingHashKey))
  deepEqual(starts.map((start) => Math.round((start * 3) / 2 ** 128)).sort(), [0, 1, 2])
  await putARound()
}

/** The records of a shard up to its end, or to now if it is open. */
async function readShard(ShardId: string, closed: boolean): Promise<[StoredRecord[], ChildShard[]]> {
  const start = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const }
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(start))
  const records: StoredRecord[] = []
  for (;;) {
    const answer = await client.send(new GetRecordsCommand({ ShardIterator }))
    records.push(...(answer.Records ?? []))
    ShardIterator = answer.NextShardIterator
    if (ShardIterator === undefined || (!closed && answer.MillisBehindLatest === 0)) {
      return [records, answer.ChildShards ?? []]
    }
  }
}

async function readThroughTheLineage(): Promise<void> {
  const all = await shards()
  const closed = new Set(all.filter(isClosed).map(({ ShardId }) => ShardId))
  const waiting = (await shards('AT_TRIM_HORIZON')).map(({ ShardId = '' }) => ShardId)
  deepEqual(waiting, ['shardId-000000000000', 'shardId-000000000001'])
  const done = new Set<string>()
  const read = new Map(keys.map((key): [string, string[]] => [key, []]))
  for (let shardId = waiting.shift(); shardId !== undefined; shardId = waiting.shift()) {
    const [records, children] = await readShard(shardId, closed.has(shardId))
    for (const { PartitionKey = '', Data = [] } of records) {
      read.get(PartitionKey)?.push(Buffer.from(Data).toString())
    }
    done.add(shardId)
    const ready = children.filter(({ ParentShards = [] }) => ParentShards.every((parent) => done.has(parent)))
    waiting.push(...ready.map(({ ShardId = '' }) => ShardId))
  }
  const order = Array.from({ length: rounds }, (_, n) => String(n))
  deepEqual(read, new Map(keys.map((key) => [key, order])))
  equal(done.size, all.length)
}
