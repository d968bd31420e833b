import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  type ListShardsCommandOutput,
  ResourceNotFoundException,
  type Shard,
} from '@aws-sdk/client-kinesis'
import type { StoredRecord, StoredShards } from './check.ts'

/** Every shard, closed ones too. */
export async function listAll(client: KinesisClient, stream: string): Promise<Shard[]> {
  const all: Shard[] = []
  let page: { StreamName: string } | { NextToken: string } = { StreamName: stream }
  for (;;) {
    const { Shards = [], NextToken }: ListShardsCommandOutput = await client.send(new ListShardsCommand(page))
    all.push(...Shards)
    if (NextToken === undefined) return all
    page = { NextToken }
  }
}

/**
 * Every record of these shards, from TRIM_HORIZON to the end. Nobody may be writing. A shard that has expired since it was
 * listed has none.
 */
export async function readAll(
  client: KinesisClient,
  stream: string,
  shards: readonly Shard[],
): Promise<StoredShards> {
  const stored = new Map<string, readonly StoredRecord[]>()
  for (const { ShardId = '' } of shards) {
    const records = await readShard(client, stream, ShardId).catch((error: unknown) => {
      if (error instanceof ResourceNotFoundException) return []
      throw error
    })
    stored.set(ShardId, records)
  }
  return stored
}

async function readShard(client: KinesisClient, stream: string, ShardId: string): Promise<StoredRecord[]> {
  const start = { StreamName: stream, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const }
  let iterator = (await client.send(new GetShardIteratorCommand(start))).ShardIterator
  const records: StoredRecord[] = []
  for (;;) {
    const answer = await client.send(new GetRecordsCommand({ ShardIterator: iterator }))
    for (const { SequenceNumber = '', PartitionKey = '', Data = new Uint8Array() } of answer.Records ?? []) {
      records.push({ sequenceNumber: SequenceNumber, partitionKey: PartitionKey, data: Data })
    }
    iterator = answer.NextShardIterator
    if (iterator === undefined || (answer.Records?.length === 0 && answer.MillisBehindLatest === 0)) {
      return records
    }
  }
}
