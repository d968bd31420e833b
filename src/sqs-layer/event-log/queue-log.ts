import { type Clock, type Logger, passOnBug } from '../../base/index.ts'
import { type Append, frameOf, type LogId, type LogStore } from '../../log/index.ts'
import {
  completeEvents,
  type EventsFrame,
  eachEvents,
  eventsAt,
  lastSnapshot,
  snapshotPartPayload,
} from './queue-log-record.ts'

/** Small enough that other commits get their turn in between. */
const partBytes = 1024 * 1024
/** A snapshot is taken when the events since the last are this many bytes, and no fewer than that snapshot was. */
const snapshotBytesMin = 128 * 1024

export interface QueueLogOptions {
  readonly store: LogStore
  readonly log: LogId
  readonly clock: Clock
  readonly logger: Logger
  snapshot(): Buffer
}

export interface QueueLogReplay {
  restore(snapshot: Buffer): void
  /** @param start where the events begin in `bytes`, which may be used until it returns */
  replay(bytes: Buffer, start: number): void
}

export interface Commit {
  /** Whether the store has taken it in. If not nothing of it has happened or will, and `done` rejects. */
  readonly isTaken: boolean
  /** Resolves when it is durable. Rejects as LogStore.commit does. */
  readonly done: Promise<unknown>
}

/**
 * The events of one queue, and its snapshots. Other than a `StateLog`, it tells in the same turn whether a commit was taken in. So the
 * state in memory can follow at once, and is always that of all commits taken in so far, in their order; what is answered waits for `done`.
 */
export class QueueLog {
  readonly #options: QueueLogOptions
  #eventBytes: number
  #snapshotBytes: number
  #snapshotting: Promise<void> | undefined
  #lastDone: Promise<unknown> = Promise.resolve()

  private constructor(options: QueueLogOptions, eventBytes: number, snapshotBytes: number) {
    this.#options = options
    this.#eventBytes = eventBytes
    this.#snapshotBytes = snapshotBytes
  }

  /** Tells `replay` of the last snapshot and all events since. @throws LOG_CORRUPT, QUEUE_EVENT_UNKNOWN */
  static async open(options: QueueLogOptions, replay: QueueLogReplay): Promise<QueueLog> {
    const { store, log } = options
    const { asOf, parts } = await lastSnapshot(store, log)
    if (parts.length > 0) replay.restore(Buffer.concat(parts))
    let eventBytes = 0
    await eachEvents(store, log, asOf, (payload, start) => {
      replay.replay(payload, start)
      eventBytes += payload.length
    })
    return new QueueLog(
      options,
      eventBytes,
      parts.reduce((sum, { length }) => sum + length, 0),
    )
  }

  /**
   * Commits events, with appends to other logs, in one step.
   * @param frame the events, behind `eventsAt` bytes of room; it is the log's from now on
   */
  commit(frame: EventsFrame, appends: readonly Append[] = []): Commit {
    const { store, log } = this.#options
    const { next, lastTimeMs } = store.bounds(log)
    const append = this.#appendEvents(frame, lastTimeMs)
    const done = store.commit(appends.length === 0 ? [append] : [append, ...appends])
    const isTaken = store.bounds(log).next > next
    if (isTaken) this.taken(frame, done)
    return { isTaken, done }
  }

  /**
   * An append of events for a commit of somebody else's. If the store takes that in, `taken` is to be called in the same turn.
   * @param frame as of `commit`
   */
  prepare(frame: EventsFrame): Append {
    const { store, log } = this.#options
    return this.#appendEvents(frame, store.bounds(log).lastTimeMs)
  }

  /** See `prepare`. */
  taken(frame: EventsFrame, done: Promise<unknown>): void {
    this.#eventBytes += frame.length - eventsAt
    this.#lastDone = done
  }

  /** Resolves when all commits taken in so far are durable. Rejects as the last of them does: with one all behind it fail. */
  durable(): Promise<unknown> {
    return this.#lastDone
  }

  /** To be called when the state in memory has followed the commits. Takes a snapshot if it is time. */
  tidy(): void {
    if (this.#snapshotting !== undefined) return
    if (this.#eventBytes < Math.max(snapshotBytesMin, this.#snapshotBytes)) return
    this.#snapshotting = this.#takeSnapshot()
      .catch((error: unknown) => {
        passOnBug(error)
        const { logger, log } = this.#options
        logger.warn({ err: error, log }, 'no snapshot was taken: the next start replays more events')
      })
      .finally(() => {
        this.#snapshotting = undefined
      })
  }

  /** Resolves when no snapshot is on its way. */
  async settled(): Promise<void> {
    await this.#snapshotting
  }

  async #takeSnapshot(): Promise<void> {
    const { store, log } = this.#options
    const asOf = store.bounds(log).next
    const snapshot = this.#options.snapshot()
    this.#eventBytes = 0
    this.#snapshotBytes = snapshot.length
    const count = Math.max(1, Math.ceil(snapshot.length / partBytes))
    for (let part = 0; part < count; part++) {
      const bytes = snapshot.subarray(part * partBytes, (part + 1) * partBytes)
      await store.commit([this.#append(snapshotPartPayload(bytes, asOf, part, part === count - 1))])
    }
    await store.trim(log, asOf)
  }

  #appendEvents(frame: EventsFrame, lastTimeMs: number): Append {
    const { log, clock } = this.#options
    completeEvents(frame, Math.max(clock.nowMs(), lastTimeMs))
    return { log, count: 1, frames: frame }
  }

  #append(payload: Buffer): Append {
    const { store, log, clock } = this.#options
    const timeMs = Math.max(clock.nowMs(), store.bounds(log).lastTimeMs)
    return { log, count: 1, frames: frameOf(payload, timeMs) }
  }
}
