import { type FileSystem, passOnBug } from '../base/index.ts'
import { encodeCheckpoint, writeCheckpoint } from './checkpoint.ts'
import type { Journal } from './journal/journal.ts'
import type { JournalFiles } from './journal/journal-files.ts'
import type { LogState } from './log-state.ts'
import type { LogId, Offset } from './log-store.ts'
import type { LogTable } from './log-table.ts'
import type { MemoryTail } from './memory-tail.ts'
import type { LogSizes } from './options.ts'
import { scratchBytes } from './segments/pack-block.ts'
import type { SegmentFolder } from './segments/segment-folder.ts'
import type { SegmentWriter } from './segments/segment-writer.ts'

export interface FlusherParts {
  readonly files: FileSystem
  readonly directory: string
  readonly salt: bigint
  readonly logs: LogTable
  readonly tail: MemoryTail
  readonly journal: Journal
  readonly journalFolder: JournalFiles
  readonly folder: SegmentFolder
  readonly writer: SegmentWriter
  readonly sizes: LogSizes
  /** Tells that a write or sync has failed: what the disk holds is unknown. */
  failed(cause: unknown): void
}

interface FlushWork {
  readonly log: LogState
  readonly start: Offset
  readonly end: Offset
}

/** Retired journal files kept before commits wait. With small commits, which fill a disk block each, they are what a start has to read. */
const journalFilesMax = 4

/**
 * Moves what is durable in the journal into segments, in the background, and gives disk space back.
 * One loop does all of it, one thing after the other, so no two hands change the segments of one log.
 * What a trim or drop made needless is removed only when the trim or drop itself is sure to survive.
 */
export class Flusher {
  readonly #parts: FlusherParts
  readonly #dirty = new Set<LogState>()
  readonly #trimmed = new Set<LogState>()
  #dropped: LogId[] = []
  #flushWanted = false
  /** Of the journal's newest batch. */
  #batchBytes = 0
  #running: Promise<void> | undefined
  #failed = false
  #appliedSequence: number
  #checkpointSequence: number
  #room = Promise.withResolvers<void>()
  /** Room for a write for each log that is flushed at the same time; kept, as the collector counts what it gets back. */
  readonly #scratch: Buffer[] = []

  /**
   * @param checkpointSequence the newest batch that segments hold
   * @param appliedSequence the newest batch whose commits are visible
   */
  constructor(parts: FlusherParts, checkpointSequence: number, appliedSequence: number) {
    this.#parts = parts
    this.#checkpointSequence = checkpointSequence
    this.#appliedSequence = appliedSequence
  }

  /** Tells that a log has records that are in the journal only. */
  appended(log: LogState): void {
    this.#dirty.add(log)
  }

  trimmed(log: LogState): void {
    this.#trimmed.add(log)
    this.#wake()
  }

  dropped(log: LogId): void {
    this.#dropped.push(log)
    this.#wake()
  }

  /** Tells that everything up to this batch of `bytes` is visible, and `appended` was called for all of it. */
  applied(sequence: number, bytes: number, journalFileIsFull: boolean): void {
    this.#appliedSequence = sequence
    this.#batchBytes = bytes
    if (journalFileIsFull || this.#parts.tail.unflushedBytes >= this.#parts.sizes.flushBytes) {
      this.#flushWanted = true
      this.#wake()
    }
  }

  /** Whether commits have to wait until more is flushed. */
  get isFull(): boolean {
    const { tail, journalFolder } = this.#parts
    const { flushBytes, memoryBytesMax, unflushedBytesMax } = this.#parts.sizes
    /* What segments have got already stays in memory behind what they have not: oldest out first. */
    const tailBytesMax = Math.max(memoryBytesMax, unflushedBytesMax) + flushBytes
    return (
      tail.unflushedBytes >= unflushedBytesMax ||
      tail.bytes >= tailBytesMax ||
      journalFolder.retiredCount > journalFilesMax
    )
  }

  /** Resolves when commits may go on; also after a failure. */
  async room(): Promise<void> {
    while (this.isFull && !this.#failed) {
      this.#flushWanted = true
      this.#wake()
      await this.#room.promise
    }
  }

  /** Flushes everything, unless there is nothing new. */
  async flushAll(): Promise<void> {
    if (this.#checkpointSequence < this.#appliedSequence) this.#flushWanted = true
    this.#wake()
    await this.#running
  }

  /** Nothing is written any more. */
  stop(): void {
    this.#failed = true
    this.#giveRoom()
  }

  #wake(): void {
    if (!this.#failed) this.#running ??= this.#run()
  }

  async #run(): Promise<void> {
    try {
      while (!this.#failed && this.#hasWork) await this.#work()
    } catch (cause) {
      passOnBug(cause)
      this.stop()
      this.#parts.failed(cause)
    }
    this.#running = undefined
    this.#giveRoom()
  }

  get #hasWork(): boolean {
    return this.#flushWanted || this.#dropped.length > 0 || this.#trimmed.size > 0
  }

  /** Does the most urgent thing. */
  async #work(): Promise<void> {
    if (this.#flushWanted) {
      this.#flushWanted = false
      return this.#flush()
    }
    const { journal, folder } = this.#parts
    const dropped = this.#dropped.pop()
    if (dropped !== undefined) {
      await journal.sync()
      return folder.removeAll(dropped)
    }
    for (const log of this.#trimmed) {
      this.#trimmed.delete(log)
      const { disk, start } = log
      if (disk === undefined || log.dropped) continue
      await journal.sync()
      return folder.removeBefore(log.id, disk, start)
    }
  }

  async #flush(): Promise<void> {
    const { files, directory, salt, logs, journal, journalFolder } = this.#parts
    const sequence = this.#appliedSequence
    const work = [...this.#dirty].map((log) => ({ log, start: log.start, end: log.end }))
    this.#dirty.clear()
    await journal.sync()
    await this.#flushLogs(work)
    // Stopped in between: not all of it is in segments, so the checkpoint must not say so.
    if (this.#failed) return
    await files.syncDirectory(`${directory}/logs`)
    const kept = [...logs.values()].filter((log) => log.disk !== undefined)
    const { nextLogId } = logs
    const checkpoint = encodeCheckpoint(salt, { fromSequence: sequence + 1, nextLogId, logs: kept })
    // Drops and trims that the checkpoint shows must not be lost when it is not.
    await journal.sync()
    await writeCheckpoint(files, directory, checkpoint)
    this.#checkpointSequence = sequence
    await journalFolder.free(sequence)
  }

  /** Whether commits will have to wait soon. While not, the disk is left to the journal for the most part. */
  get #isUrgent(): boolean {
    const { flushBytes, unflushedBytesMax } = this.#parts.sizes
    return this.#parts.tail.unflushedBytes >= (flushBytes + unflushedBytesMax) / 2
  }

  /** No write of the journal waits for a sync of much more than its own bytes; within that, fewer syncs cost less. */
  get #runBytes(): number {
    const { runBytes, runBytesMax } = this.#parts.sizes
    return this.#isUrgent ? runBytesMax : Math.max(runBytes, Math.min(this.#batchBytes, runBytesMax))
  }

  async #flushLogs(work: readonly FlushWork[]): Promise<void> {
    const { writer, tail, sizes } = this.#parts
    let next = 0
    const flushSome = async (_: unknown, worker: number) => {
      this.#scratch[worker] ??= Buffer.allocUnsafeSlow(scratchBytes(sizes.blockBytes))
      const scratch = this.#scratch[worker]
      while (next < work.length && !this.#failed) {
        const { log, start, end } = work[next++]!
        if (log.dropped) continue
        await writer.flush(log, start, end, scratch, {
          runBytes: () => this.#runBytes,
          flushed: (flushedEnd) => {
            tail.flushed(log, flushedEnd)
            this.#giveRoom()
          },
        })
      }
    }
    const concurrency = this.#isUrgent ? sizes.flushConcurrency : 1
    const workers = Array.from({ length: Math.min(concurrency, work.length) }, flushSome)
    const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  #giveRoom(): void {
    const { resolve } = this.#room
    this.#room = Promise.withResolvers<void>()
    resolve()
  }
}
