/** What a buffer has room for at the most: a PutRecords of 500 records of 1 KiB is of 0.5 to 0.7 MB. */
const slotBytes = 1024 * 1024
/** Behind each slot, of nobody: a kernel's reader may look over the end of a body, and put zeros there. */
const gapBytes = 64
const strideBytes = slotBytes + gapBytes

/**
 * Buffers in a place that is given: memory in which kernels read a body where it is. The one that was given back last is
 * handed out first, as its pages are there.
 */
export class PlacedBuffers {
  readonly #place: Buffer
  /** By slot, what was handed out of it last: most bodies are like the one before. */
  readonly #last: Buffer[] = []
  readonly #free: number[] = []

  constructor(place: Buffer) {
    this.#place = place
    for (let slot = Math.floor(place.length / strideBytes) - 1; slot >= 0; slot--) this.#free.push(slot)
  }

  /** @returns undefined when all are in use, or `length` is more than one has */
  take(length: number): Buffer | undefined {
    if (length > slotBytes) return undefined
    const slot = this.#free.pop()
    if (slot === undefined) return undefined
    const last = this.#last[slot]
    if (last?.length === length) return last
    const buffer = this.#place.subarray(slot * strideBytes, slot * strideBytes + length)
    this.#last[slot] = buffer
    return buffer
  }

  /** Takes back what `take` handed out. @returns false for another buffer */
  give(buffer: Buffer): boolean {
    if (buffer.buffer !== this.#place.buffer) return false
    this.#free.push((buffer.byteOffset - this.#place.byteOffset) / strideBytes)
    return true
  }
}
