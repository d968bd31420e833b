import { assert } from '../base/index.ts'
import { Hasher, hasherBytes } from './checksum.ts'
import type { FrameArena } from './log-store.ts'

/** What freed memory is filled with in tests: as a frame's length it is absurd, so that a use after free shows. */
const poison = 0xdd

const nothing = Buffer.alloc(0)
const pageBytes = 64 * 1024

export interface FrameMemorySizes {
  /** A handful of large commits, or thousands of small ones. */
  readonly slabBytes: number
  /** What is needed over this comes from the heap. */
  readonly slabs: number
  /** In front of the slabs, for kernels that write frames in place: see `LogStore.arena`. */
  readonly workspaceBytes: number
  /** Behind that, for what those kernels read. */
  readonly inputBytes: number
  /** For tests: overwrites what nobody holds any more. */
  readonly poisoning: boolean
}

/** A slab that pieces are being cut from. */
interface Cutting {
  slab: number
  used: number
}

/**
 * The memory for frames: one arena, cut into slabs that are used again and again. Buffers from the heap would be
 * garbage, for which the collector marks the whole heap; and slabs that are allocated one by one make it do so each time
 * (docs/decisions/0004-frame-memory.md). It is WebAssembly's, so that kernels work on frames where they are
 * (docs/decisions/0012-one-memory.md). The operating system gives the arena its pages when they are first touched.
 *
 * A piece stays what it is while someone holds it: the taker (from `take` or `borrow` on), a chunk in memory, a flush that
 * reads it. Buffers that are not from here may be held and let go too, which does nothing: they belong to the
 * collector.
 */
export class FrameMemory {
  readonly arena: FrameArena
  readonly #hasher: Hasher
  readonly #slabs: Buffer
  /** Of the slabs. To ask a view for it is a call out of the compiled code, as often as pieces are held and let go. */
  readonly #buffer: ArrayBufferLike
  readonly #slabBytes: number
  readonly #poisoning: boolean
  /** By slab: the pieces of it in use, and one for being cut. */
  readonly #holds: Int32Array
  /** The last one freed is taken first: its pages are there. */
  readonly #free: number[] = []
  readonly #lasting: Cutting = { slab: -1, used: 0 }
  readonly #passing: Cutting = { slab: -1, used: 0 }

  constructor({ slabBytes, slabs, workspaceBytes, inputBytes, poisoning }: FrameMemorySizes) {
    const inputsAt = workspaceBytes + hasherBytes
    const slabsAt = inputsAt + inputBytes
    const pages = Math.ceil((slabsAt + slabBytes * slabs) / pageBytes)
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    this.arena = { memory, workspaceBytes, inputs: Buffer.from(memory.buffer, inputsAt, inputBytes) }
    this.#hasher = new Hasher(memory, workspaceBytes)
    this.#slabs = Buffer.from(memory.buffer, slabsAt, slabBytes * slabs)
    this.#buffer = memory.buffer
    this.#slabBytes = slabBytes
    this.#poisoning = poisoning
    this.#holds = new Int32Array(slabs)
    for (let slab = slabs - 1; slab >= 0; slab--) this.#free.push(slab)
  }

  /** As `checksum`, without a copy for pieces of this memory. */
  checksum(parts: readonly Uint8Array[], seed: bigint): bigint {
    return this.#hasher.checksum(parts, seed)
  }

  /** An uninitialised piece of `size` bytes for what will stay in memory, held once. */
  take(size: number): Buffer {
    return this.#cut(this.#lasting, size)
  }

  /** The same for what is let go soon: from other slabs, or one long holder would keep many of these. */
  borrow(size: number): Buffer {
    return this.#cut(this.#passing, size)
  }

  copyOf(bytes: Buffer): Buffer {
    const copy = this.take(bytes.length)
    bytes.copy(copy)
    return copy
  }

  hold(piece: Buffer): void {
    const slab = this.#slabOf(piece)
    if (slab >= 0) this.#holds[slab]!++
  }

  letGo(piece: Buffer): void {
    const slab = this.#slabOf(piece)
    if (slab < 0) return
    const left = --this.#holds[slab]!
    assert(left >= 0, 'memory is let go as often as it was held')
    if (left === 0) this.#release(slab)
  }

  #cut(cutting: Cutting, size: number): Buffer {
    if (size === 0) return nothing
    if (cutting.slab < 0 || size > this.#slabBytes - cutting.used) {
      if (size > this.#slabBytes || !this.#nextSlab(cutting)) return Buffer.allocUnsafeSlow(size)
    }
    const start = cutting.slab * this.#slabBytes + cutting.used
    cutting.used += size
    this.#holds[cutting.slab]!++
    return this.#slabs.subarray(start, start + size)
  }

  /** @returns whether there is one */
  #nextSlab(cutting: Cutting): boolean {
    const { slab } = cutting
    const isUnused = slab >= 0 && this.#holds[slab] === 1
    if (isUnused) this.#overwrite(slab)
    else {
      const next = this.#free.pop()
      if (next === undefined) return false
      if (slab >= 0) this.#holds[slab]!--
      cutting.slab = next
      this.#holds[next] = 1
    }
    cutting.used = 0
    return true
  }

  #release(slab: number): void {
    this.#overwrite(slab)
    this.#free.push(slab)
  }

  #overwrite(slab: number): void {
    if (this.#poisoning) this.#slabs.fill(poison, slab * this.#slabBytes, (slab + 1) * this.#slabBytes)
  }

  /** @returns -1 for a buffer that is not from here */
  #slabOf(piece: Buffer): number {
    if (piece.buffer !== this.#buffer || piece.length === 0) return -1
    return Math.floor((piece.byteOffset - this.#slabs.byteOffset) / this.#slabBytes)
  }
}
