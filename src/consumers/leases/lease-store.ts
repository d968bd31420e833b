import type { Lease } from './lease.ts'

/**
 * Where the leases of one application are. Each method that writes does so in one step or not at all; when it rejects,
 * it may have done so. Reads see every write that was acknowledged before.
 */
export interface LeaseStore {
  /** Makes what has to be there before the first lease: a table, a folder. Cheap when it is there. */
  open(): Promise<void>
  list(): Promise<Lease[]>
  get(key: string): Promise<Lease | undefined>
  /** @returns false when there is a lease of this key already */
  create(lease: Lease): Promise<boolean>
  /**
   * Puts `lease` in the place of `before`, as that was read.
   * @returns false when the row is another by now, by its counter or its owners
   */
  replace(lease: Lease, before: Lease): Promise<boolean>
  /** @returns false when there is no lease with this key and `counter` */
  remove(key: string, counter: number): Promise<boolean>
}
