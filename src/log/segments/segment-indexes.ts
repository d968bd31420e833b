import { hasCode, type Logger } from '../../base/index.ts'
import { logCorrupt } from '../errors.ts'
import type { LogDisk } from '../log-disk.ts'
import type { LogId, Offset } from '../log-store.ts'
import { Lru } from '../lru.ts'
import { type BlockPlace, blockHeaderSize } from './block.ts'
import type { FileCache } from './file-cache.ts'
import { indexPath, segmentPath, segmentSeed } from './segment-file.ts'
import { SegmentIndex } from './segment-index.ts'
import { walkBlocks } from './walk-blocks.ts'

/** The indexes of the segments used last. One that is not in memory is read, or built by walking the segment. */
export class SegmentIndexes {
  readonly #open: FileCache
  readonly #directory: string
  readonly #salt: bigint
  readonly #logger: Logger
  readonly #cached: Lru<string, SegmentIndex>
  /** By segment: so that two readers do not extend one index at the same time. */
  readonly #loading = new Map<string, Promise<SegmentIndex>>()

  constructor(open: FileCache, directory: string, salt: bigint, logger: Logger, bytesMax: number) {
    this.#open = open
    this.#directory = directory
    this.#salt = salt
    this.#logger = logger
    this.#cached = new Lru(bytesMax)
  }

  /**
   * The index of a segment up to its valid size.
   * @throws CodedError LOG_CORRUPT when the segment is gone
   */
  async get(log: LogId, disk: LogDisk, base: Offset): Promise<SegmentIndex> {
    const key = `${log}/${base}`
    for (let busy = this.#loading.get(key); busy !== undefined; busy = this.#loading.get(key)) {
      await busy.catch(() => undefined)
    }
    const size = disk.active?.baseOffset === base ? disk.active.size : undefined
    const cached = this.#cached.get(key)
    if (cached !== undefined && (size === undefined || cached.size >= size)) return cached
    const loading = this.#load(log, base, size, cached)
      .then((index) => {
        this.#cached.set(key, index, index.memoryBytes)
        return index
      })
      .finally(() => this.#loading.delete(key))
    this.#loading.set(key, loading)
    return loading
  }

  /**
   * Tells of blocks that were added at `size` of a segment. To read their headers back when the segment is sealed took
   * 60 ms for 512 blocks on a busy server, one turn of the event loop for each, and its flush waited.
   */
  grow(log: LogId, base: Offset, size: number, places: readonly BlockPlace[]): void {
    const key = `${log}/${base}`
    /* What is being loaded is brought up to date by its next user. */
    if (this.#loading.has(key)) return
    const index = this.#cached.get(key) ?? new SegmentIndex()
    if (index.size !== size) return
    for (const place of places) index.push(place, place.position + blockHeaderSize + place.storedLength)
    this.#cached.set(key, index, index.memoryBytes)
  }

  /** @param size undefined for a sealed segment, which is as long as its file */
  async #load(
    log: LogId,
    base: Offset,
    size: number | undefined,
    begun: SegmentIndex | undefined,
  ): Promise<SegmentIndex> {
    const path = segmentPath(this.#directory, log, base)
    const seed = segmentSeed(this.#salt, log, base)
    try {
      return await this.#open.use(path, false, async (file) => {
        const validSize = size ?? (await file.size())
        const stored = size === undefined ? await this.#readStored(log, base, validSize, seed) : undefined
        if (stored !== undefined) return stored
        const index = begun ?? new SegmentIndex()
        for (const position of await walkBlocks(file, index, validSize, seed)) {
          this.#logger.error(
            { file: path, position },
            'a block header is damaged: its records cannot be read',
          )
        }
        return index
      })
    } catch (error) {
      if (hasCode(error, 'ENOENT')) throw logCorrupt(path, 0, 'the file is missing')
      throw error
    }
  }

  async #readStored(log: LogId, base: Offset, size: number, seed: bigint): Promise<SegmentIndex | undefined> {
    const path = indexPath(this.#directory, log, base)
    try {
      const bytes = await this.#open.use(path, false, async (file) => file.read(0, await file.size()))
      const index = SegmentIndex.decode(bytes, size, seed)
      if (index === undefined)
        this.#logger.warn({ file: path }, 'an index is damaged: it is built again from its segment')
      return index
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
      return undefined
    }
  }
}
