import type { LogId, Offset } from '../../log/index.ts'

/** Of handles in flight that most consumers delete by: 30 bytes each. A power of two. */
const placesMax = 4096

/**
 * The blocks of the handles that were sealed last, with what is in them: most messages are deleted soon after they were received, and a call of the cipher for
 * that takes 2 us. A block stands for one thing for ever, so nothing of this can be out of date; it has one place, by its first bits, which look random, and
 * the next one with that place takes it.
 */
export class SealedBlocks {
  readonly queue = new Uint32Array(placesMax)
  readonly offset = new Float64Array(placesMax)
  readonly receive = new Uint16Array(placesMax)
  readonly #words = new Uint32Array(placesMax * 4)

  add(blocks: Uint8Array, at: number, queue: LogId, offset: Offset, receive: number): void {
    const place = placeOf(blocks, at)
    for (let word = 0; word < 4; word++) this.#words[4 * place + word] = wordAt(blocks, at + 4 * word)
    this.queue[place] = queue
    this.offset[place] = offset
    this.receive[place] = receive
  }

  /**
   * The place of a block; -1 if it is not known. Looks at all of the block in any case: how long it takes tells nobody how much of a handle was guessed.
   */
  find(blocks: Uint8Array, at: number): number {
    const place = placeOf(blocks, at)
    let difference = 0
    for (let word = 0; word < 4; word++)
      difference |= this.#words[4 * place + word]! ^ wordAt(blocks, at + 4 * word)
    return difference === 0 ? place : -1
  }
}

const placeOf = (blocks: Uint8Array, at: number): number =>
  (blocks[at]! | (blocks[at + 1]! << 8)) & (placesMax - 1)

function wordAt(blocks: Uint8Array, at: number): number {
  return (blocks[at]! | (blocks[at + 1]! << 8) | (blocks[at + 2]! << 16) | (blocks[at + 3]! << 24)) >>> 0
}
