import { type FileRecord, RecordSplitter, type SplitterOptions } from '../records/record-splitter.ts'
import { continues, type FilePosition, filePosition, sampleSize, samples } from './fingerprint.ts'
import type { LogFile } from './log-files.ts'

/** So much is read at a time. */
const readSize = 256 * 1024

/** Records of one file, one behind the other. */
export interface FilePart {
  readonly file: FollowedFile
  readonly records: readonly FileRecord[]
  /** Behind the last of them; undefined where that is not known any more. */
  readonly end: FilePosition | undefined
}

/** One file that is read as it grows. It is known by itself and not by its name: renamed, it is read to its end. */
export class FollowedFile {
  readonly #file: LogFile
  readonly #options: SplitterOptions
  #splitter: RecordSplitter
  /** The first bytes of the file, and the last that were read: as they were then. */
  #head: Buffer
  #window: Buffer
  #saved: FilePosition
  #former: FilePosition | undefined
  #grownMs: number

  private constructor(
    file: LogFile,
    options: SplitterOptions,
    from: { readonly position: number; readonly head: Buffer; readonly tail: Buffer },
    nowMs: number,
  ) {
    const { position, head, tail } = from
    this.#file = file
    this.#options = options
    this.#splitter = new RecordSplitter(options, position)
    this.#head = head
    this.#window = tail
    this.#saved = filePosition(file.id, position, head, tail)
    this.#grownMs = nowMs
  }

  /** @param position where records begin */
  static async follow(
    file: LogFile,
    options: SplitterOptions,
    position: number,
    nowMs: number,
  ): Promise<FollowedFile> {
    return new FollowedFile(file, options, { position, ...(await samples(file, position)) }, nowMs)
  }

  get id(): string {
    return this.#file.id
  }

  /** Behind the records that were delivered: where a restart goes on. */
  get saved(): FilePosition {
    return this.#saved
  }

  /** Where it was before it was cut, if it was: by that a copy is known, which was made of it then. */
  async beforeCut(): Promise<FilePosition | undefined> {
    return (await this.#file.size()) < this.#saved.position ? this.#saved : this.#former
  }

  /** Something was read that is no whole record. */
  get isOpen(): boolean {
    return this.#splitter.isOpen
  }

  /** How long it has not grown. */
  quietMs(nowMs: number): number {
    return nowMs - this.#grownMs
  }

  async isAtEnd(): Promise<boolean> {
    return (await this.#file.size()) === this.#splitter.position
  }

  /**
   * The records that are new. Begins again at the start when the file was cut, be it that it has grown beyond that since. That is looked
   * at after the bytes were read: so they are from before.
   */
  async read(nowMs: number): Promise<FilePart> {
    const size = await this.#file.size()
    if (size === this.#splitter.position) return { file: this, records: [], end: undefined }
    let bytes = await this.#file.read(this.#splitter.position, readSize)
    const { position } = this.#splitter
    if (!(await continues(this.#file, filePosition(this.id, position, this.#head, this.#window)))) {
      this.#beginAgain()
      bytes = await this.#file.read(0, readSize)
    }
    if (bytes.length === 0) return { file: this, records: [], end: undefined }
    this.#grownMs = nowMs
    if (this.#head.length < sampleSize)
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, sampleSize - this.#head.length)])
    this.#window = Buffer.concat([this.#window.subarray(-sampleSize), bytes])
    const part = this.#partOf(this.#splitter.push(bytes))
    if (!this.#splitter.isOpen) this.#window = Buffer.from(this.#window.subarray(-sampleSize))
    return part
  }

  /** The record at hand, when no more of it is expected. @param withLine a line without an end counts as one */
  endRecord(withLine: boolean): FilePart {
    return this.#partOf(this.#splitter.isOpen ? this.#splitter.end(withLine) : [])
  }

  /** The records up to there were delivered. Not of a file that was cut since: its records are others. */
  delivered({ end }: FilePart): void {
    if (end !== undefined && end.headHash === this.#headHashAt(end.position)) this.#saved = end
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  #partOf(records: readonly FileRecord[]): FilePart {
    const end = records.at(-1)?.end
    return { file: this, records, end: end === undefined ? undefined : this.#positionAt(end) }
  }

  #positionAt(end: number): FilePosition | undefined {
    const behind = this.#splitter.position - end
    const tail = this.#window.subarray(0, this.#window.length - behind)
    if (tail.length < Math.min(sampleSize, end)) return undefined
    return filePosition(this.id, end, this.#head, tail)
  }

  #headHashAt(position: number): string {
    return filePosition(this.id, position, this.#head, this.#head).headHash
  }

  #beginAgain(): void {
    const empty = Buffer.alloc(0)
    if (this.#saved.position > 0) this.#former = this.#saved
    this.#splitter = new RecordSplitter(this.#options, 0)
    this.#head = empty
    this.#window = empty
    this.#saved = filePosition(this.id, 0, empty, empty)
  }
}
