import { isUnchanged, type Lease } from '../leases/lease.ts'
import type { LeaseStore } from '../leases/lease-store.ts'

/** Leases in this process only: for tests, and for one worker that begins anew at each start. */
export class MemoryLeaseStore implements LeaseStore {
  readonly #leases = new Map<string, Lease>()

  async open(): Promise<void> {}

  async list(): Promise<Lease[]> {
    return [...this.#leases.values()]
  }

  async get(key: string): Promise<Lease | undefined> {
    return this.#leases.get(key)
  }

  async create(lease: Lease): Promise<boolean> {
    if (this.#leases.has(lease.key)) return false
    this.#leases.set(lease.key, lease)
    return true
  }

  async replace(lease: Lease, before: Lease): Promise<boolean> {
    if (!isUnchanged(this.#leases.get(lease.key), before)) return false
    this.#leases.set(lease.key, lease)
    return true
  }

  async remove(key: string, counter: number): Promise<boolean> {
    if (this.#leases.get(key)?.counter !== counter) return false
    return this.#leases.delete(key)
  }
}
