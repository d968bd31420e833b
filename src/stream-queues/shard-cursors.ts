import type { LogId, LogStore, Offset, Unsubscribe } from '../log/index.ts'
import type { ShardState, StreamQueueState, StreamState } from '../shards/index.ts'
import type { QueueRecords } from './queue-records.ts'

export interface ShardCursorsParts {
  readonly store: LogStore
  readonly records: QueueRecords
  readonly queue: StreamQueueState
  /** Called when records have come, durably. */
  appended(): void
}

interface KnownShard {
  state: ShardState
  readonly unsubscribe: Unsubscribe
}

/** Records of a shard that were never taken. */
export interface UntakenRun {
  readonly log: LogId
  readonly offset: Offset
  readonly count: number
}

/** Where one queue is in each shard of its stream, and which of them have records that it has not taken. */
export class ShardCursors {
  readonly #parts: ShardCursorsParts
  readonly #shards = new Map<LogId, KnownShard>()
  readonly #starts: ReadonlyMap<number, Offset>
  /** The shards that may have untaken records, the one whose turn is next first. */
  readonly #ready = new Set<LogId>()

  constructor(parts: ShardCursorsParts) {
    this.#parts = parts
    this.#starts = new Map(parts.queue.starts.map(({ shard, offset }) => [shard, offset]))
  }

  shardOf(log: LogId): ShardState | undefined {
    return this.#shards.get(log)?.state
  }

  /** Takes note of the shards that there are now. */
  follow({ shards }: StreamState): void {
    const logs = new Set<LogId>()
    for (const state of shards) {
      logs.add(state.log)
      const known = this.#shards.get(state.log)
      if (known === undefined) this.#begin(state)
      else known.state = state
    }
    for (const [log, { unsubscribe }] of this.#shards) {
      if (logs.has(log)) continue
      unsubscribe()
      this.#shards.delete(log)
      this.#ready.delete(log)
    }
    const { taken } = this.#parts.records
    for (const log of taken.keys()) if (!logs.has(log)) taken.delete(log)
  }

  get isAvailable(): boolean {
    return this.#first() !== undefined
  }

  /** The next records to take, of one shard; the shards take turns. */
  next(countMax: number): UntakenRun | undefined {
    const run = this.#first()
    if (run === undefined) return undefined
    this.#ready.delete(run.log)
    this.#ready.add(run.log)
    return { ...run, count: Math.min(run.count, countMax) }
  }

  /** Passes over records that the stream does not keep any more. */
  skipTo(log: LogId, offset: Offset): void {
    const state = this.shardOf(log)
    if (state !== undefined && offset > this.#cursorOf(state)) this.#parts.records.taken.set(log, offset)
  }

  /** How many records were never taken. */
  untaken(): number {
    let count = 0
    for (const { state } of this.#shards.values()) count += this.#countOf(state)
    return count
  }

  /** Whether a record is trimmed, or its shard is gone. */
  isGone(log: LogId, offset: Offset): boolean {
    return !this.#shards.has(log) || offset < this.#parts.store.bounds(log).start
  }

  close(): void {
    for (const { unsubscribe } of this.#shards.values()) unsubscribe()
    this.#shards.clear()
    this.#ready.clear()
  }

  #begin(state: ShardState): void {
    const { store, records, appended } = this.#parts
    const { log } = state
    const unsubscribe = store.onAppend(log, () => {
      this.#ready.add(log)
      appended()
    })
    this.#shards.set(log, { state, unsubscribe })
    this.#ready.add(log)
    // Past the end only after a crash in a weak mode of durability: what comes next must not be passed over.
    const { end } = store.bounds(log)
    if ((records.taken.get(log) ?? 0) > end) records.taken.set(log, end)
  }

  #first(): UntakenRun | undefined {
    for (const log of this.#ready) {
      const state = this.shardOf(log)
      const count = state === undefined ? 0 : this.#countOf(state)
      if (state !== undefined && count > 0) return { log, offset: this.#cursorOf(state), count }
      this.#ready.delete(log)
    }
    return undefined
  }

  #countOf(state: ShardState): number {
    return Math.max(0, this.#parts.store.bounds(state.log).end - this.#cursorOf(state))
  }

  #cursorOf({ log, index }: ShardState): Offset {
    const { records, store } = this.#parts
    return Math.max(records.taken.get(log) ?? this.#starts.get(index) ?? 0, store.bounds(log).start)
  }
}
