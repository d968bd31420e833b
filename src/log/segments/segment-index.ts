import { checksum } from '../checksum.ts'
import type { LogId, Offset } from '../log-store.ts'
import { readU64, writeU64 } from '../u64.ts'
import type { BlockPlace } from './block.ts'
import { segmentHeaderSize } from './segment-file.ts'

/*
 * The index of a sealed segment, in a file beside it. All integers little-endian.
 *
 *   0          8       12        16    24           32            40     44
 *   | checksum | magic | version | log | baseOffset | segmentSize | rows | 0   | rows ...
 *   | u64      | u32   | u32     | u64 | u64        | u64         | u32  | u32 |
 *
 * One row for each block, six u64: baseOffset, count, firstTimeMs, lastTimeMs, position, storedLength.
 * The checksum is xxh64 of all after it, seeded with the segment's seed. An index that is missing or damaged is built again from the segment.
 */
const headerSize = 48
const magic = 0x3149534d // "MSI1"
const version = 1
const fields = 6
const rowSize = fields * 8

/** Room for so many rows to begin with. Doubled as often as need be. */
const initialRows = 8
/** About what the object takes beside its rows, for the cache that counts it. */
const objectBytes = 100

/** Where the blocks of one segment are, by offset and by time. Grows as the segment does. */
export class SegmentIndex {
  #rows = new Float64Array(fields * initialRows)
  #count = 0
  /** How much of the segment it covers. */
  #size = segmentHeaderSize

  get size(): number {
    return this.#size
  }

  get memoryBytes(): number {
    return this.#rows.byteLength + objectBytes
  }

  /** The time of the newest record; -Infinity without any. */
  get lastTimeMs(): number {
    return this.#count === 0 ? Number.NEGATIVE_INFINITY : this.#rows[(this.#count - 1) * fields + 3]!
  }

  get blocks(): number {
    return this.#count
  }

  /** Adds the next block. `size` is where it ends; bytes between blocks are damaged ones, which hold no row. */
  push(place: BlockPlace, size: number): void {
    if ((this.#count + 1) * fields > this.#rows.length) {
      const grown = new Float64Array(this.#rows.length * 2)
      grown.set(this.#rows)
      this.#rows = grown
    }
    const { baseOffset, count, firstTimeMs, lastTimeMs, position, storedLength } = place
    this.#rows.set([baseOffset, count, firstTimeMs, lastTimeMs, position, storedLength], this.#count * fields)
    this.#count++
    this.#size = size
  }

  /** Covers bytes in which no block was found. */
  skipTo(size: number): void {
    this.#size = size
  }

  /** @returns the last block that begins at or before `offset`; it need not reach to it */
  lastAtOrBefore(offset: Offset): BlockPlace | undefined {
    const after = this.#firstWhere((row) => this.#rows[row * fields]! > offset)
    return after === 0 ? undefined : this.#place(after - 1)
  }

  /** @returns the first block with a record at `timeMs` or later */
  firstAtTime(timeMs: number): BlockPlace | undefined {
    const row = this.#firstWhere((candidate) => this.#rows[candidate * fields + 3]! >= timeMs)
    return row === this.#count ? undefined : this.#place(row)
  }

  encode(log: LogId, baseOffset: Offset, seed: bigint): Buffer {
    const bytes = Buffer.alloc(headerSize + this.#count * rowSize)
    bytes.writeUInt32LE(magic, 8)
    bytes.writeUInt32LE(version, 12)
    writeU64(bytes, log, 16)
    writeU64(bytes, baseOffset, 24)
    writeU64(bytes, this.#size, 32)
    bytes.writeUInt32LE(this.#count, 40)
    for (let i = 0; i < this.#count * fields; i++) writeU64(bytes, this.#rows[i]!, headerSize + i * 8)
    bytes.writeBigUInt64LE(checksum([bytes.subarray(8)], seed), 0)
    return bytes
  }

  /** @returns undefined when the bytes are not the whole index of a segment of `segmentSize` bytes */
  static decode(bytes: Buffer, segmentSize: number, seed: bigint): SegmentIndex | undefined {
    if (bytes.length < headerSize || bytes.readUInt32LE(8) !== magic) return undefined
    if (bytes.readBigUInt64LE(0) !== checksum([bytes.subarray(8)], seed)) return undefined
    if (bytes.readUInt32LE(12) !== version || readU64(bytes, 32) !== segmentSize) return undefined
    const index = new SegmentIndex()
    index.#count = bytes.readUInt32LE(40)
    index.#size = segmentSize
    index.#rows = new Float64Array(Math.max(1, index.#count) * fields)
    for (let i = 0; i < index.#count * fields; i++) index.#rows[i] = readU64(bytes, headerSize + i * 8)
    return index
  }

  #firstWhere(passes: (row: number) => boolean): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (passes(middle)) high = middle
      else low = middle + 1
    }
    return low
  }

  #place(row: number): BlockPlace {
    const at = row * fields
    return {
      baseOffset: this.#rows[at]!,
      count: this.#rows[at + 1]!,
      firstTimeMs: this.#rows[at + 2]!,
      lastTimeMs: this.#rows[at + 3]!,
      position: this.#rows[at + 4]!,
      storedLength: this.#rows[at + 5]!,
    }
  }
}
