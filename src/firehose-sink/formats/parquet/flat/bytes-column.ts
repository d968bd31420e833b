import { bytesRange } from '../encoding/bytes-range.ts'
import type { ChunkValues } from '../encoding/chunk-values.ts'
import { lengthBytes, writeLength } from '../encoding/plain-bytes.ts'
import { escapedAt, escapeLength, writeUtf8 } from './escapes.ts'
import { FlatColumn } from './flat-column.ts'
import { backslash, quote } from './json-bytes.ts'
import { digitsMax, skipInteger } from './scan-number.ts'

/** Of the values in a page: what readers hold at once. */
const pageBytes = 1024 * 1024

/** By bytes of strings: 1 for those that stand for themselves. Others end the string, are escapes, or refused. */
const plainAscii = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== quote && byte !== backslash ? 1 : 0,
)
const plainUtf8 = plainAscii.map((plain, byte) => (byte >= 0x80 ? 1 : plain))

/** Strings and binary values, each with its length before it. */
export class BytesColumn extends FlatColumn {
  readonly #isText: boolean
  #plain = Buffer.allocUnsafeSlow(1024)
  #size = 0
  /** Where the last value starts. */
  #last = 0
  #pageStart = 0
  #pageEnds: { count: number; row: number; size: number }[] = []
  #isPlain = plainAscii

  constructor(rowsMax: number, isText: boolean) {
    super(rowsMax)
    this.#isText = isText
  }

  /** Bytes that are not UTF-8 are left to the general reader, which replaces them. */
  override expectUtf8(isUtf8: boolean): void {
    this.#isPlain = isUtf8 ? plainUtf8 : plainAscii
  }

  override scan(bytes: Uint8Array, from: number, end: number): number {
    if (!this.#isText) return -1
    if (bytes[from] !== quote) return this.#scanInteger(bytes, from, end)
    const start = this.#reserve(end - from) + lengthBytes
    const [plain, isPlain] = [this.#plain, this.#isPlain]
    let at = from + 1
    let to = start
    while (at < end) {
      const byte = bytes[at]!
      if (isPlain[byte] === 1) {
        plain[to++] = byte
        at++
        continue
      }
      const escaped = byte === backslash ? escapedAt(bytes, at) : -1
      if (escaped === -1) break
      to = writeUtf8(plain, to, escaped)
      at += escapeLength(bytes, at)
    }
    if (at >= end || bytes[at] !== quote) return -1
    this.#finish(to - start)
    this.added()
    return at + 1
  }

  /** Hive has numbers as texts too: what JavaScript makes of an integer are its bytes. */
  #scanInteger(bytes: Uint8Array, from: number, end: number): number {
    const next = skipInteger(bytes, from, end)
    if (next === -1) return -1
    this.append(bytes.subarray(from, next))
    if (next - from > digitsMax) this.hasLong = true
    return next
  }

  override clear(): void {
    super.clear()
    this.#size = 0
    this.#pageStart = 0
    this.#pageEnds = []
  }

  override values(): ChunkValues {
    const plain = this.#plain.subarray(0, this.#size)
    return {
      type: 'BYTE_ARRAY',
      width: 0,
      levels: this.levels.subarray(0, this.rows),
      count: this.count,
      plain,
      pageEnds: this.#pageEnds,
      range: bytesRange(plain, this.#isText),
    }
  }

  override get byteLength(): number {
    return this.#size
  }

  protected override put(value: unknown): void {
    const bytes = typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array)
    const start = this.#reserve(bytes.length) + lengthBytes
    this.#plain.set(bytes, start)
    this.#finish(bytes.length)
  }

  protected override dropLast(): void {
    this.#size = this.#last
  }

  /** Makes room for a value of up to `size` bytes. @returns where it goes */
  #reserve(size: number): number {
    const needed = this.#size + lengthBytes + size
    if (needed > this.#plain.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#plain.length))
      larger.set(this.#plain.subarray(0, this.#size))
      this.#plain = larger
    }
    return this.#size
  }

  #finish(length: number): void {
    const at = this.#size
    /* A page ends before the value that is one too many, when what is before can no longer be taken back. */
    if (at - this.#pageStart >= pageBytes) {
      this.#pageEnds.push({ count: this.count, row: this.rows, size: at })
      this.#pageStart = at
    }
    writeLength(this.#plain, at, length)
    this.#last = at
    this.#size = at + lengthBytes + length
  }
}
