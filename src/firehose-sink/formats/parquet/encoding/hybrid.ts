/*
 * Small numbers as runs of one value, and in groups of eight with `bitWidth` bits for each, whichever is shorter.
 *
 *   run:    | 2 * count          | value, in as many bytes as it needs
 *   packed: | 2 * groups + 1     | 8 * groups values, the first in the lowest bits
 *           | seven bits in a byte, the lowest first
 *
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */

/** Below it a run is no shorter than the group that it would break. */
const runMin = 8
const headerBytesMax = 5

/** @param bitWidth up to 24 */
export function hybridBytes(values: Uint8Array | Uint32Array, bitWidth: number): Uint8Array {
  const writer = new HybridWriter(values, bitWidth)
  return writer.write()
}

class HybridWriter {
  readonly #values: Uint8Array | Uint32Array
  readonly #bitWidth: number
  readonly #bytes: Uint8Array
  #size = 0

  constructor(values: Uint8Array | Uint32Array, bitWidth: number) {
    const groups = Math.ceil(values.length / 8)
    this.#values = values
    this.#bitWidth = bitWidth
    /* A run takes at least a group's place and is preceded by packed groups at the most: two headers for each. */
    this.#bytes = new Uint8Array(groups * (bitWidth + 2 * headerBytesMax + 3) + headerBytesMax)
  }

  write(): Uint8Array {
    const values = this.#values
    let packedFrom = 0
    let at = 0
    while (at < values.length) {
      const run = this.#runAt(at)
      if (run < runMin) {
        at += 8
        continue
      }
      this.#pack(packedFrom, at)
      this.#run(values[at]!, run)
      at += run
      packedFrom = at
    }
    this.#pack(packedFrom, values.length)
    return this.#bytes.slice(0, this.#size)
  }

  #runAt(from: number): number {
    const values = this.#values
    const value = values[from]
    let at = from + 1
    while (at < values.length && values[at] === value) at++
    return at - from
  }

  #run(value: number, count: number): void {
    this.#header(2 * count)
    for (let shift = 0; shift < this.#bitWidth; shift += 8) this.#bytes[this.#size++] = value >>> shift
  }

  /** The last group of all may be of less than eight; what is missing are zeros. */
  #pack(from: number, to: number): void {
    if (from >= to) return
    const groups = Math.ceil((to - from) / 8)
    this.#header(2 * groups + 1)
    const [values, bytes, bitWidth] = [this.#values, this.#bytes, this.#bitWidth]
    let size = this.#size
    let bits = 0
    let pending = 0
    for (let i = from; i < from + 8 * groups; i++) {
      if (i < to) pending |= values[i]! << bits
      for (bits += bitWidth; bits >= 8; bits -= 8) {
        bytes[size++] = pending
        pending >>>= 8
      }
    }
    this.#size = size
  }

  #header(value: number): void {
    let rest = value
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.#size++] = (rest & 0x7f) | 0x80
    this.#bytes[this.#size++] = rest
  }
}
