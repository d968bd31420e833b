import type { Checkpoint } from './checkpoint.ts'

/**
 * Who processes a shard, and how far it has come. One row of a lease store, with the members that the Kinesis Client
 * Library gives a row of its table.
 *
 * `counter` is the row's version: each write expects the one it has read, and writes the next. An owner writes every
 * few seconds; a row whose counter stands still for the failover time belongs to nobody.
 */
export interface Lease {
  /** The shard's id, behind `account:stream:creationEpoch:` where an application has several streams. */
  readonly key: string
  readonly counter: number
  /** The worker that processes the shard, or is about to. Undefined when nobody does. */
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

/**
 * Whether a row, as it was read, is a later state of the other. The counter rises with each write but one: the leader of
 * workers of the Kinesis Client Library, which may share a table with these, names another owner and leaves it.
 */
export function isAfter(lease: Lease, other: Lease): boolean {
  if (lease.counter !== other.counter) return lease.counter > other.counter
  return lease.owner !== other.owner || lease.checkpointOwner !== other.checkpointOwner
}
