import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis'
import type { StoredRecord, StoredShards } from './check.ts'

/** Every record of every shard, from TRIM_HORIZON to the end. Nobody may be writing. */
export async function readAll(client: KinesisClient, stream: string): Promise<StoredShards> {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: stream }))
  const stored = new Map<string, readonly StoredRecord[]>()
  for (const { ShardId = '' } of Shards) stored.set(ShardId, await readShard(client, stream, ShardId))
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
    if (answer.Records?.length === 0 && answer.MillisBehindLatest === 0) return records
    iterator = answer.NextShardIterator
  }
}
