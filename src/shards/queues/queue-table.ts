import { type Owner, placeOf } from '../owner.ts'
import type { StreamQueueChange, StreamQueueState } from './queue-state.ts'

/**
 * All queues over streams by account, region and id. A deleted one stays until its `goneAtMs`, so that it can be shown as
 * DELETING; readers ask `queueStatusOf`.
 */
export class StreamQueueTable {
  readonly #places = new Map<string, Map<string, StreamQueueState>>()

  get(owner: Owner, id: string): StreamQueueState | undefined {
    return this.#places.get(placeOf(owner))?.get(id)
  }

  /** The queues of one account in one region, in no order. */
  ofOwner(owner: Owner): Iterable<StreamQueueState> {
    return this.#places.get(placeOf(owner))?.values() ?? []
  }

  *all(): Generator<StreamQueueState> {
    for (const queues of this.#places.values()) yield* queues.values()
  }

  put(queue: StreamQueueState): void {
    const place = placeOf(queue)
    const queues = this.#places.get(place)
    if (queues === undefined) this.#places.set(place, new Map([[queue.id, queue]]))
    else queues.set(queue.id, queue)
  }

  change(owner: Owner, id: string, change: StreamQueueChange): void {
    const queue = this.get(owner, id)
    if (queue !== undefined) this.put({ ...queue, ...change })
  }

  /** Forgets what is left of the queues of an owner of which nothing is seen any more. */
  forgetGone(owner: Owner, nowMs: number): void {
    const queues = this.#places.get(placeOf(owner))
    for (const queue of queues?.values() ?? []) {
      if (queue.goneAtMs !== undefined && queue.goneAtMs <= nowMs) queues?.delete(queue.id)
    }
  }

  clear(): void {
    this.#places.clear()
  }
}
