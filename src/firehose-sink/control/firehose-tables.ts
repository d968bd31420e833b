import type { LogId, StateMachine } from '../../log/index.ts'
import type { Owner } from '../../shards/index.ts'
import { unknownFirehoseEvent } from '../errors.ts'
import type { DeliveryStreamState } from './delivery-stream-state.ts'
import type { FirehoseEvent, Positions } from './firehose-event.ts'

interface Snapshot {
  readonly streams: readonly { readonly stream: DeliveryStreamState; readonly positions: Positions }[]
}

/** All delivery streams of everyone, and how far each has come, as their log has them. */
export class FirehoseTables implements StateMachine<FirehoseEvent> {
  readonly #streams = new Map<string, DeliveryStreamState>()
  readonly #positions = new Map<LogId, Map<string, string>>()

  get(owner: Owner, name: string): DeliveryStreamState | undefined {
    return this.#streams.get(keyOf(owner, name))
  }

  all(): Iterable<DeliveryStreamState> {
    return this.#streams.values()
  }

  /** By partition of the source. Undefined for a delivery stream that is deleted. */
  positionsOf(log: LogId): ReadonlyMap<string, string> | undefined {
    return this.#positions.get(log)
  }

  /** @throws FIREHOSE_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  apply(event: FirehoseEvent, timeMs: number): void {
    switch (event.kind) {
      case 'created':
        this.#forgetGone(timeMs)
        this.#put(event.stream, event.positions)
        break
      case 'changed':
        this.#change(event.owner, event.name, event.change)
        break
      case 'deleted':
        this.#delete(event.owner, event.name, event.goneAtMs)
        this.#forgetGone(timeMs)
        break
      case 'delivered':
        this.#move(event.log, event.positions)
        break
      default:
        throw unknownFirehoseEvent((event satisfies never as { kind: unknown }).kind)
    }
  }

  snapshot(): Snapshot {
    const streams = [...this.#streams.values()].map((stream) => ({
      stream,
      positions: Object.fromEntries(this.#positions.get(stream.log) ?? []),
    }))
    return { streams }
  }

  restore(snapshot: unknown): void {
    this.#streams.clear()
    this.#positions.clear()
    for (const { stream, positions } of (snapshot as Snapshot).streams) this.#put(stream, positions)
  }

  #put(stream: DeliveryStreamState, positions: Positions): void {
    this.#streams.set(keyOf(stream, stream.name), stream)
    if (stream.goneAtMs !== undefined) return
    this.#positions.set(stream.log, new Map())
    this.#move(stream.log, positions)
  }

  #change(owner: Owner, name: string, change: Partial<DeliveryStreamState>): void {
    const stream = this.get(owner, name)
    if (stream !== undefined) this.#streams.set(keyOf(owner, name), { ...stream, ...change })
  }

  #delete(owner: Owner, name: string, goneAtMs: number): void {
    const stream = this.get(owner, name)
    if (stream !== undefined) this.#positions.delete(stream.log)
    this.#change(owner, name, { goneAtMs })
  }

  #move(log: LogId, positions: Positions): void {
    const table = this.#positions.get(log)
    if (table === undefined) return
    for (const [partition, position] of Object.entries(positions))
      if (position === null) table.delete(partition)
      else table.set(partition, position)
  }

  #forgetGone(timeMs: number): void {
    for (const [key, { goneAtMs }] of this.#streams)
      if (goneAtMs !== undefined && goneAtMs <= timeMs) this.#streams.delete(key)
  }
}

/** No account, region or name has a slash. */
function keyOf({ account, region }: Owner, name: string): string {
  return `${account}/${region}/${name}`
}
