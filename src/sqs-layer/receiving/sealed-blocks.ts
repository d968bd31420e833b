import type { LogId, Offset } from '../../log/index.ts'
import { receiveOf } from './handle-block.ts'

/** Of handles in flight that most consumers delete by. Both are powers of two. */
const placesMax = 4096
/** Places that a block may have. */
const ways = 4

/*
 * A place, in words of 32 bits: half a line of the processor's cache, as more would be waited for longer than for the cipher.
 *
 *   0            4       5        7
 *   | block, LE  | queue | offset | receive |
 */
const placeSize = 8
const queueWord = 4
const offsetWord = 5
const receiveWord = 7

/**
 * The blocks of the handles that were sealed last, with what is in them: most messages are deleted soon after they were received, and a call of the cipher for
 * that takes 1 to 3 us. A block stands for one thing for ever, so nothing of this can be out of date. Its first bits, which look random, say which places it
 * may have, and it takes the one that was taken longest ago: with one place for each, 640 in flight made four of five batches of ten miss one.
 */
export class SealedBlocks {
  readonly #words = new Uint32Array(placesMax * placeSize)
  /** By the first place of several, which of them was taken last. */
  readonly #newest = new Uint8Array(placesMax / ways)

  add(blocks: Uint8Array, at: number, queue: LogId, offset: Offset, receive: number): void {
    const set = setOf(blocks, at)
    const newest = (this.#newest[set]! + 1) & (ways - 1)
    this.#newest[set] = newest
    const words = this.#words
    const place = (set * ways + newest) * placeSize
    for (let word = 0; word < 4; word++) words[place + word] = wordAt(blocks, at + 4 * word)
    words[place + queueWord] = queue
    words[place + offsetWord] = offset
    words[place + offsetWord + 1] = Math.floor(offset / 2 ** 32)
    words[place + receiveWord] = receiveOf(receive)
  }

  /**
   * The place of a block; -1 if it is not known. Looks at all of the block in any case: how long it takes tells nobody how much of a handle was guessed.
   */
  find(blocks: Uint8Array, at: number): number {
    const first = setOf(blocks, at) * ways * placeSize
    const word0 = wordAt(blocks, at)
    const word1 = wordAt(blocks, at + 4)
    const word2 = wordAt(blocks, at + 8)
    const word3 = wordAt(blocks, at + 12)
    const words = this.#words
    let found = -1
    for (let place = first; place < first + ways * placeSize; place += placeSize) {
      const difference =
        (words[place]! ^ word0) |
        (words[place + 1]! ^ word1) |
        (words[place + 2]! ^ word2) |
        (words[place + 3]! ^ word3)
      if (difference === 0) found = place
    }
    return found
  }

  queueAt(place: number): LogId {
    return this.#words[place + queueWord]!
  }

  offsetAt(place: number): Offset {
    return this.#words[place + offsetWord]! + this.#words[place + offsetWord + 1]! * 2 ** 32
  }

  /** By its lowest 16 bits. */
  receiveAt(place: number): number {
    return this.#words[place + receiveWord]!
  }
}

const setOf = (blocks: Uint8Array, at: number): number =>
  (blocks[at]! | (blocks[at + 1]! << 8)) & (placesMax / ways - 1)

function wordAt(blocks: Uint8Array, at: number): number {
  return (blocks[at]! | (blocks[at + 1]! << 8) | (blocks[at + 2]! << 16) | (blocks[at + 3]! << 24)) >>> 0
}
