import type { LeaseState } from './lease-state.ts'

/** The leases of one application, in the order of their keys. */
export class LeaseTable {
  readonly #leases = new Map<string, LeaseState>()
  /** Undefined after a lease was added or removed, which is as rare as a reshard. */
  #keys: readonly string[] | undefined

  get size(): number {
    return this.#leases.size
  }

  get(key: string): LeaseState | undefined {
    return this.#leases.get(key)
  }

  all(): Iterable<LeaseState> {
    return this.#leases.values()
  }

  /** @param after a key, whether there is such a lease or not */
  page(after: string | undefined, countMax: number): LeaseState[] {
    this.#keys ??= [...this.#leases.keys()].sort()
    const first = after === undefined ? 0 : firstAfter(this.#keys, after)
    return this.#keys.slice(first, first + countMax).map((key) => this.#leases.get(key)!)
  }

  put(lease: LeaseState): void {
    if (!this.#leases.has(lease.key)) this.#keys = undefined
    this.#leases.set(lease.key, lease)
  }

  /** @returns whether there was one */
  remove(key: string): boolean {
    if (!this.#leases.delete(key)) return false
    this.#keys = undefined
    return true
  }
}

/** @returns the index of the first key behind `after` */
function firstAfter(keys: readonly string[], after: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! <= after) low = middle + 1
    else high = middle
  }
  return low
}
