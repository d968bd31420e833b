import { logCorrupt } from '../errors.ts'
import type { LogState } from '../log-state.ts'
import type { Offset } from '../log-store.ts'
import { blockHeaderSize } from './block.ts'
import type { Block, BlockReader } from './block-reader.ts'
import { segmentHeaderSize, segmentPath } from './segment-file.ts'
import type { SegmentFolder } from './segment-folder.ts'
import type { SegmentIndexes } from './segment-indexes.ts'

/** Finds the blocks of a log in its segments. */
export class SegmentReader {
  readonly #folder: SegmentFolder
  readonly #indexes: SegmentIndexes
  readonly #blocks: BlockReader

  constructor(folder: SegmentFolder, indexes: SegmentIndexes, blocks: BlockReader) {
    this.#folder = folder
    this.#indexes = indexes
    this.#blocks = blocks
  }

  /**
   * The block that holds the record at `offset`, which has been flushed. To be given back by `letGo`.
   * @throws CodedError LOG_CORRUPT when it is damaged or missing
   */
  async blockAt(log: LogState, offset: Offset): Promise<Block> {
    const { disk } = log
    const bases = disk === undefined ? [] : await this.#folder.basesOf(log.id, disk)
    const base = bases.findLast((candidate) => candidate <= offset)
    if (disk === undefined || base === undefined) throw missing(this.#path(log, offset), 0, offset)
    const index = await this.#indexes.get(log.id, disk, base)
    const place = index.lastAtOrBefore(offset)
    if (place === undefined) throw missing(this.#path(log, base), segmentHeaderSize, offset)
    if (place.baseOffset + place.count <= offset) {
      throw missing(this.#path(log, base), place.position + blockHeaderSize + place.storedLength, offset)
    }
    return this.#blocks.read(log.id, base, place)
  }

  /** The first block with a record at `timeMs` or later, if one in segments has. As `blockAt` otherwise. */
  async blockAtTime(log: LogState, timeMs: number): Promise<Block | undefined> {
    const { disk } = log
    if (disk === undefined) return undefined
    const bases = [...(await this.#folder.basesOf(log.id, disk))]
    let low = 0
    let high = bases.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const index = await this.#indexes.get(log.id, disk, bases[middle]!)
      if (index.lastTimeMs >= timeMs) high = middle
      else low = middle + 1
    }
    const base = bases[low]
    if (base === undefined) return undefined
    const place = (await this.#indexes.get(log.id, disk, base)).firstAtTime(timeMs)
    return place && this.#blocks.read(log.id, base, place)
  }

  /** See BlockReader. */
  latestWith(log: LogState, offset: Offset): Block | undefined {
    return this.#blocks.latestWith(log.id, offset)
  }

  letGo(block: Block): void {
    this.#blocks.letGo(block)
  }

  #path(log: LogState, base: Offset): string {
    return segmentPath(this.#folder.directory, log.id, base)
  }
}

function missing(path: string, position: number, offset: Offset) {
  return logCorrupt(path, position, `the block with record ${offset} is damaged or missing`)
}
