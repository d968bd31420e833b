/** Room for small pieces, many to an allocation: an ArrayBuffer of its own costs several hundred bytes and the collector's time. */
const slabBytes = 1024 * 1024

/** Hands out consecutive pieces of large buffers. A buffer lives as long as any piece of it. */
export class Slab {
  #buffer = Buffer.alloc(0)
  #used = 0

  /** An uninitialised piece of `size` bytes. */
  take(size: number): Buffer {
    if (size > this.#buffer.length - this.#used) {
      this.#buffer = Buffer.allocUnsafeSlow(Math.max(size, slabBytes))
      this.#used = 0
    }
    const piece = this.#buffer.subarray(this.#used, this.#used + size)
    this.#used += size
    return piece
  }

  copyOf(bytes: Buffer): Buffer {
    const copy = this.take(bytes.length)
    bytes.copy(copy)
    return copy
  }
}
