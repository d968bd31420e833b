import { assert, startKernel } from '../../base/index.ts'
import {
  type RecordCursor,
  type SequenceNumbers,
  secondsOf,
  sequenceNumberDigits,
} from '../../shards/index.ts'
import { wasm } from './get-records.wasm.ts'
import {
  base64SizeMax,
  numberHead,
  type RecordWriter,
  tailOf,
  textOverhead,
  timeOf,
} from './record-text-form.ts'

/** What kernels/get-records.ts exports. */
interface Kernel {
  prepare(): void
  writeRecord(
    headBytes: number,
    key: number,
    keyEnd: number,
    dataEnd: number,
    to: number,
    ofEncrypted: boolean,
  ): number
  encode(start: number, end: number, to: number): number
}

type Constant = 'headAt' | 'windowAt' | 'windowBytes' | 'textAt' | 'textBytes' | 'memoryBytes'

const memoryPages = 2
const pageBytes = 64 * 1024
const nothing: Buffer = Buffer.alloc(0)

/**
 * Writes records as they lie in the log to the body of an answer in JSON, without an object or a string for a record.
 * Frames come into the kernel's memory a window at a time, and texts go from there to the body many at a time: a copy
 * in and one out for each record would cost 0.25 us, and its base64 costs 0.14 a KiB.
 *
 *   begin(body, at); write(cursor, numbers) for each record; end()
 *
 * One instance serves one answer at a time: nothing may give way between `begin` and `end`.
 */
export class RecordTexts implements RecordWriter {
  readonly #kernel: Kernel
  readonly #constants: Record<Constant, number>
  readonly #bytes: Buffer
  #headBytes = 0
  #arrivalMs = -1
  /* What the window holds: `#frames` from `#start` to `#end`. */
  #frames = nothing
  #start = 0
  #end = 0
  /** Where the texts in the kernel's memory end. */
  #textEnd = 0
  /* Where they go. */
  #body = nothing
  #at = 0

  constructor() {
    const memory = new WebAssembly.Memory({ initial: memoryPages })
    const { functions, constants } = startKernel<Kernel, Constant>(wasm, memory)
    assert(constants.memoryBytes <= memoryPages * pageBytes)
    this.#kernel = functions
    this.#constants = constants
    this.#bytes = Buffer.from(memory.buffer)
    this.#bytes.write(numberHead, constants.headAt, 'latin1')
    functions.prepare()
  }

  begin(body: Buffer, at: number): void {
    this.#body = body
    this.#at = at
    this.#textEnd = this.#constants.textAt
    // The log has used its memory for other frames since.
    this.#frames = nothing
  }

  /** @returns the place in the body after the last text */
  end(): number {
    this.#flush()
    this.#frames = nothing
    this.#body = nothing
    return this.#at
  }

  write(cursor: RecordCursor, numbers: SequenceNumbers): void {
    this.#writeHead(cursor, numbers)
    if (cursor.dataEnd - cursor.keyStart > this.#constants.windowBytes) this.#writeLong(cursor)
    else this.#writeShort(cursor)
  }

  #writeShort(cursor: RecordCursor): void {
    const { frames, keyStart, keyEnd, dataEnd, ofEncrypted } = cursor
    const { windowAt, textAt, textBytes } = this.#constants
    if (frames !== this.#frames || dataEnd > this.#end) this.#load(cursor)
    // A key takes less room as it is than as base64.
    const sizeMax = textOverhead + base64SizeMax(dataEnd - keyStart)
    if (this.#textEnd + sizeMax > textAt + textBytes) this.#flush()
    const shift = windowAt - this.#start
    const { writeRecord } = this.#kernel
    const end = writeRecord(
      this.#headBytes,
      keyStart + shift,
      keyEnd + shift,
      dataEnd + shift,
      this.#textEnd,
      ofEncrypted,
    )
    this.#textEnd = Math.abs(end)
    if (end < 0) this.#writeTail(cursor)
  }

  #writeHead({ offset, arrivalMs }: RecordCursor, numbers: SequenceNumbers): void {
    const digitsAt = this.#constants.headAt + numberHead.length
    numbers.write(this.#bytes, digitsAt, offset, secondsOf(arrivalMs))
    if (arrivalMs === this.#arrivalMs) return
    this.#arrivalMs = arrivalMs
    const time = timeOf(arrivalMs)
    this.#bytes.write(time, digitsAt + sequenceNumberDigits, 'latin1')
    this.#headBytes = numberHead.length + sequenceNumberDigits + time.length
  }

  #load({ frames, keyStart }: RecordCursor): void {
    const { windowAt, windowBytes } = this.#constants
    this.#frames = frames
    this.#start = keyStart
    this.#end = Math.min(frames.length, keyStart + windowBytes)
    this.#bytes.set(frames.subarray(this.#start, this.#end), windowAt)
  }

  #flush(): void {
    const { textAt } = this.#constants
    this.#body.set(this.#bytes.subarray(textAt, this.#textEnd), this.#at)
    this.#at += this.#textEnd - textAt
    this.#textEnd = textAt
  }

  /** A record larger than the window, in pieces. */
  #writeLong(cursor: RecordCursor): void {
    const { headAt, windowAt, windowBytes, textAt } = this.#constants
    this.#flush()
    this.#at += this.#bytes.copy(this.#body, this.#at, headAt, headAt + this.#headBytes)
    this.#frames = nothing
    for (let from = cursor.keyEnd; from < cursor.dataEnd; from += windowBytes) {
      const to = Math.min(cursor.dataEnd, from + windowBytes)
      const copied = cursor.frames.copy(this.#bytes, windowAt, from, to)
      this.#textEnd = this.#kernel.encode(windowAt, windowAt + copied, textAt)
      this.#flush()
    }
    this.#writeTail(cursor)
  }

  /** The end of a record without a key, or with one that JSON may have to escape, however long that makes it. */
  #writeTail(cursor: RecordCursor): void {
    this.#flush()
    this.#at += this.#body.write(tailOf(cursor), this.#at)
  }
}
