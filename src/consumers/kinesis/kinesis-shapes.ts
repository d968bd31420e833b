import {
  type ChildShard as KinesisChildShard,
  type KinesisClient,
  type _Record as KinesisRecord,
  type StartingPosition as KinesisStartingPosition,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis'
import type { ChildShard, ShardInfo, StartingPosition, StreamRecord } from '../retrieval/stream-source.ts'

/** The model of the service calls all members optional; these are always there. */
export function recordOf({
  SequenceNumber,
  PartitionKey,
  Data,
  ApproximateArrivalTimestamp,
}: KinesisRecord): StreamRecord {
  const data = Data as Uint8Array
  return {
    sequenceNumber: SequenceNumber as string,
    partitionKey: PartitionKey as string,
    data: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    approximateArrivalMs: ApproximateArrivalTimestamp?.getTime() ?? 0,
  }
}

export function childOf({ ShardId, ParentShards, HashKeyRange }: KinesisChildShard): ChildShard {
  return {
    shardId: ShardId as string,
    parents: ParentShards ?? [],
    startingHashKey: HashKeyRange?.StartingHashKey as string,
    endingHashKey: HashKeyRange?.EndingHashKey as string,
  }
}

function shardOf(shard: Shard): ShardInfo {
  const { ParentShardId, AdjacentParentShardId, SequenceNumberRange } = shard
  return {
    ...childOf({ ...shard, ParentShards: [] } as KinesisChildShard),
    parents: [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined),
    isOpen: SequenceNumberRange?.EndingSequenceNumber === undefined,
  }
}

/** Every shard that still has records. */
export async function listShards(client: KinesisClient, stream: string): Promise<ShardInfo[]> {
  const shards: ShardInfo[] = []
  let token: string | undefined
  do {
    const page = await client.send(
      new ListShardsCommand(token === undefined ? { StreamName: stream } : { NextToken: token }),
    )
    shards.push(...(page.Shards ?? []).map(shardOf))
    token = page.NextToken
  } while (token !== undefined)
  return shards
}

export function startingPositionOf(start: StartingPosition): KinesisStartingPosition {
  if (start.type === 'AT_TIMESTAMP') return { Type: start.type, Timestamp: new Date(start.timestampMs) }
  if ('sequenceNumber' in start) return { Type: start.type, SequenceNumber: start.sequenceNumber }
  return { Type: start.type }
}
