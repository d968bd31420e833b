import { type Owner, placeOf } from '../owner.ts'
import type { ConsumerChange, ConsumerState } from './consumer-state.ts'

type ByName = Map<string, ConsumerState>

/**
 * All registered consumers by account, region, stream and name. A deregistered one stays until its `goneAtMs`, so that
 * it can be shown as DELETING; readers ask `consumerStatusOf`.
 */
export class ConsumerTable {
  readonly #places = new Map<string, Map<string, ByName>>()

  get(owner: Owner, stream: string, name: string): ConsumerState | undefined {
    return this.#places.get(placeOf(owner))?.get(stream)?.get(name)
  }

  /** The consumers of one stream, in no order. */
  ofStream(owner: Owner, stream: string): Iterable<ConsumerState> {
    return this.#places.get(placeOf(owner))?.get(stream)?.values() ?? []
  }

  /** The consumers of one account in one region, in no order. */
  *ofOwner(owner: Owner): Generator<ConsumerState> {
    for (const consumers of this.#places.get(placeOf(owner))?.values() ?? []) yield* consumers.values()
  }

  *all(): Generator<ConsumerState> {
    for (const streams of this.#places.values()) {
      for (const consumers of streams.values()) yield* consumers.values()
    }
  }

  put(consumer: ConsumerState): void {
    const place = placeOf(consumer)
    const streams = this.#places.get(place) ?? new Map<string, ByName>()
    const consumers: ByName = streams.get(consumer.stream) ?? new Map()
    this.#places.set(place, streams)
    streams.set(consumer.stream, consumers)
    consumers.set(consumer.name, consumer)
  }

  change(
    owner: Owner,
    stream: string,
    name: string,
    change: ConsumerChange | { readonly goneAtMs: number },
  ): void {
    const consumer = this.get(owner, stream, name)
    if (consumer !== undefined) this.put({ ...consumer, ...change })
  }

  /** Forgets what is left of the consumers of a stream of which nothing is seen any more. */
  forgetGone(owner: Owner, stream: string, nowMs: number): void {
    const streams = this.#places.get(placeOf(owner))
    const consumers = streams?.get(stream)
    for (const consumer of consumers?.values() ?? []) {
      if (consumer.goneAtMs !== undefined && consumer.goneAtMs <= nowMs) consumers?.delete(consumer.name)
    }
    if (consumers?.size === 0) streams?.delete(stream)
  }

  /** Forgets all consumers of a stream, with the stream itself. */
  dropStream(owner: Owner, stream: string): void {
    this.#places.get(placeOf(owner))?.delete(stream)
  }

  clear(): void {
    this.#places.clear()
  }
}
