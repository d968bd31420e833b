import type { Owner, QueueState } from './queue-state.ts'

const placeOf = ({ account, region }: Owner) => `${account}/${region}`

/** All queues by account, region and name. A deleted one stays for a while, so that its name is not free at once. */
export class QueueTable {
  readonly #places = new Map<string, Map<string, QueueState>>()

  /** Also one that is deleted. */
  get(owner: Owner, name: string): QueueState | undefined {
    return this.#places.get(placeOf(owner))?.get(name)
  }

  /** The queues of one account in one region, in no order. */
  ofOwner(owner: Owner): Iterable<QueueState> {
    return this.#places.get(placeOf(owner))?.values() ?? []
  }

  *all(): Generator<QueueState> {
    for (const queues of this.#places.values()) yield* queues.values()
  }

  put(queue: QueueState): void {
    const place = placeOf(queue)
    const queues = this.#places.get(place)
    if (queues === undefined) this.#places.set(place, new Map([[queue.name, queue]]))
    else queues.set(queue.name, queue)
  }

  /** Forgets those of an owner that were deleted at `beforeMs` or earlier. */
  forgetDeleted(owner: Owner, beforeMs: number): void {
    const queues = this.#places.get(placeOf(owner))
    for (const queue of queues?.values() ?? []) {
      if (queue.deletedMs !== undefined && queue.deletedMs <= beforeMs) queues?.delete(queue.name)
    }
  }

  clear(): void {
    this.#places.clear()
  }
}
