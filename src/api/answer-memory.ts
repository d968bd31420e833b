/** Answers up to this size come from the heap. */
const pooledMin = 16 * 1024

/**
 * The memory for large answers: buffers of a power of two, used again. A fresh one of 14 MiB for each GetRecords costs
 * a page fault for every 4 KiB, and makes the collector mark the whole heap for each answer: half of its CPU time.
 */
export class AnswerMemory {
  readonly #spareBytesMax: number
  readonly #spare = new Map<number, Buffer[]>()
  #spareBytes = 0

  /** @param spareBytesMax what is kept for the next answers at the most */
  constructor(spareBytesMax: number) {
    this.#spareBytesMax = spareBytesMax
  }

  /** At least `size` bytes with anything in them. */
  take(size: number): Buffer {
    if (size < pooledMin) return Buffer.allocUnsafe(size)
    const length = 2 ** Math.ceil(Math.log2(size))
    const reused = this.#spare.get(length)?.pop()
    if (reused === undefined) return Buffer.allocUnsafeSlow(length)
    this.#spareBytes -= length
    return reused
  }

  /** Takes back what `take` gave, when nobody looks at it any more. */
  give(buffer: Buffer): void {
    const { length } = buffer
    if (length < pooledMin || this.#spareBytes + length > this.#spareBytesMax) return
    this.#spareBytes += length
    const spare = this.#spare.get(length)
    if (spare === undefined) this.#spare.set(length, [buffer])
    else spare.push(buffer)
  }
}
