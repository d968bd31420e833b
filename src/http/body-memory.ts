import { assert } from '../base/index.ts'
import { PlacedBuffers } from './placed-buffers.ts'

/** Smallest buffer handed out. Bodies that come in one piece need none (see request-body.ts). */
const smallestClass = 64 * 1024

const noPlace = Buffer.alloc(0)

interface Waiting {
  size: number
  announced: number
  memory: Promise<Buffer>
  resolve(buffer: Buffer): void
}

/**
 * The memory for request bodies: buffers of a power of two, used again and again, since a fresh one per body costs
 * page faults on every page. All that is handed out stays under `budgetBytes`:
 * over it a taker waits its turn, its connection stops reading, and TCP slows the client down.
 *
 * Bodies that are still coming have their announced size at once in half of the budget; over that they have room for
 * what has come, and clients that announce much and send little cannot hold the rest. Bodies that are whole
 * do not count for this: they give their memory back whatever clients do, and are worth waiting for.
 */
export class BodyMemory {
  readonly #budgetBytes: number
  readonly #placed: PlacedBuffers
  readonly #free = new Map<number, Buffer[]>()
  #waiting: Waiting[] = []
  #usedBytes = 0
  /** The part of `#usedBytes` that is not `filled` yet. */
  #arrivingBytes = 0
  #freeBytes = 0

  /** @param place where the first buffers are: see PlacedBuffers */
  constructor(budgetBytes: number, place: Buffer = noPlace) {
    this.#budgetBytes = budgetBytes
    this.#placed = new PlacedBuffers(place)
  }

  get usedBytes(): number {
    return this.#usedBytes
  }

  /** A buffer with anything in it, of at least `size` bytes; of `announced` while there is plenty. First come, first served. */
  take(size: number, announced: number): Promise<Buffer> | Buffer {
    assert(size <= announced)
    assert(size <= this.#budgetBytes, 'a body larger than all the memory for bodies')
    if (this.#waiting.length === 0) {
      const length = this.#lengthFor(size, announced, this.#arrivingBytes)
      if (this.#fits(length)) return this.#hand(length)
    }
    const { promise: memory, resolve } = Promise.withResolvers<Buffer>()
    this.#waiting.push({ size, announced, memory, resolve })
    return memory
  }

  /** Ends the wait for what `take` promised, which never resolves then. */
  forget(memory: Promise<Buffer>): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.memory !== memory)
    this.#serveWaiting()
  }

  /**
   * Exchanges `buffer` for a larger one that begins with the same bytes, sizes as for `take`. For the time of the copy
   * both are there, and one counts.
   * @returns undefined when there is no room: who waited for it would hold `buffer` meanwhile, and two of those could
   * wait for each other for ever
   */
  grow(buffer: Buffer, size: number, announced: number): Buffer | undefined {
    const wished = this.#lengthFor(size, announced, this.#arrivingBytes - buffer.length)
    const length = this.#fits(wished - buffer.length) ? wished : classOf(size)
    if (!this.#fits(length - buffer.length)) return undefined
    this.#usedBytes -= buffer.length
    this.#arrivingBytes -= buffer.length
    const larger = this.#hand(length)
    buffer.copy(larger)
    this.#keep(buffer)
    /* The first that waits may now be content with less. */
    this.#serveWaiting()
    return larger
  }

  /** The body in `buffer`, which `take` or `grow` returned, is whole, or no more of it is wanted. */
  filled(buffer: Buffer): void {
    this.#arrivingBytes -= buffer.length
  }

  /** Gives back what is `filled`. The giver must hold no view of it any more. */
  give(buffer: Buffer): void {
    this.#usedBytes -= buffer.length
    assert(this.#usedBytes >= this.#arrivingBytes)
    this.#keep(buffer)
    this.#serveWaiting()
  }

  #serveWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const length = this.#lengthFor(next.size, next.announced, this.#arrivingBytes)
      if (!this.#fits(length)) return
      this.#waiting.shift()
      next.resolve(this.#hand(length))
    }
  }

  #lengthFor(size: number, announced: number, arrivingBytes: number): number {
    const length = classOf(announced)
    return arrivingBytes + length <= this.#budgetBytes / 2 ? length : classOf(size)
  }

  #fits(moreBytes: number): boolean {
    return this.#usedBytes + moreBytes <= this.#budgetBytes
  }

  #hand(length: number): Buffer {
    this.#usedBytes += length
    this.#arrivingBytes += length
    const placed = this.#placed.take(length)
    if (placed !== undefined) return placed
    const reused = this.#free.get(length)?.pop()
    if (reused !== undefined) {
      this.#freeBytes -= length
      return reused
    }
    if (!this.#fits(this.#freeBytes)) this.#dropFree()
    return Buffer.allocUnsafeSlow(length)
  }

  #keep(buffer: Buffer): void {
    if (this.#placed.give(buffer)) return
    if (!this.#fits(this.#freeBytes + buffer.length)) return
    this.#freeBytes += buffer.length
    const free = this.#free.get(buffer.length)
    if (free === undefined) this.#free.set(buffer.length, [buffer])
    else free.push(buffer)
  }

  /** Buffers of the wrong sizes are in the way: forget them all, the sizes in use now come back by themselves. */
  #dropFree(): void {
    this.#free.clear()
    this.#freeBytes = 0
  }
}

function classOf(size: number): number {
  let length = smallestClass
  while (length < size) length *= 2
  return length
}
