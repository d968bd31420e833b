const newline = 0x0a
const firstSize = 4096

/** A record, with where the file goes on behind it. */
export interface FileRecord {
  /** With its line feed. */
  readonly data: Buffer
  readonly end: number
}

export interface SplitterOptions {
  /** A longer record is cut, and ends with the terminator. */
  readonly recordSizeMax: number
  readonly truncatedTerminator: Buffer
  /** What the first line of a record looks like; undefined: each line is a record. */
  readonly startPattern: RegExp | undefined
  /** Lines at the start of a file that are no records. */
  readonly headerLines: number
}

/**
 * Makes records of the bytes of one file, which come in any pieces. Holds no more than one record of the greatest size, and the
 * line that is being read: what is longer is passed over.
 */
export class RecordSplitter {
  readonly #options: SplitterOptions
  /** Where in the file the next bytes are. */
  #position: number
  #headerLeft: number
  /** The lines of the record at hand, up to the greatest size, and how much it would have. */
  #record = new Parts()
  #recordEnd: number
  #line = new Parts()

  constructor(options: SplitterOptions, position: number) {
    this.#options = options
    this.#position = position
    this.#recordEnd = position
    this.#headerLeft = position === 0 ? options.headerLines : 0
  }

  /** Behind what was pushed. */
  get position(): number {
    return this.#position
  }

  /** Something was read that is no whole record yet. */
  get isOpen(): boolean {
    return this.#record.size + this.#line.size > 0
  }

  /** @returns the records that are complete with these bytes. They are copies. */
  push(bytes: Buffer): FileRecord[] {
    const records: FileRecord[] = []
    let from = 0
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
      const line = bytes.subarray(from, at + 1)
      this.#position += line.length
      from = at + 1
      if (this.#isWhole(line)) records.push({ data: Buffer.from(line), end: this.#position })
      else {
        this.#add(line)
        this.#endLine(records)
      }
    }
    this.#add(bytes.subarray(from))
    this.#position += bytes.length - from
    return records
  }

  /**
   * The record at hand, as nothing more is expected to belong to it.
   * @param withLine also a line that has no end: the file has none either
   */
  end(withLine: boolean): FileRecord[] {
    const records: FileRecord[] = []
    if (withLine && this.#line.size > 0) this.#endLine(records)
    if (this.#record.size > 0) this.#emit(records)
    return records
  }

  /** As nearly every line is: a record that is there in one piece. */
  #isWhole(line: Buffer): boolean {
    const { startPattern, recordSizeMax } = this.#options
    const isOneLine = startPattern === undefined && this.#headerLeft === 0
    return isOneLine && !this.isOpen && line.length <= recordSizeMax
  }

  #add(bytes: Buffer): void {
    if (bytes.length > 0) this.#line.add(bytes, this.#options.recordSizeMax)
  }

  #endLine(records: FileRecord[]): void {
    const { startPattern, recordSizeMax } = this.#options
    const line = this.#line
    this.#line = new Parts()
    if (this.#headerLeft > 0) {
      this.#headerLeft--
      this.#recordEnd = this.#position
      return
    }
    const begins = startPattern?.test(line.take().toString()) ?? true
    if (begins && this.#record.size > 0) this.#emit(records)
    this.#record.addAll(line, recordSizeMax)
    this.#recordEnd = this.#position
    if (startPattern === undefined) this.#emit(records)
  }

  #emit(records: FileRecord[]): void {
    const { recordSizeMax, truncatedTerminator } = this.#options
    const bytes = this.#record.take()
    const isCut = this.#record.size > recordSizeMax
    const data = isCut
      ? Buffer.concat([bytes.subarray(0, recordSizeMax - truncatedTerminator.length), truncatedTerminator])
      : Buffer.from(bytes)
    records.push({ data, end: this.#recordEnd })
    this.#record = new Parts()
  }
}

/** Bytes that come in pieces, of which only the first are kept. */
class Parts {
  #bytes = Buffer.alloc(0)
  #kept = 0
  /** Of all that came. */
  size = 0

  add(bytes: Buffer, keptMax: number): void {
    this.size += bytes.length
    const part = bytes.subarray(0, Math.max(0, keptMax - this.#kept))
    const needed = this.#kept + part.length
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(firstSize, 2 * needed))
      this.#bytes.copy(grown, 0, 0, this.#kept)
      this.#bytes = grown
    }
    part.copy(this.#bytes, this.#kept)
    this.#kept = needed
  }

  addAll(parts: Parts, keptMax: number): void {
    const { size } = this
    this.add(parts.take(), keptMax)
    this.size = size + parts.size
  }

  /** A view of what was kept. */
  take(): Buffer {
    return this.#bytes.subarray(0, this.#kept)
  }
}
