import type { StateMachine } from '../log/index.ts'
import type { Owner, StreamState } from './stream-state.ts'

/** What happens to streams. The control log holds these, as msgpack: names and members are part of the disk format. */
export type ControlEvent =
  /** The key that seals iterators and tokens, made once in the life of a data folder. */
  | { readonly kind: 'token-key'; readonly key: Uint8Array }
  /** A new stream, or a new one by the name of one that is gone. */
  | { readonly kind: 'stream-created'; readonly stream: StreamState }
  | {
      readonly kind: 'stream-deleted'
      readonly owner: Owner
      readonly name: string
      readonly goneAtMs: number
    }

interface Snapshot {
  readonly tokenKey: Uint8Array | null
  readonly streams: readonly StreamState[]
}

const placeOf = ({ account, region }: Owner) => `${account}/${region}`

/**
 * All streams by account, region and name: the state that the control log amounts to. A deleted stream stays until
 * its `goneAtMs`, so that it can be shown as DELETING; readers ask `statusOf`.
 */
export class StreamTable implements StateMachine<ControlEvent> {
  #tokenKey: Buffer | undefined
  readonly #places = new Map<string, Map<string, StreamState>>()

  get tokenKey(): Buffer | undefined {
    return this.#tokenKey
  }

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

  apply(event: ControlEvent, timeMs: number): void {
    switch (event.kind) {
      case 'token-key':
        this.#tokenKey = Buffer.from(event.key)
        break
      case 'stream-created':
        this.#forgetGone(event.stream, timeMs)
        this.#put(event.stream)
        break
      case 'stream-deleted':
        this.#delete(event.owner, event.name, event.goneAtMs)
        this.#forgetGone(event.owner, timeMs)
        break
    }
  }

  snapshot(): Snapshot {
    return { tokenKey: this.#tokenKey ?? null, streams: [...this.all()] }
  }

  restore(snapshot: unknown): void {
    const { tokenKey, streams } = snapshot as Snapshot
    this.#tokenKey = tokenKey === null ? undefined : Buffer.from(tokenKey)
    this.#places.clear()
    for (const stream of streams) this.#put(stream)
  }

  #put(stream: StreamState): void {
    const place = placeOf(stream)
    const streams = this.#places.get(place)
    if (streams === undefined) this.#places.set(place, new Map([[stream.name, stream]]))
    else streams.set(stream.name, stream)
  }

  #delete(owner: Owner, name: string, goneAtMs: number): void {
    const stream = this.get(owner, name)
    if (stream !== undefined) this.#put({ ...stream, goneAtMs })
  }

  #forgetGone(owner: Owner, nowMs: number): void {
    const streams = this.#places.get(placeOf(owner))
    for (const stream of streams?.values() ?? []) {
      if (stream.goneAtMs !== undefined && stream.goneAtMs <= nowMs) streams?.delete(stream.name)
    }
  }
}
