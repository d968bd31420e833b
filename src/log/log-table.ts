import { LogState } from './log-state.ts'
import { firstFreeLogId, type LogId } from './log-store.ts'

/**
 * How many dropped ids are remembered, so that an append that raced with a drop is refused instead of beginning the
 * log anew. Far more than can be in flight; about 3 MB.
 */
const droppedMax = 65_536

/** Every log that has a record on disk or on its way there, and which ids are taken. */
export class LogTable {
  readonly #logs = new Map<LogId, LogState>()
  readonly #dropped = new Set<LogId>()
  #nextLogId: LogId = firstFreeLogId

  get size(): number {
    return this.#logs.size
  }

  /** Ids from this on have never been given out. */
  get nextLogId(): LogId {
    return this.#nextLogId
  }

  newLogId(): LogId {
    return this.#nextLogId++
  }

  /** Tells that ids below `id` may have been given out, in this life of the folder or an earlier one. */
  reserveBelow(id: LogId): void {
    this.#nextLogId = Math.max(this.#nextLogId, id)
  }

  get(id: LogId): LogState | undefined {
    return this.#logs.get(id)
  }

  getOrBegin(id: LogId): LogState {
    let state = this.#logs.get(id)
    if (state === undefined) {
      state = new LogState(id)
      this.#logs.set(id, state)
    }
    return state
  }

  /** Adds a log that a checkpoint knew. */
  restore(log: LogState): void {
    this.#logs.set(log.id, log)
  }

  values(): IterableIterator<LogState> {
    return this.#logs.values()
  }

  /**
   * From now on these logs take no appends. What they hold can be read until `remove`. All of them are remembered until
   * others are dropped, however many they are: the journal of a log that went on behind its drop could not be replayed.
   */
  refuse(ids: readonly LogId[]): void {
    for (const id of ids) this.#dropped.add(id)
    for (const oldest of this.#dropped) {
      if (this.#dropped.size <= Math.max(droppedMax, ids.length)) return
      this.#dropped.delete(oldest)
    }
  }

  isRefused(id: LogId): boolean {
    return this.#dropped.has(id)
  }

  remove(id: LogId): void {
    this.#logs.delete(id)
  }
}
