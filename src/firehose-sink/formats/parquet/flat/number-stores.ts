import type { ChunkValues } from '../encoding/chunk-values.ts'

/** Where the values of a row group are, little-endian as in the file. It has room for all its rows. */
export interface NumberStore {
  readonly type: ChunkValues['type']
  /** Of a value, in bytes. Undefined for less than one. */
  readonly width: number | undefined
  put(at: number, value: number): void
  /** @param value what the ValueReader of the type has made */
  putValue(at: number, value: unknown): void
  plain(count: number): Uint8Array
  /** The smallest and the largest, as statistics have them. */
  range(count: number): ChunkValues['range']
}

const bytesOf = ({ buffer }: ArrayBufferView<ArrayBuffer>, from: number, size: number): Uint8Array =>
  new Uint8Array(buffer, from, size)

export class Int32Store implements NumberStore {
  readonly type = 'INT32'
  readonly width = 4
  readonly #values: Int32Array<ArrayBuffer>

  constructor(rowsMax: number) {
    this.#values = new Int32Array(rowsMax)
  }

  put(at: number, value: number): void {
    this.#values[at] = value
  }

  putValue(at: number, value: unknown): void {
    this.#values[at] = value as number
  }

  plain(count: number): Uint8Array {
    return bytesOf(this.#values, 0, count * 4)
  }

  range(count: number): ChunkValues['range'] {
    if (count === 0) return undefined
    const values = this.#values
    let min = values[0]!
    let max = min
    for (let i = 1; i < count; i++) {
      const value = values[i]!
      if (value < min) min = value
      if (value > max) max = value
    }
    return { min: bytesOf(Int32Array.of(min), 0, 4), max: bytesOf(Int32Array.of(max), 0, 4) }
  }
}

const wordRange = 2 ** 32

/** In halves, since BigInts are objects. */
export class Int64Store implements NumberStore {
  readonly type = 'INT64'
  readonly width = 8
  readonly #values: BigInt64Array<ArrayBuffer>
  readonly #halves: Int32Array

  constructor(rowsMax: number) {
    this.#values = new BigInt64Array(rowsMax)
    this.#halves = new Int32Array(this.#values.buffer)
  }

  put(at: number, value: number): void {
    this.#halves[2 * at] = value
    this.#halves[2 * at + 1] = Math.floor(value / wordRange)
  }

  putValue(at: number, value: unknown): void {
    this.#values[at] = value as bigint
  }

  plain(count: number): Uint8Array {
    return bytesOf(this.#values, 0, count * 8)
  }

  range(count: number): ChunkValues['range'] {
    if (count === 0) return undefined
    const halves = this.#halves
    let min = 0
    let max = 0
    for (let i = 1; i < count; i++) {
      if (isLess(halves, i, min)) min = i
      else if (isLess(halves, max, i)) max = i
    }
    return { min: bytesOf(this.#values, min * 8, 8).slice(), max: bytesOf(this.#values, max * 8, 8).slice() }
  }
}

function isLess(halves: Int32Array, a: number, b: number): boolean {
  const highA = halves[2 * a + 1]!
  const highB = halves[2 * b + 1]!
  return highA === highB ? halves[2 * a]! >>> 0 < halves[2 * b]! >>> 0 : highA < highB
}

export class FloatStore implements NumberStore {
  readonly type: 'FLOAT' | 'DOUBLE'
  readonly width: number
  readonly #values: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

  constructor(rowsMax: number, type: 'FLOAT' | 'DOUBLE') {
    this.type = type
    this.#values = type === 'FLOAT' ? new Float32Array(rowsMax) : new Float64Array(rowsMax)
    this.width = this.#values.BYTES_PER_ELEMENT
  }

  put(at: number, value: number): void {
    this.#values[at] = value
  }

  putValue(at: number, value: unknown): void {
    this.#values[at] = value as number
  }

  plain(count: number): Uint8Array {
    return bytesOf(this.#values, 0, count * this.width)
  }

  /** NaN is neither large nor small. As the format has it, a smallest of 0 is -0 and a largest of -0 is 0. */
  range(count: number): ChunkValues['range'] {
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    for (let i = 0; i < count; i++) {
      const value = this.#values[i]!
      if (value < min) min = value
      if (value > max) max = value
    }
    return min > max
      ? undefined
      : { min: this.#bytesOf(min === 0 ? -0 : min), max: this.#bytesOf(max === 0 ? 0 : max) }
  }

  #bytesOf(value: number): Uint8Array {
    const array = this.type === 'FLOAT' ? Float32Array.of(value) : Float64Array.of(value)
    return bytesOf(array, 0, this.width)
  }
}

export class BooleanStore implements NumberStore {
  readonly type = 'BOOLEAN'
  readonly width = undefined
  readonly #values: Uint8Array

  constructor(rowsMax: number) {
    this.#values = new Uint8Array(rowsMax)
  }

  put(at: number, value: number): void {
    this.#values[at] = value
  }

  putValue(at: number, value: unknown): void {
    this.#values[at] = value === true ? 1 : 0
  }

  /** Eight in a byte, the first in its lowest bit. */
  plain(count: number): Uint8Array {
    const packed = new Uint8Array(Math.ceil(count / 8))
    for (let i = 0; i < count; i++) packed[i >> 3]! |= this.#values[i]! << (i & 7)
    return packed
  }

  range(count: number): ChunkValues['range'] {
    const values = this.#values.subarray(0, count)
    if (count === 0) return undefined
    return { min: Uint8Array.of(values.includes(0) ? 0 : 1), max: Uint8Array.of(values.includes(1) ? 1 : 0) }
  }
}
