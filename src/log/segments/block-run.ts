import type { File } from '../../base/index.ts'
import { type BlockPlace, blockHeaderSize } from './block.ts'
import type { BlockPlan } from './block-plan.ts'
import { type BlockPacker, blocksPerWrite } from './pack-block.ts'

/** Blocks on their way to one segment, one behind the other, several to a write, all durable with `finish`. */
export class BlockRun {
  /** Of the blocks so far. They may be read after `finish`. */
  readonly places: BlockPlace[] = []
  readonly #file: File
  readonly #seed: bigint
  readonly #packer: BlockPacker
  #parts: Uint8Array[] = []
  #packed = 0
  #writtenSize: number
  #size: number

  /** @param size where the first block goes */
  constructor(file: File, size: number, seed: bigint, packer: BlockPacker) {
    this.#file = file
    this.#writtenSize = size
    this.#size = size
    this.#seed = seed
    this.#packer = packer
  }

  /** Where the next block goes. */
  get size(): number {
    return this.#size
  }

  async add(plan: BlockPlan): Promise<void> {
    const { header, body, size } = await this.#packer.pack(plan, this.#seed, this.#packed)
    const { baseOffset, count, firstTimeMs, lastTimeMs } = plan
    const storedLength = size - blockHeaderSize
    this.places.push({ baseOffset, count, firstTimeMs, lastTimeMs, position: this.#size, storedLength })
    this.#parts.push(header, ...body)
    this.#size += size
    if (++this.#packed === blocksPerWrite) await this.#write()
  }

  async finish(): Promise<void> {
    if (this.#packed > 0) await this.#write()
    await this.#file.sync()
  }

  async #write(): Promise<void> {
    await this.#file.write(this.#writtenSize, this.#parts)
    this.#writtenSize = this.#size
    this.#parts = []
    this.#packed = 0
  }
}
