import type { ChildShard, ShardInfo } from '../retrieval/stream-source.ts'
import { type Checkpoint, isShardEnd, type Sentinel, trimHorizon } from './checkpoint.ts'
import type { Lease } from './lease.ts'
import type { LeaseStore } from './lease-store.ts'

export type InitialPosition = Exclude<Sentinel, 'SHARD_END'>

/** The lease of a shard that nobody has processed yet. */
function newLease(shard: ChildShard, checkpoint: Checkpoint): Lease {
  return {
    key: shard.shardId,
    counter: 0,
    owner: undefined,
    checkpointOwner: undefined,
    checkpoint,
    parents: shard.parents,
    children: [],
    startingHashKey: shard.startingHashKey,
    endingHashKey: shard.endingHashKey,
    ownerSwitchesSinceCheckpoint: 0,
    bytesPerSecond: 0,
  }
}

/**
 * The leases that the shards of a stream lack, parents before their children: whoever creates them in this order and is
 * interrupted leaves no shard whose parents could be passed over.
 *
 * A shard whose descendant has a lease is done, and its own lease was removed; unless it descends from one that is not
 * done, since shards are processed after their parents. From LATEST on, shards that were closed before the application
 * began are none of its business; a child of a shard with a lease is read from its start, since its first records were
 * put after the application began.
 */
export function missingLeases(
  shards: readonly ShardInfo[],
  leases: readonly Lease[],
  initial: InitialPosition,
): Lease[] {
  const leased = new Set(leases.map(({ key }) => key))
  const isDone = doneShards(shards, leases)
  const missing: Lease[] = []
  for (const shard of [...shards].sort(byAge)) {
    const key = shard.shardId
    if (leased.has(key) || isDone(shard.shardId)) continue
    const follows = shard.parents.some((parent) => leased.has(parent))
    if (initial === 'LATEST' && !shard.isOpen && !follows) continue
    leased.add(key)
    const sequenceNumber = initial === 'LATEST' && follows ? trimHorizon.sequenceNumber : initial
    missing.push(newLease(shard, { sequenceNumber, subSequenceNumber: 0 }))
  }
  return missing
}

/** Tells the shards that have no lease because it was removed. */
function doneShards(shards: readonly ShardInfo[], leases: readonly Lease[]): (shardId: string) => boolean {
  const leaseOf = new Map(leases.map((lease) => [lease.key, lease]))
  const before = new Set<string>()
  const after = new Set<string>()
  const byAgeDown = [...shards].sort(byAge).reverse()
  for (const { shardId, parents } of byAgeDown)
    if (before.has(shardId) || leaseOf.has(shardId)) for (const parent of parents) before.add(parent)
  for (const { shardId, parents } of byAgeDown.toReversed())
    if (parents.some((parent) => after.has(parent) || isUnfinished(leaseOf.get(parent)))) after.add(shardId)
  return (shardId) => before.has(shardId) && !after.has(shardId)
}

function isUnfinished(lease: Lease | undefined): boolean {
  return lease !== undefined && !isShardEnd(lease.checkpoint)
}

/** Shards are numbered as they are made, so a parent's id is before its children's. */
function byAge(a: ShardInfo, b: ShardInfo): number {
  if (a.shardId === b.shardId) return 0
  return a.shardId < b.shardId ? -1 : 1
}

/** Creates leases in turn; one that somebody else has created meanwhile is as good. */
export async function createLeases(store: LeaseStore, leases: readonly Lease[]): Promise<void> {
  for (const lease of leases) await store.create(lease)
}
