import { assert, startKernel } from '../../base/index.ts'
import {
  type RecordCursor,
  type SequenceNumbers,
  secondsOf,
  sequenceNumberDigits,
  sequenceNumberStep,
} from '../../shards/index.ts'
import { wasm } from './get-records.wasm.ts'
import { numberHead, type RecordWriter, tailOf, timeOf } from './record-text-form.ts'

/** What kernels/get-records.ts exports. */
interface Kernel {
  prepare(): void
  writeRecords(
    frame: number,
    framesEnd: number,
    count: number,
    headTimeMs: number,
    headBytes: number,
    to: number,
    toEnd: number,
  ): number
  nextNumber(): void
  encode(start: number, end: number, to: number): number
}

type Constant =
  | 'headAt'
  | 'stepAt'
  | 'frameCell'
  | 'textCell'
  | 'windowAt'
  | 'windowBytes'
  | 'textAt'
  | 'textBytes'
  | 'memoryBytes'

const pageBytes = 64 * 1024
const pages = 2
const nothing: Buffer = Buffer.alloc(0)

/**
 * Writes records as they lie in the log to the body of an answer in JSON, without an object or a string for a record.
 * Frames come into the kernel's memory a window at a time, as many texts as they make are written in one call, and copied to the body.
 */
export class RecordTexts implements RecordWriter {
  readonly #kernel: Kernel
  readonly #constants: Record<Constant, number>
  readonly #bytes: Buffer
  readonly #cells: Int32Array
  /* What the head says. */
  #headBytes = 0
  #arrivalMs = -1
  #numbers: SequenceNumbers | undefined
  #offset = -1
  /* What the window holds: `#frames` from `#start` to `#end`. */
  #frames = nothing
  #start = 0
  #end = 0
  /* Where the texts go. */
  #body = nothing
  #at = 0

  constructor() {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const { functions, constants } = startKernel<Kernel, Constant>(wasm, memory)
    assert(constants.memoryBytes <= pages * pageBytes)
    this.#kernel = functions
    this.#constants = constants
    this.#bytes = Buffer.from(memory.buffer)
    this.#cells = new Int32Array(memory.buffer)
    this.#bytes.write(numberHead, constants.headAt, 'latin1')
    const step = sequenceNumberStep.toString().padStart(sequenceNumberDigits, '0')
    this.#bytes.write(step, constants.stepAt, 'latin1')
    functions.prepare()
  }

  write(body: Buffer, at: number, cursor: RecordCursor, numbers: SequenceNumbers): number {
    this.#body = body
    this.#at = at
    while (cursor.next()) {
      this.#writeHead(cursor, numbers)
      if (!this.#writeRun(cursor)) this.#writeOne(cursor)
    }
    // The log uses its memory for other frames from now on.
    this.#frames = nothing
    this.#body = nothing
    return this.#at
  }

  /** Makes the head that of the record. From one record to the next of a run the kernel does. */
  #writeHead({ offset, arrivalMs }: RecordCursor, numbers: SequenceNumbers): void {
    const digitsAt = this.#constants.headAt + numberHead.length
    const seconds = secondsOf(arrivalMs)
    if (offset !== this.#offset || numbers !== this.#numbers || seconds !== secondsOf(this.#arrivalMs)) {
      numbers.write(this.#bytes, digitsAt, offset, seconds)
      this.#numbers = numbers
      this.#offset = offset
    }
    if (arrivalMs === this.#arrivalMs) return
    this.#arrivalMs = arrivalMs
    const time = timeOf(arrivalMs)
    this.#bytes.write(time, digitsAt + sequenceNumberDigits, 'latin1')
    this.#headBytes = numberHead.length + sequenceNumberDigits + time.length
  }

  /** Writes the record, and those behind it that the kernel can. @returns false when it cannot even that one */
  #writeRun(cursor: RecordCursor): boolean {
    const { windowAt, windowBytes, frameCell, textAt, textBytes, textCell } = this.#constants
    if (cursor.dataEnd - cursor.frameStart > windowBytes) return false
    if (cursor.frames !== this.#frames || cursor.dataEnd > this.#end) this.#load(cursor)
    const shift = windowAt - this.#start
    const count = this.#kernel.writeRecords(
      cursor.frameStart + shift,
      this.#end + shift,
      cursor.run,
      this.#arrivalMs,
      this.#headBytes,
      textAt,
      textAt + textBytes,
    )
    if (count === 0) return false
    cursor.skip(count, this.#cells[frameCell / 4]! - shift)
    this.#offset += count
    const end = this.#cells[textCell / 4]!
    this.#at += this.#bytes.copy(this.#body, this.#at, textAt, end)
    return true
  }

  #load({ frames, frameStart }: RecordCursor): void {
    const { windowAt, windowBytes } = this.#constants
    this.#frames = frames
    this.#start = frameStart
    this.#end = Math.min(frames.length, frameStart + windowBytes)
    this.#bytes.set(frames.subarray(this.#start, this.#end), windowAt)
  }

  /** A record larger than the window, in pieces, or one with a key that JSON may have to escape, however long that makes it. */
  #writeOne(cursor: RecordCursor): void {
    const { headAt, windowAt, windowBytes, textAt } = this.#constants
    const body = this.#body
    this.#at += this.#bytes.copy(body, this.#at, headAt, headAt + this.#headBytes)
    this.#frames = nothing
    for (let from = cursor.keyEnd; from < cursor.dataEnd; from += windowBytes) {
      const to = Math.min(cursor.dataEnd, from + windowBytes)
      const copied = cursor.frames.copy(this.#bytes, windowAt, from, to)
      const end = this.#kernel.encode(windowAt, windowAt + copied, textAt)
      this.#at += this.#bytes.copy(body, this.#at, textAt, end)
    }
    this.#at += body.write(tailOf(cursor), this.#at)
    this.#kernel.nextNumber()
    this.#offset++
  }
}
