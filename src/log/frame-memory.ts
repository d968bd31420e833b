import { assert } from '../base/index.ts'

/** Free slabs kept for the next burst. */
const spareMax = 8

/** What freed memory is filled with in tests: as a frame's length it is absurd, so that a use after free shows. */
const poison = 0xdd

interface Slab {
  readonly buffer: Buffer
  used: number
  /** Pieces in use: those of their takers, and the chunks and flushes that hold them. */
  holds: number
}

/**
 * The memory for frames, used again and again. Buffers from the heap would be counted as garbage of the collector's,
 * which then marks the whole heap about twice as often for the same number of records (docs/decisions/0004-frame-memory.md).
 *
 * A piece stays what it is while someone holds it: the taker (from `take` on), a chunk in memory, a flush that reads
 * it. Buffers that are not from here may be held and let go too, which does nothing: they belong to the collector.
 */
export class FrameMemory {
  readonly #slabBytes: number
  readonly #poisoning: boolean
  readonly #slabs = new Map<ArrayBufferLike, Slab>()
  readonly #spare: Slab[] = []
  #current: Slab | undefined

  /** @param poisoning for tests: overwrites what nobody holds any more */
  constructor(slabBytes: number, poisoning: boolean) {
    this.#slabBytes = slabBytes
    this.#poisoning = poisoning
  }

  /** An uninitialised piece of `size` bytes, held once. More than a slab comes from the heap. */
  take(size: number): Buffer {
    if (size > this.#slabBytes) return Buffer.allocUnsafeSlow(size)
    if (this.#current === undefined || size > this.#slabBytes - this.#current.used) this.#nextSlab()
    const slab = this.#current!
    const piece = slab.buffer.subarray(slab.used, slab.used + size)
    slab.used += size
    slab.holds++
    return piece
  }

  copyOf(bytes: Buffer): Buffer {
    const copy = this.take(bytes.length)
    bytes.copy(copy)
    return copy
  }

  hold(piece: Buffer): void {
    const slab = this.#slabs.get(piece.buffer)
    if (slab !== undefined) slab.holds++
  }

  letGo(piece: Buffer): void {
    const slab = this.#slabs.get(piece.buffer)
    if (slab === undefined) return
    slab.holds--
    assert(slab.holds >= 0, 'memory is let go as often as it was held')
    if (slab.holds === 0 && slab !== this.#current) this.#free(slab)
  }

  #nextSlab(): void {
    const full = this.#current
    this.#current = this.#spare.pop() ?? this.#newSlab()
    if (full?.holds === 0) this.#free(full)
  }

  #newSlab(): Slab {
    const slab = { buffer: Buffer.allocUnsafeSlow(this.#slabBytes), used: 0, holds: 0 }
    this.#slabs.set(slab.buffer.buffer, slab)
    return slab
  }

  #free(slab: Slab): void {
    if (this.#poisoning) slab.buffer.fill(poison)
    slab.used = 0
    if (this.#spare.length < spareMax) this.#spare.push(slab)
    else this.#slabs.delete(slab.buffer.buffer)
  }
}
