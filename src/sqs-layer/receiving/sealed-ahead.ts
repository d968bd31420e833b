import type { LogId, Offset } from '../../log/index.ts'
import { writeBlock } from './handle-block.ts'
import { blockSize } from './handle-text.ts'

/** A call of the cipher takes 3 us on a busy machine, for one block or for so many. */
const countAhead = 128
/** Queues that are drained at the same time, each by its lowest bits: 2 KiB each. A power of two. */
const places = 16

/**
 * The blocks of the handles that will probably be asked for next: a queue that keeps up gives out its messages in their order, each for the first time, so
 * that what their handles say is known before. Sealed ahead, a handle is the same as sealed when it is asked for, and nobody sees it before.
 */
export class SealedAhead {
  /** Of all places. */
  readonly blocks = Buffer.alloc(places * countAhead * blockSize)
  readonly #encrypt: (blocks: Buffer) => Buffer
  readonly #plain = Buffer.alloc(countAhead * blockSize)
  readonly #queues = new Float64Array(places).fill(-1)
  /** Of what is sealed in a place: the first offset, and the one behind the last. */
  readonly #firsts = new Float64Array(places)
  readonly #ends = new Float64Array(places)
  /** The offset behind the last that was asked for. */
  readonly #nexts = new Float64Array(places)

  constructor(encrypt: (blocks: Buffer) => Buffer) {
    this.#encrypt = encrypt
  }

  /** @returns where the blocks of these messages of a queue begin, one behind the other; -1 when they do not go on from those before */
  find(queue: LogId, offsets: readonly Offset[], receives: readonly number[]): number {
    const count = offsets.length
    if (count === 0 || count > countAhead || !isFirstRun(offsets, receives)) return -1
    const first = offsets[0]!
    const end = first + count
    const place = queue & (places - 1)
    const goesOn = this.#queues[place] === queue && this.#nexts[place] === first
    this.#nexts[place] = end
    if (!goesOn) this.#begin(place, queue)
    else if (end > this.#ends[place]!) this.#seal(place, queue, first)
    return goesOn ? (place * countAhead + first - this.#firsts[place]!) * blockSize : -1
  }

  #begin(place: number, queue: LogId): void {
    this.#queues[place] = queue
    this.#ends[place] = 0
  }

  #seal(place: number, queue: LogId, first: Offset): void {
    for (let i = 0; i < countAhead; i++) writeBlock(this.#plain, i * blockSize, queue, first + i, 1)
    this.#encrypt(this.#plain).copy(this.blocks, place * countAhead * blockSize)
    this.#firsts[place] = first
    this.#ends[place] = first + countAhead
  }
}

/** Whether the messages follow on each other, and none was received before. */
function isFirstRun(offsets: readonly Offset[], receives: readonly number[]): boolean {
  for (let i = 0; i < offsets.length; i++)
    if (receives[i] !== 1 || offsets[i] !== offsets[0]! + i) return false
  return true
}
