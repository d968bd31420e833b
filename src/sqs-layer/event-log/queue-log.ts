import { type Clock, type Logger, passOnBug } from '../../base/index.ts'
import {
  type Append,
  frameHeaderSize,
  frameLength,
  frameOf,
  type LogId,
  type LogStore,
  type Offset,
} from '../../log/index.ts'
import { unknownQueueEvent } from '../errors.ts'

/*
 * The payload of one record in the log of a queue's events. Integers little-endian.
 *
 *   | version | kind | body ...
 *   | u8 = 1  | u8   |
 *
 * Kind 1: events (queue-events.ts). Kind 2: a part of a snapshot, `| asOf f64 | part u32 | last u8 | bytes ... |`; `asOf` is the offset
 * of the first record of events that the snapshot does not contain, and all its parts together are the snapshot (queue-snapshot.ts).
 */
const version = 1
const kindEvents = 1
const kindSnapshot = 2
const headerSize = 2
const partHeaderSize = headerSize + 13

/** Small enough that other commits get their turn in between. */
const partBytes = 1024 * 1024
const readBytes = 1024 * 1024
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
    await eachRecord(store, log, asOf, (payload) => {
      if (payload[1] !== kindEvents) return
      replay.replay(payload, headerSize)
      eventBytes += payload.length
    })
    return new QueueLog(
      options,
      eventBytes,
      parts.reduce((sum, { length }) => sum + length, 0),
    )
  }

  /** Commits events, with appends to other logs, in one step. */
  commit(events: Buffer, appends: readonly Append[] = []): Commit {
    const { store, log } = this.#options
    const before = store.bounds(log).next
    const done = store.commit([this.#append(payloadOf(events)), ...appends])
    const isTaken = store.bounds(log).next > before
    if (isTaken) this.#eventBytes += events.length
    return { isTaken, done }
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
      await store.commit([this.#append(partOf(bytes, asOf, part, part === count - 1))])
    }
    await store.trim(log, asOf)
  }

  #append(payload: Buffer): Append {
    const { store, log, clock } = this.#options
    const timeMs = Math.max(clock.nowMs(), store.bounds(log).lastTimeMs)
    return { log, count: 1, frames: frameOf(payload, timeMs) }
  }
}

function payloadOf(events: Buffer): Buffer {
  const payload = Buffer.allocUnsafe(headerSize + events.length)
  payload[0] = version
  payload[1] = kindEvents
  payload.set(events, headerSize)
  return payload
}

function partOf(bytes: Buffer, asOf: Offset, part: number, isLast: boolean): Buffer {
  const payload = Buffer.allocUnsafe(partHeaderSize + bytes.length)
  payload[0] = version
  payload[1] = kindSnapshot
  payload.writeDoubleLE(asOf, 2)
  payload.writeUInt32LE(part, 10)
  payload[14] = isLast ? 1 : 0
  payload.set(bytes, partHeaderSize)
  return payload
}

interface Snapshot {
  readonly asOf: Offset
  readonly parts: readonly Buffer[]
}

async function lastSnapshot(store: LogStore, log: LogId): Promise<Snapshot> {
  let last: Snapshot = { asOf: 0, parts: [] }
  let asOf = -1
  let parts: Buffer[] = []
  await eachRecord(store, log, 0, (payload) => {
    if (payload[1] !== kindSnapshot) return
    const part = payload.readUInt32LE(10)
    if (part === 0) {
      asOf = payload.readDoubleLE(2)
      parts = []
    }
    // A part whose beginning was cut short by a crash, or trimmed, belongs to no snapshot.
    if (payload.readDoubleLE(2) !== asOf || part !== parts.length) return
    parts.push(Buffer.from(payload.subarray(partHeaderSize)))
    if (payload[14] === 1) last = { asOf, parts }
  })
  return last
}

/** Visits the payload of each record; it is the store's again when `visit` returns. */
async function eachRecord(
  store: LogStore,
  log: LogId,
  from: Offset,
  visit: (payload: Buffer) => void,
): Promise<void> {
  for (let next = from; ; ) {
    const after = await store.readInPlace(log, next, { bytes: readBytes }, (batch) => {
      for (const { count, frames } of batch.chunks) visitFrames(frames, count, visit)
      return batch.chunks.length === 0 ? undefined : batch.next
    })
    if (after === undefined) return
    next = after
  }
}

function visitFrames(frames: Buffer, count: number, visit: (payload: Buffer) => void): void {
  let at = 0
  for (let i = 0; i < count; i++) {
    const end = at + frameHeaderSize + frameLength(frames, at)
    const payload = frames.subarray(at + frameHeaderSize, end)
    const kind = payload[1]
    if (payload[0] !== version || (kind !== kindEvents && kind !== kindSnapshot))
      throw unknownQueueEvent(kind)
    visit(payload)
    at = end
  }
}
