import type { ChunkValues } from './chunk-values.ts'
import { lengthAt, lengthBytes } from './plain-bytes.ts'

export interface DictionaryEncoding {
  /** The different values in encoding PLAIN, in the order they first came in. */
  readonly plain: Uint8Array
  readonly count: number
  /** Of each value: which of them it is. */
  readonly indexes: Uint32Array
}

/** Values that are looked at first, all over the column. */
const sampleCount = 1000
/** Of the sample's bytes: with more different ones a dictionary has no hope. */
const sampleShareMax = 0.9

/** Encodes values as places in a dictionary if that takes half of what they take themselves, or less. */
export function dictionaryEncoding(values: ChunkValues): DictionaryEncoding | undefined {
  const { width, count, plain } = values
  if (width === undefined || count === 0 || !sampleRepeats(values)) return undefined
  const bytesMax = Math.floor(plain.length / 2)
  const distinct = new DistinctValues(plain, count)
  const indexes = new Uint32Array(count)
  for (let i = 0, at = 0; i < count; i++) {
    const size = sizeAt(plain, at, width)
    indexes[i] = distinct.indexOf(at, size)
    if (distinct.size > bytesMax) return undefined
    at += size
  }
  const indexBytes = (count * bitWidthOf(distinct.count)) / 8
  return distinct.size + indexBytes <= bytesMax
    ? { plain: distinct.plain(), count: distinct.count, indexes }
    : undefined
}

/** Bits for the places in a dictionary of so many. */
export function bitWidthOf(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1)
}

function sampleRepeats({ width = 0, count, plain }: ChunkValues): boolean {
  const distinct = new DistinctValues(plain, sampleCount * 2)
  const step = Math.max(1, Math.floor(count / sampleCount))
  let total = 0
  for (let i = 0, at = 0; i < count; i++) {
    const size = sizeAt(plain, at, width)
    if (i % step === 0) {
      distinct.indexOf(at, size)
      total += size
    }
    at += size
  }
  return distinct.size <= total * sampleShareMax
}

/** Of a value with what is before it. */
function sizeAt(plain: Uint8Array, at: number, width: number): number {
  return width > 0 ? width : lengthBytes + lengthAt(plain, at)
}

/** A hash table of pieces of the column's bytes, by where they are. */
class DistinctValues {
  readonly #bytes: Uint8Array
  /** Of each place in the table: 1 + the value's index, or 0. */
  readonly #table: Uint32Array
  readonly #starts: Uint32Array
  readonly #sizes: Uint32Array
  count = 0
  /** Of all different values, in bytes. */
  size = 0

  /** @param countMax of values that come in */
  constructor(bytes: Uint8Array, countMax: number) {
    this.#bytes = bytes
    this.#table = new Uint32Array(2 ** (bitWidthOf(countMax) + 1))
    this.#starts = new Uint32Array(countMax)
    this.#sizes = new Uint32Array(countMax)
  }

  indexOf(start: number, size: number): number {
    const table = this.#table
    let slot = this.#hash(start, size) & (table.length - 1)
    for (; table[slot] !== 0; slot = (slot + 1) & (table.length - 1)) {
      const index = table[slot]! - 1
      if (this.#sizes[index] === size && this.#isSame(this.#starts[index]!, start, size)) return index
    }
    this.#starts[this.count] = start
    this.#sizes[this.count] = size
    this.size += size
    table[slot] = ++this.count
    return this.count - 1
  }

  plain(): Uint8Array {
    const plain = new Uint8Array(this.size)
    let to = 0
    for (let i = 0; i < this.count; i++) {
      const start = this.#starts[i]!
      plain.set(this.#bytes.subarray(start, start + this.#sizes[i]!), to)
      to += this.#sizes[i]!
    }
    return plain
  }

  /** FNV-1a, with its high bits folded in: the table takes the low ones. */
  #hash(start: number, size: number): number {
    const bytes = this.#bytes
    let hash = 0x811c9dc5
    for (let at = start; at < start + size; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
    return (hash ^ (hash >>> 15)) >>> 0
  }

  #isSame(a: number, b: number, size: number): boolean {
    const bytes = this.#bytes
    for (let i = 0; i < size; i++) if (bytes[a + i] !== bytes[b + i]) return false
    return true
  }
}
