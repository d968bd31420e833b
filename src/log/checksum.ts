import { startKernel } from '../base/index.ts'
import { wasm } from './xxh64.wasm.ts'

/** What kernels/xxh64.ts exports. */
interface Kernel {
  begin(seed: bigint, heldAt: number): void
  update(from: number, length: number): void
  digest(): bigint
}

const stripeBytes = 32
/** What is elsewhere is copied and hashed in slices of this, which a core's cache holds from one to the other. */
const sliceBytes = 64 * 1024

/** What a hasher needs of its memory. */
export const hasherBytes = stripeBytes + sliceBytes

/**
 * xxh64 of bytes that are in one memory of WebAssembly, where they are: a hash in a memory of its own copies its input
 * first, which costs as much again when the bytes are not in a cache. Bytes that are elsewhere are copied.
 */
export class Hasher {
  readonly #kernel: Kernel
  readonly #buffer: ArrayBufferLike
  readonly #heldAt: number
  readonly #slice: Uint8Array

  /** @param at where in `memory`, which must not grow, there are `hasherBytes` for it */
  constructor(memory: WebAssembly.Memory, at: number) {
    this.#kernel = startKernel<Kernel, never>(wasm, memory).functions
    this.#buffer = memory.buffer
    this.#heldAt = at
    this.#slice = new Uint8Array(memory.buffer, at + stripeBytes, sliceBytes)
  }

  /**
   * The hash of `parts` as if they were one buffer. A seed that the writer of the content cannot know (a random salt)
   * makes sure that content cannot pass for a structure of ours.
   */
  checksum(parts: readonly Uint8Array[], seed: bigint): bigint {
    this.#kernel.begin(seed, this.#heldAt)
    for (const part of parts) {
      if (part.buffer === this.#buffer) this.#kernel.update(part.byteOffset, part.byteLength)
      else this.#updateCopied(part)
    }
    return BigInt.asUintN(64, this.#kernel.digest())
  }

  #updateCopied(part: Uint8Array): void {
    const slice = this.#slice
    for (let at = 0; at < part.byteLength; at += sliceBytes) {
      const piece = part.byteLength - at > sliceBytes || at > 0 ? part.subarray(at, at + sliceBytes) : part
      slice.set(piece)
      this.#kernel.update(slice.byteOffset, piece.byteLength)
    }
  }
}

const pageBytes = 64 * 1024
const own = new Hasher(new WebAssembly.Memory({ initial: Math.ceil(hasherBytes / pageBytes) }), 0)

/** As `Hasher.checksum`, for bytes that are anywhere. */
export function checksum(parts: readonly Uint8Array[], seed: bigint): bigint {
  return own.checksum(parts, seed)
}
