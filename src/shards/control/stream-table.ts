import { type Owner, placeOf } from '../owner.ts'
import type { Reshaped } from '../resharding/reshape.ts'
import type { StreamChange, StreamState } from '../stream-state.ts'

/**
 * All streams by account, region and name. A deleted stream stays until its `goneAtMs`, so that it can be shown as
 * DELETING; readers ask `statusOf`.
 */
export class StreamTable {
  readonly #places = new Map<string, Map<string, StreamState>>()

  get(owner: Owner, name: string): StreamState | undefined {
    return this.#places.get(placeOf(owner))?.get(name)
  }

  /** The streams of one account in one region, in no order. */
  ofOwner(owner: Owner): Iterable<StreamState> {
    return this.#places.get(placeOf(owner))?.values() ?? []
  }

  *all(): Generator<StreamState> {
    for (const streams of this.#places.values()) yield* streams.values()
  }

  put(stream: StreamState): void {
    const place = placeOf(stream)
    const streams = this.#places.get(place)
    if (streams === undefined) this.#places.set(place, new Map([[stream.name, stream]]))
    else streams.set(stream.name, stream)
  }

  change(owner: Owner, name: string, change: StreamChange | { readonly goneAtMs: number }): void {
    const stream = this.get(owner, name)
    if (stream !== undefined) this.put({ ...stream, ...change })
  }

  reshard(
    owner: Owner,
    name: string,
    { closed, opened, change }: Reshaped & { readonly change: StreamChange },
  ): void {
    const stream = this.get(owner, name)
    if (stream === undefined) return
    const ends = new Map(closed.map(({ index, ...end }) => [index, end]))
    const shards = stream.shards.map((shard) => ({ ...shard, ...ends.get(shard.index) }))
    this.put({ ...stream, ...change, shards: [...shards, ...opened] })
  }

  expire(owner: Owner, name: string, indexes: readonly number[]): void {
    const stream = this.get(owner, name)
    if (stream === undefined) return
    const expired = new Set(indexes)
    this.put({ ...stream, shards: stream.shards.filter(({ index }) => !expired.has(index)) })
  }

  /** Forgets what is left of the streams of which nothing is seen any more. */
  forgetGone(owner: Owner, nowMs: number): void {
    const streams = this.#places.get(placeOf(owner))
    for (const stream of streams?.values() ?? []) {
      if (stream.goneAtMs !== undefined && stream.goneAtMs <= nowMs) streams?.delete(stream.name)
    }
  }

  clear(): void {
    this.#places.clear()
  }
}
