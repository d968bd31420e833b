import {
  DescribeStreamSummaryCommand,
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

/**
 * Tells a stream from all others, and from others of its name at other times: `account:stream:creationEpoch`, in seconds.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/kcl-dynamoDB.html
 */
export async function streamIdentifierOf(client: KinesisClient, stream: string): Promise<string> {
  const answer = await client.send(new DescribeStreamSummaryCommand({ StreamName: stream }))
  const { StreamARN, StreamCreationTimestamp } = answer.StreamDescriptionSummary ?? {}
  const account = (StreamARN as string).split(':')[4]
  return `${account}:${stream}:${Math.floor((StreamCreationTimestamp as Date).getTime() / 1000)}`
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
