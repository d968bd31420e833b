import type { LogId, Offset } from '../../log/index.ts'

/** Of handles in flight that most consumers delete by: 30 bytes each, which get their memory when they are used. Both are powers of two. */
const placesMax = 16_384
/** Places that a block may have: their words are one line of the processor's cache. */
const ways = 4

/**
 * The blocks of the handles that were sealed last, with what is in them: most messages are deleted soon after they were received, and a call of the cipher for
 * that takes 2 us. A block stands for one thing for ever, so nothing of this can be out of date. Its first bits, which look random, say which places it may
 * have, and it takes the one that was taken longest ago: with one place for each, 640 in flight among 4,096 made four of five batches of ten miss one.
 */
export class SealedBlocks {
  readonly queue = new Uint32Array(placesMax)
  readonly offset = new Float64Array(placesMax)
  readonly receive = new Uint16Array(placesMax)
  readonly #words = new Uint32Array(placesMax * 4)
  /** By the first place of several, which of them was taken last. */
  readonly #newest = new Uint8Array(placesMax / ways)

  add(blocks: Uint8Array, at: number, queue: LogId, offset: Offset, receive: number): void {
    const set = setOf(blocks, at)
    this.#newest[set] = (this.#newest[set]! + 1) & (ways - 1)
    const place = set * ways + this.#newest[set]!
    for (let word = 0; word < 4; word++) this.#words[4 * place + word] = wordAt(blocks, at + 4 * word)
    this.queue[place] = queue
    this.offset[place] = offset
    this.receive[place] = receive
  }

  /**
   * The place of a block; -1 if it is not known. Looks at all of the block in any case: how long it takes tells nobody how much of a handle was guessed.
   */
  find(blocks: Uint8Array, at: number): number {
    const first = setOf(blocks, at) * ways
    const word0 = wordAt(blocks, at)
    const word1 = wordAt(blocks, at + 4)
    const word2 = wordAt(blocks, at + 8)
    const word3 = wordAt(blocks, at + 12)
    const words = this.#words
    let found = -1
    for (let place = first; place < first + ways; place++) {
      const difference =
        (words[4 * place]! ^ word0) |
        (words[4 * place + 1]! ^ word1) |
        (words[4 * place + 2]! ^ word2) |
        (words[4 * place + 3]! ^ word3)
      if (difference === 0) found = place
    }
    return found
  }
}

const setOf = (blocks: Uint8Array, at: number): number =>
  (blocks[at]! | (blocks[at + 1]! << 8)) & (placesMax / ways - 1)

function wordAt(blocks: Uint8Array, at: number): number {
  return (blocks[at]! | (blocks[at + 1]! << 8) | (blocks[at + 2]! << 16) | (blocks[at + 3]! << 24)) >>> 0
}
