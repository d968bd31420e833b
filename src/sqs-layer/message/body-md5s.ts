import { hash } from 'node:crypto'
import { assert, hasVectors, startKernel } from '../../base/index.ts'
import { wasm } from './md5.wasm.ts'

/** What kernels/md5.ts exports. */
interface Kernel {
  prepare(): void
  hashAll(count: number): void
}

type Constant = 'messagesMax' | 'startAt' | 'lengthAt' | 'digestAt' | 'dataAt'

const pageBytes = 64 * 1024
/** Larger sends than this memory takes are hashed by Node, which spends most of its time on the bytes then. */
const pages = 5
const digestSize = 16
/** Of one send. As many as the kernel takes. */
const bodiesMax = 64

/**
 * The MD5s of the bodies of one send, of which several are made at once: ten of 1 KiB take 8 us, and by Node's `hash` 21. One instance serves
 * one call at a time: `starts` and `ends` are filled, then `hash`, then `write`.
 */
export class BodyMd5s {
  /** Where the bodies are in the frames. */
  readonly starts = new Int32Array(bodiesMax)
  readonly ends = new Int32Array(bodiesMax)
  readonly #kernel: Md5Kernel | undefined = hasVectors ? new Md5Kernel() : undefined
  readonly #digests: Buffer = this.#kernel?.digests ?? Buffer.alloc(bodiesMax * digestSize)

  hash(frames: Buffer, count: number): void {
    assert(count <= bodiesMax)
    if (this.#kernel?.hash(frames, count, this.starts, this.ends)) return
    for (let i = 0; i < count; i++) {
      const body = frames.subarray(this.starts[i], this.ends[i])
      this.#digests.write(hash('md5', body, 'hex'), i * digestSize, 'hex')
    }
  }

  /** Writes the MD5 of a body in 16 bytes. */
  write(i: number, target: Buffer, at: number): void {
    const from = i * digestSize
    for (let byte = 0; byte < digestSize; byte++) target[at + byte] = this.#digests[from + byte]!
  }
}

let shared: BodyMd5s | undefined

/** The one that all queues use, in one turn of theirs: nothing is in it between two calls. */
export const bodyMd5s = (): BodyMd5s => {
  shared ??= new BodyMd5s()
  return shared
}

class Md5Kernel {
  readonly digests: Buffer
  readonly #functions: Kernel
  readonly #bytes: Uint8Array
  readonly #starts: Int32Array
  readonly #lengths: Int32Array
  readonly #dataAt: number

  constructor() {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const { functions, constants } = startKernel<Kernel, Constant>(wasm, memory)
    const { messagesMax, startAt, lengthAt, digestAt, dataAt } = constants
    assert(messagesMax === bodiesMax)
    this.#functions = functions
    this.#bytes = new Uint8Array(memory.buffer)
    this.#starts = new Int32Array(memory.buffer, startAt, bodiesMax)
    this.#lengths = new Int32Array(memory.buffer, lengthAt, bodiesMax)
    this.digests = Buffer.from(memory.buffer, digestAt, bodiesMax * digestSize)
    this.#dataAt = dataAt
    functions.prepare()
  }

  /** @returns false when there is no room for the frames */
  hash(frames: Buffer, count: number, starts: Int32Array, ends: Int32Array): boolean {
    if (this.#dataAt + frames.length > pages * pageBytes) return false
    /* All in one go: a copy of each body alone takes longer. */
    this.#bytes.set(frames, this.#dataAt)
    for (let i = 0; i < count; i++) {
      this.#starts[i] = this.#dataAt + starts[i]!
      this.#lengths[i] = ends[i]! - starts[i]!
    }
    this.#functions.hashAll(count)
    return true
  }
}
