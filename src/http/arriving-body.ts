import { assert } from '../base/index.ts'
import type { BodyMemory } from './body-memory.ts'

export interface WholeBody {
  readonly kind: 'body'
  /** The caller's until `release`, once, when nothing looks at it any more. */
  readonly bytes: Buffer
  readonly release: () => void
}

/** Who collects a body. */
export interface BodyTaker {
  /** What `roomFor` said would be there later is there. */
  memoryIsThere(): void
}

/** The bytes of one body in memory of the budget, which it takes when they come. Ends with `whole` or `drop`. */
export class ArrivingBody {
  readonly #memory: BodyMemory
  readonly #announced: number | undefined
  readonly #taker: BodyTaker
  #buffer: Buffer | undefined
  #awaited: Promise<Buffer> | undefined
  #size = 0
  /** Somebody writes into the memory. */
  #isLent = false
  #isDropped = false

  /** @param announced is as large as the body can be; undefined when nobody knows */
  constructor(memory: BodyMemory, announced: number | undefined, taker: BodyTaker) {
    this.#memory = memory
    this.#announced = announced
    this.#taker = taker
  }

  /** How much has been added. */
  get size(): number {
    return this.#size
  }

  /** Whether `size` more bytes can be added. `later` is for a body that holds nothing yet, and `none` is for good. */
  roomFor(size: number): 'there' | 'later' | 'none' {
    if (this.#awaited !== undefined) return 'later'
    const needed = this.#size + size
    if (this.#buffer === undefined) return this.#begin(needed)
    if (needed <= this.#buffer.length) return 'there'
    const larger = this.#memory.grow(this.#buffer, needed, this.#announced ?? needed)
    if (larger === undefined) return 'none'
    this.#buffer = larger
    return 'there'
  }

  /** Adds the first `size` bytes of `piece`, for which there is room, or which are there already: see `lend`. */
  add(piece: Buffer, size: number): void {
    const buffer = this.#buffer
    assert(buffer !== undefined && this.#size + size <= buffer.length)
    const isInPlace = piece.byteOffset === buffer.byteOffset + this.#size && piece.buffer === buffer.buffer
    if (!isInPlace) piece.copy(buffer, this.#size, 0, size)
    this.#size += size
  }

  /**
   * Where the rest of the body is to come, for a reader that can be told where to put what it reads: no copy then.
   * Until `returned` the memory is nobody else's, even if the body is dropped.
   * @returns undefined when the size of the body is not known, or its memory not there
   */
  lend(): Buffer | undefined {
    const buffer = this.#buffer
    const announced = this.#announced
    if (buffer === undefined || announced === undefined || announced > buffer.length) return undefined
    this.#isLent = true
    return buffer.subarray(this.#size, announced)
  }

  returned(): void {
    this.#isLent = false
    if (this.#isDropped) this.drop()
  }

  /** All has been added. */
  whole(): WholeBody {
    const buffer = this.#buffer
    assert(buffer !== undefined)
    this.#memory.filled(buffer)
    const release = () => this.#memory.give(buffer)
    return { kind: 'body', bytes: buffer.subarray(0, this.#size), release }
  }

  /** Nobody wants it any more. Its taker hears nothing more of it. */
  drop(): void {
    if (this.#awaited !== undefined) this.#memory.forget(this.#awaited)
    this.#awaited = undefined
    this.#isDropped = true
    if (this.#isLent) return
    if (this.#buffer !== undefined) this.#giveBack(this.#buffer)
    this.#buffer = undefined
  }

  #begin(size: number): 'there' | 'later' {
    const taken = this.#memory.take(size, this.#announced ?? size)
    if (taken instanceof Promise) {
      void this.#waitFor(taken)
      return 'later'
    }
    this.#buffer = taken
    return 'there'
  }

  async #waitFor(memory: Promise<Buffer>): Promise<void> {
    this.#awaited = memory
    const buffer = await memory
    /* Dropped between the promise and here. */
    if (this.#awaited === undefined) return this.#giveBack(buffer)
    this.#awaited = undefined
    this.#buffer = buffer
    this.#taker.memoryIsThere()
  }

  #giveBack(buffer: Buffer): void {
    this.#memory.filled(buffer)
    this.#memory.give(buffer)
  }
}
