/** Whose leases they are. Two accounts, or two regions of one, never see each other's. */
export interface Owner {
  /** 12 digits. */
  readonly account: string
  readonly region: string
}

/** The workers of one application share its leases. */
export interface Application extends Owner {
  readonly name: string
}

/**
 * Who processes a shard, and how far it has come: a row that the workers of an application write in turn. What it means
 * is theirs to know (src/consumers/leases/lease.ts); here it is kept, and its `LeaseVersion` compared. Plain data, never changed:
 * a change is a new object. On the disk its members are part of the format.
 */
export interface LeaseState {
  readonly key: string
  /** Rises with each write but one: a worker that asks for the lease names itself as the next owner, and leaves it. */
  readonly counter: number
  readonly owner?: string
  readonly checkpointOwner?: string
  readonly sequenceNumber: string
  readonly subSequenceNumber: number
  readonly parents: readonly string[]
  readonly children: readonly string[]
  readonly startingHashKey?: string
  readonly endingHashKey?: string
  readonly ownerSwitchesSinceCheckpoint: number
  readonly bytesPerSecond: number
}

/** What no two states of a lease have in common. */
export interface LeaseVersion {
  readonly counter: number
  readonly owner?: string | undefined
  readonly checkpointOwner?: string | undefined
}
