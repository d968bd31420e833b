import { ManualClock, MemoryFileSystem, silentLogger } from '../../src/base/index.ts'
import { type Application, type LeaseState, Leases } from '../../src/leases/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import { openTestStore } from '../log/open-test-store.ts'

export const application: Application = { account: '000000000000', region: 'us-east-1', name: 'billing' }

/** A lease of nobody, with what a test changes of it. */
export function leaseState(key: string, changes: Partial<LeaseState> = {}): LeaseState {
  return {
    key,
    counter: 0,
    sequenceNumber: 'TRIM_HORIZON',
    subSequenceNumber: 0,
    parents: [],
    children: [],
    ownerSwitchesSinceCheckpoint: 0,
    bytesPerSecond: 0,
    ...changes,
  }
}

export interface TestLeases {
  readonly leases: Leases
  readonly store: LogStore
  /** Closes all, and opens it again over the same disk. */
  restart(): Promise<TestLeases>
}

/** Leases over a memory disk. */
export async function openTestLeases(
  options: { leasesMax?: number; snapshotBytesMin?: number } = {},
  files = new MemoryFileSystem(),
): Promise<TestLeases> {
  const parts = { clock: new ManualClock(), logger: silentLogger }
  const store = await openTestStore({ ...parts, files })
  const leases = await Leases.open({ ...parts, store, ...options })
  return {
    leases,
    store,
    async restart() {
      await leases.close()
      await store.close()
      return openTestLeases(options, files)
    },
  }
}
