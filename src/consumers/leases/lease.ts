import type { Checkpoint } from './checkpoint.ts'

/**
 * Who processes a shard, and how far it has come. One row of a lease store, with the members that the Kinesis Client
 * Library gives a row of its table.
 *
 * `counter` and the owners are the row's version: each write expects those it has read. The counter rises with each, but
 * for the one that asks an owner for the lease: the owner goes on until it has let go, and would else find its own writes
 * refused. The worker whose checkpoints count writes every few seconds; a row whose counter stands still for the failover
 * time belongs to nobody.
 */
export interface Lease {
  /** The shard's id, behind `account:stream:creationEpoch:` where an application has several streams. */
  readonly key: string
  readonly counter: number
  /** The worker that processes the shard, or has asked for it. Undefined when nobody does. */
  readonly owner: string | undefined
  /** While the shard is handed over: the worker that had it, and alone may write checkpoints until it lets go. */
  readonly checkpointOwner: string | undefined
  readonly checkpoint: Checkpoint
  readonly parents: readonly string[]
  /** Known once the shard has ended. */
  readonly children: readonly string[]
  /** The shard's range of hash keys, decimal, both ends included. */
  readonly startingHashKey: string | undefined
  readonly endingHashKey: string | undefined
  readonly ownerSwitchesSinceCheckpoint: number
  /** What the shard brings lately. Balances the workers. */
  readonly bytesPerSecond: number
}

/** The worker whose checkpoints count. */
export function checkpointOwnerOf({ owner, checkpointOwner }: Lease): string | undefined {
  return checkpointOwner ?? owner
}

/** Whether a row, as it was read, is a later state of the other. */
export function isAfter(lease: Lease, other: Lease): boolean {
  if (lease.counter !== other.counter) return lease.counter > other.counter
  return lease.checkpointOwner !== undefined && other.checkpointOwner === undefined
}

/** Whether the row is still as it was read. */
export function isUnchanged(row: Lease | undefined, before: Lease): boolean {
  return (
    row?.counter === before.counter &&
    row.owner === before.owner &&
    row.checkpointOwner === before.checkpointOwner
  )
}
