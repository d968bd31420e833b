import { assert } from '../base/index.ts'

/** Smallest buffer handed out. Bodies that come in one piece need none (see request-body.ts). */
const smallestClass = 64 * 1024

/**
 * The memory for request bodies: buffers of a power of two, used again and again, since a fresh one per body costs
 * page faults on every page. All that is handed out stays under `budgetBytes`:
 * over it a taker waits its turn, its connection stops reading, and TCP slows the client down.
 */
export class BodyMemory {
  readonly #budgetBytes: number
  readonly #free = new Map<number, Buffer[]>()
  #waiting: { size: number; memory: Promise<Buffer>; resolve(buffer: Buffer): void }[] = []
  #usedBytes = 0
  #freeBytes = 0

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes
  }

  get usedBytes(): number {
    return this.#usedBytes
  }

  /** A buffer of at least `size` bytes with anything in it. First come, first served. */
  take(size: number): Promise<Buffer> | Buffer {
    assert(size <= this.#budgetBytes, 'a body larger than all the memory for bodies')
    if (this.#waiting.length === 0 && this.#fits(size)) return this.#hand(size)
    const { promise: memory, resolve } = Promise.withResolvers<Buffer>()
    this.#waiting.push({ size, memory, resolve })
    return memory
  }

  /** Ends the wait for what `take` promised, which never resolves then. */
  forget(memory: Promise<Buffer>): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.memory !== memory)
    this.#serveWaiting()
  }

  /** Gives back what `take` returned. The giver must hold no view of it any more. */
  give(buffer: Buffer): void {
    this.#usedBytes -= buffer.length
    this.#freeBytes += buffer.length
    const free = this.#free.get(buffer.length)
    if (free === undefined) this.#free.set(buffer.length, [buffer])
    else free.push(buffer)
    this.#serveWaiting()
  }

  #serveWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.size); next = this.#waiting[0]) {
      this.#waiting.shift()
      next.resolve(this.#hand(next.size))
    }
  }

  #fits(size: number): boolean {
    return this.#usedBytes + classOf(size) <= this.#budgetBytes
  }

  #hand(size: number): Buffer {
    const length = classOf(size)
    this.#usedBytes += length
    const reused = this.#free.get(length)?.pop()
    if (reused !== undefined) {
      this.#freeBytes -= length
      return reused
    }
    if (this.#usedBytes + this.#freeBytes > this.#budgetBytes) this.#dropFree()
    return Buffer.allocUnsafeSlow(length)
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
