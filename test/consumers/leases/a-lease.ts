import type { Lease } from '../../../src/consumers/leases/lease.ts'

/** A lease of nobody, with what a test changes of it. */
export function aLease(changes: Partial<Lease> = {}): Lease {
  return {
    key: 'shardId-000000000000',
    counter: 0,
    owner: undefined,
    checkpointOwner: undefined,
    checkpoint: { sequenceNumber: 'TRIM_HORIZON', subSequenceNumber: 0 },
    parents: [],
    children: [],
    startingHashKey: undefined,
    endingHashKey: undefined,
    ownerSwitchesSinceCheckpoint: 0,
    bytesPerSecond: 0,
    ...changes,
  }
}
