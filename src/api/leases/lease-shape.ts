import type { LeaseState } from '../../leases/index.ts'
import type { Lease } from './shapes.ts'

/* The names on the wire are those that the Kinesis Client Library gives the columns of its table, where it has them. */

export function leaseOf(shape: Lease): LeaseState {
  return {
    key: shape.LeaseKey,
    counter: shape.LeaseCounter,
    ...(shape.LeaseOwner !== undefined && { owner: shape.LeaseOwner }),
    ...(shape.CheckpointOwner !== undefined && { checkpointOwner: shape.CheckpointOwner }),
    sequenceNumber: shape.Checkpoint,
    subSequenceNumber: shape.CheckpointSubSequenceNumber,
    parents: shape.ParentShardIds,
    children: shape.ChildShardIds,
    ...(shape.StartingHashKey !== undefined && { startingHashKey: shape.StartingHashKey }),
    ...(shape.EndingHashKey !== undefined && { endingHashKey: shape.EndingHashKey }),
    ownerSwitchesSinceCheckpoint: shape.OwnerSwitchesSinceCheckpoint,
    bytesPerSecond: shape.BytesPerSecond,
  }
}

export function shapeOf(lease: LeaseState): Lease {
  return {
    LeaseKey: lease.key,
    LeaseCounter: lease.counter,
    LeaseOwner: lease.owner,
    CheckpointOwner: lease.checkpointOwner,
    Checkpoint: lease.sequenceNumber,
    CheckpointSubSequenceNumber: lease.subSequenceNumber,
    ParentShardIds: lease.parents,
    ChildShardIds: lease.children,
    StartingHashKey: lease.startingHashKey,
    EndingHashKey: lease.endingHashKey,
    OwnerSwitchesSinceCheckpoint: lease.ownerSwitchesSinceCheckpoint,
    BytesPerSecond: lease.bytesPerSecond,
  }
}
