import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Lease } from '../leases/lease.ts'

/*
 * A lease as the Kinesis Client Library 3 has it in its table, one item a shard. Source of names and types:
 * https://docs.aws.amazon.com/streams/latest/dev/kcl-dynamoDB.html and the library's DynamoDBLeaseSerializer.
 *
 *   leaseKey                       S   the partition key: the shard's id; of several streams account:stream:creationEpoch:shardId,
 *                                      and then there are, too
 *   streamName, shardId            S   account:stream:creationEpoch, and the shard's id. Parents and children are ids alone
 *   leaseCounter                   N
 *   leaseOwner, checkpointOwner    S   absent where there is none
 *   checkpoint                     S   a sequence number or TRIM_HORIZON, LATEST, AT_TIMESTAMP, SHARD_END
 *   checkpointSubSequenceNumber    N
 *   parentShardId, childShardIds   SS  absent where there are none
 *   startingHashKey, endingHashKey S
 *   ownerSwitchesSinceCheckpoint   N
 *   throughputKBps                 N   KiB a second
 *   pendingCheckpoint, pendingCheckpointSubSequenceNumber, pendingCheckpointState: of its checkpoints in two steps. Not
 *   written here, and removed with each new checkpoint, as the library does.
 */
export type Item = Record<string, AttributeValue>

const bytesPerKiB = 1024

export function itemOf(lease: Lease): Item {
  const { checkpoint, startingHashKey, endingHashKey } = lease
  const prefix = streamPrefixOf(lease.key)
  const idsOf = (keys: readonly string[]) => keys.map((key) => key.slice(streamPrefixOf(key).length))
  return {
    leaseKey: { S: lease.key },
    ...(prefix !== '' && {
      streamName: { S: prefix.slice(0, -1) },
      shardId: { S: lease.key.slice(prefix.length) },
    }),
    leaseCounter: number(lease.counter),
    ...(lease.owner !== undefined && { leaseOwner: { S: lease.owner } }),
    ...(lease.checkpointOwner !== undefined && { checkpointOwner: { S: lease.checkpointOwner } }),
    checkpoint: { S: checkpoint.sequenceNumber },
    checkpointSubSequenceNumber: number(checkpoint.subSequenceNumber),
    ...(lease.parents.length > 0 && { parentShardId: { SS: idsOf(lease.parents) } }),
    ...(lease.children.length > 0 && { childShardIds: { SS: idsOf(lease.children) } }),
    ...(startingHashKey !== undefined && { startingHashKey: { S: startingHashKey } }),
    ...(endingHashKey !== undefined && { endingHashKey: { S: endingHashKey } }),
    ownerSwitchesSinceCheckpoint: number(lease.ownerSwitchesSinceCheckpoint),
    throughputKBps: number(lease.bytesPerSecond / bytesPerKiB),
  }
}

/** @returns undefined for what is no lease: the library may keep its workers and its leader in the same table */
export function leaseOf(item: Item): Lease | undefined {
  const { leaseKey, leaseCounter, checkpoint } = item
  if (leaseKey?.S === undefined || leaseCounter?.N === undefined || checkpoint?.S === undefined)
    return undefined
  const prefix = streamPrefixOf(leaseKey.S)
  const keysOf = (ids: readonly string[] = []) => ids.map((id) => prefix + id)
  return {
    key: leaseKey.S,
    counter: Number(leaseCounter.N),
    owner: item.leaseOwner?.S,
    checkpointOwner: item.checkpointOwner?.S,
    checkpoint: {
      sequenceNumber: checkpoint.S,
      subSequenceNumber: Number(item.checkpointSubSequenceNumber?.N ?? 0),
    },
    parents: keysOf(item.parentShardId?.SS),
    children: keysOf(item.childShardIds?.SS),
    startingHashKey: item.startingHashKey?.S,
    endingHashKey: item.endingHashKey?.S,
    ownerSwitchesSinceCheckpoint: Number(item.ownerSwitchesSinceCheckpoint?.N ?? 0),
    bytesPerSecond: Math.round(Number(item.throughputKBps?.N ?? 0) * bytesPerKiB),
  }
}

/** `account:stream:creationEpoch:`, empty where an application has one stream. */
function streamPrefixOf(key: string): string {
  return key.slice(0, key.lastIndexOf(':') + 1)
}

function number(value: number): AttributeValue {
  return { N: String(value) }
}
