import type { File, FileSystem, Random } from '../../base/index.ts'
import type { FrameMemory } from '../frame-memory.ts'
import type { TailChunk } from '../log-state.ts'
import type { LogId } from '../log-store.ts'
import type { PendingCommit } from '../pending-commit.ts'
import { batchAlignment } from './batch.ts'
import { batchSizeMax, encodeBatch } from './batch-encoder.ts'
import type { JournalFiles } from './journal-files.ts'
import { encodeJournalHeader, journalHeaderSize } from './journal-header.ts'

export interface JournalOptions {
  readonly files: FileSystem
  readonly random: Random
  readonly folder: JournalFiles
  readonly memory: FrameMemory
  /** Whether a batch must be on disk, and not only with the operating system, when `write` resolves. */
  readonly durable: boolean
  readonly fileBytes: number
  /** The sequence number that the next batch gets. */
  readonly nextSequence: number
  /** The ordinal that the next file gets. */
  readonly nextOrdinal: number
}

export interface WrittenBatch {
  readonly chunks: readonly TailChunk[]
  /** Its bytes in the file. */
  readonly size: number
  /** The file before is complete. */
  readonly beganFile: boolean
}

interface CurrentFile {
  readonly file: File
  readonly name: string
  readonly salt: bigint
  position: number
}

/**
 * The write-ahead journal: batches one behind the other, in one file at a time.
 *
 * One writer: `write` calls may not overlap, so that a batch found on disk proves that all before it were durable.
 * After `write` has thrown, what the disk holds is unknown and the journal must not be used any more.
 */
export class Journal {
  readonly #options: JournalOptions
  #nextSequence: number
  #nextOrdinal: number
  #current: CurrentFile | undefined
  #syncing: Promise<unknown> = Promise.resolve()
  #syncs = 0

  constructor(options: JournalOptions) {
    this.#options = options
    this.#nextSequence = options.nextSequence
    this.#nextOrdinal = options.nextOrdinal
  }

  /** The last batch written. */
  get sequence(): number {
    return this.#nextSequence - 1
  }

  /** How many times batches were made durable. */
  get syncs(): number {
    return this.#syncs
  }

  /**
   * Begins a file. Everything about it is durable when it resolves, its directory entry included.
   * A torn tail is never appended to: each start of the store begins one.
   */
  async begin(): Promise<void> {
    await this.#retire()
    const { files, folder, random, durable } = this.#options
    const name = folder.take()
    const file = await files.open(folder.pathOf(name), { create: true, durable })
    const salt = random.bytes(8).readBigUInt64LE()
    this.#current = { file, name, salt, position: journalHeaderSize }
    const header = { ordinal: this.#nextOrdinal++, firstSequence: this.#nextSequence, salt, durable }
    await file.write(0, [encodeJournalHeader(header)])
    await file.sync()
    await files.syncDirectory(folder.directory)
  }

  /** Writes `commits` as one batch. */
  async write(commits: readonly PendingCommit[], nextLogId: LogId): Promise<WrittenBatch> {
    const sizeMax = batchSizeMax(commits)
    const current = this.#current
    const full =
      current === undefined ||
      (current.position > journalHeaderSize && current.position + sizeMax > this.#options.fileBytes)
    if (full) await this.begin()
    const { file, salt, position } = this.#current!
    const { memory } = this.#options
    const { parts, chunks, head, size } = encodeBatch(commits, this.#nextSequence, nextLogId, salt, memory)
    this.#nextSequence++
    await file.write(position, parts)
    memory.letGo(head)
    this.#current!.position += size
    if (this.#options.durable) this.#syncs++
    return { chunks, size, beganFile: full }
  }

  /**
   * Makes the batches written so far durable, for a journal that does not do so with each.
   * Used before files are removed for good because of what a batch says.
   */
  async sync(): Promise<void> {
    if (this.#options.durable || this.#current === undefined) return
    const syncing = this.#current.file.sync()
    this.#syncing = Promise.allSettled([this.#syncing, syncing])
    await syncing
    this.#syncs++
  }

  /**
   * Leaves a blank where the next batch would be, for a journal that is closed in good order: a start then sees an end,
   * where else it may see what is left from an older use of the file, and has to say that it could be a batch cut short.
   */
  async markEnd(): Promise<void> {
    const current = this.#current
    if (current === undefined || current.position + batchAlignment > this.#options.fileBytes) return
    await current.file.write(current.position, [Buffer.alloc(batchAlignment)])
  }

  async close(): Promise<void> {
    await this.#retire()
  }

  async #retire(): Promise<void> {
    const current = this.#current
    if (current === undefined) return
    await this.sync()
    // The flusher may be at it as well: a file that is being synced must not be closed.
    await this.#syncing
    this.#current = undefined
    this.#options.folder.retire(current.name, this.sequence)
    await current.file.close()
  }
}
