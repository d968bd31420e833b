import { type FileLock, type FileSystem, type Logger, passOnBug, systemClock } from '../base/index.ts'
import { CommitQueue } from './commit-queue.ts'
import { commitTooLarge, logBusy, logDropped, storeClosed } from './errors.ts'
import { Flusher } from './flusher.ts'
import type { FrameMemory } from './frame-memory.ts'
import { copiedFramesMax } from './journal/append-runs.ts'
import { opHeaderSize } from './journal/batch.ts'
import type { Journal, WrittenBatch } from './journal/journal.ts'
import type { JournalFiles } from './journal/journal-files.ts'
import { Listeners } from './listeners.ts'
import type { LogReader } from './log-reader.ts'
import type { LogState } from './log-state.ts'
import type {
  Append,
  FrameArena,
  LogBounds,
  LogId,
  LogStats,
  LogStore,
  Offset,
  ReadBatch,
  ReadLimit,
  Unsubscribe,
} from './log-store.ts'
import type { LogTable } from './log-table.ts'
import type { MemoryTail } from './memory-tail.ts'
import type { LogSizes } from './options.ts'
import type { PendingAppend, PendingCommit, Trim } from './pending-commit.ts'
import { ReadTurns } from './read-turns.ts'
import type { Segments } from './segments/open-segments.ts'
import { lastFrameTimeMs } from './walk-frames.ts'

/** What recovery found, for the flusher to go on with. */
export interface Recovered {
  /** The first batch that segments do not hold. */
  readonly fromSequence: number
  /** The newest batch there is. */
  readonly applied: number
  readonly appended: Iterable<LogState>
  readonly trimmed: Iterable<LogState>
  /** Logs that are dropped and whose files are not removed yet. */
  readonly orphans: readonly LogId[]
}

export interface StoreParts {
  readonly logs: LogTable
  readonly memory: FrameMemory
  readonly tail: MemoryTail
  readonly files: FileSystem
  readonly directory: string
  readonly salt: bigint
  readonly journal: Journal
  readonly journalFolder: JournalFiles
  readonly segments: Segments
  readonly reader: LogReader
  readonly recovered: Recovered
  readonly lock: FileLock
  readonly logger: Logger
  readonly sizes: LogSizes
}

const nothing: readonly [] = []
const nowhere: LogBounds = { start: 0, end: 0, next: 0, lastTimeMs: 0 }

/** The default engine: a journal in front, segments behind. What each part does is in the part. */
export class JournaledLogStore implements LogStore {
  readonly #parts: StoreParts
  readonly #queue: CommitQueue<WrittenBatch>
  readonly #flusher: Flusher
  readonly #listeners = new Listeners()
  /** Its pauses share out this thread, so they are of real time, whatever clock tests give records. */
  readonly #readTurns = new ReadTurns(systemClock)
  #commits = 0
  #records = 0
  #bytes = 0
  #closed = false

  constructor(parts: StoreParts) {
    this.#parts = parts
    this.#queue = new CommitQueue({
      write: (commits) => this.#write(commits),
      apply: (commits, written) => this.#apply(commits, written),
      batchBytesMax: parts.sizes.batchBytesMax,
    })
    this.#flusher = flusherOf(parts, (cause) => this.#queue.fail(cause))
  }

  get arena(): FrameArena {
    return this.#parts.memory.arena
  }

  /** What the journal copies passes; larger frames stay where they are. */
  allocate(size: number): Buffer {
    const { memory } = this.#parts
    return size <= copiedFramesMax ? memory.borrow(size) : memory.take(size)
  }

  release(memory: Buffer): void {
    this.#parts.memory.letGo(memory)
  }

  commit(appends: readonly Append[], drops: readonly LogId[] = nothing): Promise<readonly Offset[]> {
    let bytes = (appends.length + drops.length) * opHeaderSize
    for (const { frames } of appends) bytes += frames.length
    const refusal = this.#refusalOf(bytes) ?? this.#droppedAmong(appends)
    if (refusal !== undefined) return Promise.reject(refusal)
    if (bytes === 0) return Promise.resolve([])
    const taken = appends.map((append) => this.#take(append))
    if (drops.length === 0) return this.#enqueue(taken, nothing, nothing, bytes)
    const known = drops.filter((log) => this.#parts.logs.get(log) !== undefined)
    this.#parts.logs.refuse(drops)
    return this.#enqueue(taken, known, nothing, bytes - (drops.length - known.length) * opHeaderSize)
  }

  trim(id: LogId, before: Offset): Promise<void> {
    const log = this.#parts.logs.get(id)
    if (log === undefined || Math.min(before, log.end) <= log.start) return Promise.resolve()
    const refusal = this.#refusalOf(opHeaderSize)
    if (refusal !== undefined) return Promise.reject(refusal)
    const trim = { log: id, before: Math.min(before, log.end) }
    /* Nothing in between, so that what was handed in together is acknowledged in its order. */
    return this.#enqueue(nothing, nothing, [trim], opHeaderSize) as Promise<unknown> as Promise<void>
  }

  read(id: LogId, from: Offset, limit: ReadLimit): Promise<ReadBatch> {
    return this.readInPlace(id, from, limit, copyOf)
  }

  async readInPlace<Result>(
    id: LogId,
    from: Offset,
    limit: ReadLimit,
    use: (batch: ReadBatch) => Result,
  ): Promise<Result> {
    const log = this.#parts.logs.get(id)
    if (log === undefined) return use({ chunks: [], next: from })
    return this.#parts.reader.read(log, from, limit, use)
  }

  readNow<Result>(
    id: LogId,
    from: Offset,
    limit: ReadLimit,
    use: (batch: ReadBatch) => Result,
  ): Result | undefined {
    const log = this.#parts.logs.get(id)
    return log && this.#parts.reader.readNow(log, from, limit, use)
  }

  historyTurn(id: LogId, from: Offset): Promise<void> | undefined {
    const log = this.#parts.logs.get(id)
    return log !== undefined && from < log.memoryStart ? this.#readTurns.take() : undefined
  }

  offsetAt(id: LogId, timeMs: number): Promise<Offset> {
    const log = this.#parts.logs.get(id)
    return log === undefined ? Promise.resolve(0) : this.#parts.reader.offsetAt(log, timeMs)
  }

  onAppend(log: LogId, listener: (end: Offset) => void): Unsubscribe {
    return this.#listeners.add(log, listener)
  }

  bounds(id: LogId): LogBounds {
    const log = this.#parts.logs.get(id)
    return log === undefined
      ? nowhere
      : { start: log.start, end: log.end, next: log.next, lastTimeMs: log.lastTimeMs }
  }

  newLogId(): LogId {
    return this.#parts.logs.newLogId()
  }

  stats(): LogStats {
    const { logs, tail, journal, segments } = this.#parts
    let files = 0
    for (const { disk } of logs.values()) files += disk?.segments ?? 0
    return {
      commits: this.#commits,
      records: this.#records,
      bytes: this.#bytes,
      journalSyncs: journal.syncs,
      segmentBytesWritten: segments.writer.bytesWritten,
      logs: logs.size,
      segments: files,
      memoryBytes: tail.bytes,
      unflushedBytes: tail.unflushedBytes,
      openFiles: segments.open.size,
    }
  }

  failure(): Error | undefined {
    return this.#queue.failure
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#queue.settled()
    await this.#flusher.flushAll()
    const { journal } = this.#parts
    /* Nothing depends on the mark, so an error of it is of no use. */
    if (this.failure() === undefined) await journal.markEnd().catch(passOnBug)
    await journal.close()
    await this.#parts.segments.open.close()
    await this.#parts.lock.release()
  }

  #refusalOf(bytes: number): Error | undefined {
    const { commitBytesMax, pendingBytesMax } = this.#parts.sizes
    if (this.#closed) return storeClosed()
    if (this.#queue.failure !== undefined) return this.#queue.failure
    if (bytes > commitBytesMax) return commitTooLarge(bytes, commitBytesMax)
    const { waitingBytes } = this.#queue
    return waitingBytes > 0 && waitingBytes + bytes > pendingBytesMax ? logBusy(waitingBytes) : undefined
  }

  #droppedAmong(appends: readonly Append[]): Error | undefined {
    for (const { log } of appends) if (this.#parts.logs.isRefused(log)) return logDropped(log)
    return undefined
  }

  /** Gives an append its offset. */
  #take({ log: id, count, frames }: Append): PendingAppend {
    const log = this.#parts.logs.getOrBegin(id)
    const firstOffset = log.next
    const lastTimeMs = lastFrameTimeMs(frames, count, log.lastTimeMs)
    log.next = firstOffset + count
    log.lastTimeMs = lastTimeMs
    return { log, firstOffset, count, lastTimeMs, frames }
  }

  #enqueue(
    appends: readonly PendingAppend[],
    drops: readonly LogId[],
    trims: readonly Trim[],
    bytes: number,
  ): Promise<readonly Offset[]> {
    return new Promise((resolve, reject) => {
      this.#queue.add({ appends, drops, trims, bytes, resolve, reject })
    })
  }

  async #write(commits: readonly PendingCommit[]): Promise<WrittenBatch> {
    const { journal, logs } = this.#parts
    if (this.#flusher.isFull) await this.#flusher.room()
    if (this.#queue.failure !== undefined) throw this.#queue.failure
    try {
      this.#readTurns.wrote()
      return await journal.write(commits, logs.nextLogId)
    } catch (cause) {
      this.#flusher.stop()
      throw cause
    }
  }

  #apply(commits: readonly PendingCommit[], { chunks, size, beganFile }: WrittenBatch): void {
    const { logs, tail } = this.#parts
    for (const chunk of chunks) {
      tail.add(chunk)
      this.#flusher.appended(chunk.log)
      this.#records += chunk.count
      this.#bytes += chunk.frames.length
    }
    for (const { drops, trims } of commits) {
      for (const { log: id, before } of trims) {
        const log = logs.get(id)
        if (log === undefined) continue
        tail.trim(log, before)
        this.#flusher.trimmed(log)
      }
      for (const id of drops) this.#drop(id)
    }
    this.#commits += commits.length
    this.#flusher.applied(this.#parts.journal.sequence, size, beganFile)
    for (const { log } of chunks) this.#listeners.notify(log.id, log.end)
  }

  #drop(id: LogId): void {
    const { logs, tail } = this.#parts
    const log = logs.get(id)
    if (log === undefined) return
    tail.drop(log)
    logs.remove(id)
    this.#flusher.dropped(id)
  }
}

/** The chunks in memory of their own, in one piece. */
function copyOf({ chunks, next }: ReadBatch): ReadBatch {
  const first = chunks[0]
  if (first === undefined) return { chunks, next }
  const frames = Buffer.concat(chunks.map((chunk) => chunk.frames))
  const count = chunks.reduce((sum, chunk) => sum + chunk.count, 0)
  return { chunks: [{ firstOffset: first.firstOffset, count, frames }], next }
}

function flusherOf(parts: StoreParts, failed: (cause: unknown) => void): Flusher {
  const { segments, recovered } = parts
  const { folder, writer } = segments
  const flusher = new Flusher(
    { ...parts, folder, writer, failed },
    recovered.fromSequence - 1,
    recovered.applied,
  )
  for (const log of recovered.appended) flusher.appended(log)
  for (const log of recovered.trimmed) flusher.trimmed(log)
  for (const log of recovered.orphans) flusher.dropped(log)
  flusher.applied(recovered.applied, 0, false)
  return flusher
}
