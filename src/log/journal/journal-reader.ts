import type { File } from '../../base/index.ts'
import { checksum } from '../checksum.ts'
import { journalCorrupt } from '../errors.ts'
import type { LogId } from '../log-store.ts'
import {
  alignedSize,
  type BatchHeader,
  batchAlignment,
  batchHeaderSize,
  type JournalOp,
  readBatchHeader,
  readOps,
} from './batch.ts'
import { type JournalHeader, journalHeaderSize } from './journal-header.ts'

/** Read at once; a larger batch is read whole. */
const windowBytes = 1024 * 1024

export interface JournalBatch {
  readonly sequence: number
  readonly nextLogId: LogId
  /** Frames are views of the read buffer. */
  readonly ops: readonly JournalOp[]
}

/** Reads the batches of one journal file in order, from its first, and stops at the first that is not whole. */
export class JournalReader {
  readonly path: string
  readonly #file: File
  readonly #salt: bigint
  readonly #fileSize: number
  #position = journalHeaderSize
  #nextSequence: number
  #last: { position: number; bytes: Buffer } | undefined
  #window: Buffer = Buffer.alloc(0)
  #windowAt = 0

  constructor(path: string, file: File, fileSize: number, header: JournalHeader) {
    this.path = path
    this.#file = file
    this.#fileSize = fileSize
    this.#salt = header.salt
    this.#nextSequence = header.firstSequence
  }

  /** Where the next batch would be. */
  get position(): number {
    return this.#position
  }

  get nextSequence(): number {
    return this.#nextSequence
  }

  /** @returns undefined when no whole batch with the next sequence number is at the position */
  async next(): Promise<JournalBatch | undefined> {
    const header = await this.#headerAt(this.#position)
    if (header === undefined || header.sequence !== this.#nextSequence) return undefined
    const batch = await this.#batchAt(this.#position, header)
    if (batch === undefined) return undefined
    const ops = readOps(batch.subarray(batchHeaderSize), header.ops)
    if (ops === undefined) throw journalCorrupt(this.path, this.#position, 'a batch of unknown contents')
    this.#last = { position: this.#position, bytes: batch }
    this.#position += alignedSize(batchHeaderSize + header.length)
    this.#nextSequence++
    return { sequence: header.sequence, nextLogId: header.nextLogId, ops }
  }

  /**
   * Writes the last batch again where it is. When a write has failed, or the process alone has crashed, the operating system may show
   * bytes that are not on disk, and after a failed sync a further sync says nothing about them. Only the last batch can be such a one.
   */
  async rewriteLast(): Promise<void> {
    if (this.#last === undefined) return
    await this.#file.write(this.#last.position, [this.#last.bytes])
    await this.#file.sync()
  }

  /** The position of a whole batch of this file after the one that is not: proof that that one had been durable. */
  async findLater(): Promise<number | undefined> {
    for (let at = this.#position + batchAlignment; at < this.#fileSize; at += batchAlignment) {
      const header = await this.#headerAt(at)
      if (header === undefined || header.sequence <= this.#nextSequence) continue
      if ((await this.#batchAt(at, header)) !== undefined) return at
    }
    return undefined
  }

  /** Whether nothing was ever written where the next batch would be. */
  async isBlank(): Promise<boolean> {
    const bytes = await this.#bytesAt(this.#position, batchAlignment)
    return bytes.every((byte) => byte === 0)
  }

  async #headerAt(at: number): Promise<BatchHeader | undefined> {
    const header = readBatchHeader(await this.#bytesAt(at, batchHeaderSize), 0)
    return header !== undefined && header.length <= this.#fileSize - at - batchHeaderSize ? header : undefined
  }

  async #batchAt(at: number, header: BatchHeader): Promise<Buffer | undefined> {
    const batch = await this.#bytesAt(at, batchHeaderSize + header.length)
    if (batch.length < batchHeaderSize + header.length) return undefined
    if (checksum([batch.subarray(8)], this.#salt) !== header.checksum) return undefined
    return batch
  }

  async #bytesAt(at: number, length: number): Promise<Buffer> {
    const inside = at >= this.#windowAt && at + length <= this.#windowAt + this.#window.length
    if (!inside) {
      this.#window = await this.#file.read(at, Math.max(length, windowBytes))
      this.#windowAt = at
    }
    return this.#window.subarray(at - this.#windowAt, at - this.#windowAt + length)
  }
}
