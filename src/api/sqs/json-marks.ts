import { hasVectors, startKernel } from '../../base/index.ts'
import { wasm } from './json-marks.wasm.ts'

/** What kernels/json-marks.ts exports. */
interface Kernel {
  mark(length: number): void
}

type Constant = 'textMax' | 'marksAt' | 'textAt'

/** Of 64 KiB: enough for `textMax` and what is before it, and loads that reach over the end. */
const pages = 5
const nothing = new Uint8Array(0)

/**
 * Says where a JSON text goes on behind plain characters: those of ASCII that need no escape. With vectors all of it is looked at in one go when it is
 * begun, until another one is; without them, and of a text that is too large for the kernel's memory, four bytes at a time when somebody asks.
 */
export class JsonMarks {
  readonly #kernel: MarksKernel | undefined
  #bytes: Uint8Array = nothing
  #words: Int32Array = new Int32Array(0)
  #isMarked = false

  /** @param withVectors by default if there are any */
  constructor(withVectors = hasVectors) {
    if (!withVectors) return
    shared ??= new MarksKernel()
    this.#kernel = shared
  }

  begin(bytes: Uint8Array): void {
    this.#bytes = bytes
    this.#isMarked = this.#kernel?.mark(bytes) ?? false
    if (this.#isMarked || this.#words.buffer === bytes.buffer) return
    this.#words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2)
  }

  /** @returns the first position from `at` on that is not known to be plain; at most the text's length */
  next(at: number): number {
    const { length } = this.#bytes
    if (at >= length) return length
    return Math.min(length, this.#isMarked ? this.#kernel!.next(at, length) : this.#nextByWords(at))
  }

  #nextByWords(at: number): number {
    const { byteOffset, length } = this.#bytes
    if (((byteOffset + at) & 3) !== 0) return at
    const last = (byteOffset + length) >>> 2
    let i = (byteOffset + at) >>> 2
    while (i < last && isPlain(this.#words[i]!)) i++
    return i * 4 - byteOffset
  }
}

/** One memory for all: nobody asks of a text when another has been begun. */
let shared: MarksKernel | undefined

/** Whether of four bytes none is over ASCII, a control character, a quote or a backslash. A byte that is subtracted from below has its top bit set. */
function isPlain(word: number): boolean {
  const quotes = word ^ 0x22222222
  const backslashes = word ^ 0x5c5c5c5c
  const marks =
    word |
    ((word - 0x20202020) & ~word) |
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes)
  return (marks & 0x80808080) === 0
}

class MarksKernel {
  readonly #mark: Kernel['mark']
  readonly #text: Uint8Array
  readonly #marks: Int32Array
  readonly #textMax: number

  constructor() {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const { functions, constants } = startKernel<Kernel, Constant>(wasm, memory)
    const { textMax, marksAt, textAt } = constants
    this.#mark = functions.mark
    this.#textMax = textMax
    this.#text = new Uint8Array(memory.buffer, textAt)
    this.#marks = new Int32Array(memory.buffer, marksAt, textMax / 32)
  }

  /** @returns false when there is no room for the text */
  mark(text: Uint8Array): boolean {
    if (text.length > this.#textMax) return false
    this.#text.set(text)
    this.#mark(text.length)
    return true
  }

  next(at: number, length: number): number {
    const marks = this.#marks
    let i = at >>> 5
    let bits = marks[i]! & (-1 << (at & 31))
    while (bits === 0) {
      i++
      if (i << 5 >= length) return length
      bits = marks[i]!
    }
    return (i << 5) + 31 - Math.clz32(bits & -bits)
  }
}
