import { logCorrupt } from '../errors.ts'
import { FrameMemory } from '../frame-memory.ts'
import type { LogId, Offset } from '../log-store.ts'
import { Lru } from '../lru.ts'
import type { LogSizes } from '../options.ts'
import {
  type BlockHeader,
  type BlockPlace,
  blockHeaderSize,
  codecLz4,
  codecRaw,
  readBlockHeader,
} from './block.ts'
import type { FileCache } from './file-cache.ts'
import { lz4 } from './lz4.ts'
import { segmentPath, segmentSeed } from './segment-file.ts'

/** A trip to another thread costs more than to unpack this much on the spot. */
const inlineBytesMax = 64 * 1024

export interface Block {
  readonly log: LogId
  readonly baseOffset: Offset
  readonly count: number
  readonly frames: Buffer
}

/** Besides those that are cached so many blocks, of readers, have memory of ours; more of them take it from the heap. */
const lentBlocks = 32

/**
 * Reads, checks and unpacks blocks, and keeps the ones used last: small reads in a row often want the same one.
 *
 * Blocks lie in memory that is used again, as frames do: with buffers from the heap a reader of history made the collector
 * mark all of it twelve times a second, while writers waited. So a block is held while someone reads it, and while it is
 * cached. What lz4 unpacks comes from the heap still.
 */
export class BlockReader {
  readonly #open: FileCache
  readonly #directory: string
  readonly #salt: bigint
  readonly #memory: FrameMemory
  readonly #cached: Lru<string, Block>
  /** By log: the cached block that was read last. */
  readonly #latest = new Map<LogId, Block>()
  /** On their way from the disk: who wants one of these waits for it, and does not read it again. */
  readonly #loading = new Map<string, Promise<Block>>()

  constructor(open: FileCache, directory: string, salt: bigint, sizes: LogSizes) {
    const { blockBytes, blockCacheBytes, poisonFreedMemory } = sizes
    this.#open = open
    this.#directory = directory
    this.#salt = salt
    /* One for each block: so what a block took is free as soon as nobody holds it. */
    const slabBytes = blockHeaderSize + blockBytes
    const slabs = Math.ceil(blockCacheBytes / slabBytes) + lentBlocks
    this.#memory = new FrameMemory({
      slabBytes,
      slabs,
      workspaceBytes: 0,
      inputBytes: 0,
      poisoning: poisonFreedMemory,
    })
    this.#cached = new Lru(blockCacheBytes, (block) => this.#forget(block))
  }

  /**
   * A block, held: its frames stay what they are until the caller gives it back by `letGo`, once.
   * @throws CodedError LOG_CORRUPT: nothing of a damaged block is served
   */
  async read(log: LogId, base: Offset, place: BlockPlace): Promise<Block> {
    const key = `${log}/${base}/${place.position}`
    for (let busy = this.#loading.get(key); busy !== undefined; busy = this.#loading.get(key)) {
      await busy.catch(() => undefined)
    }
    const cached = this.#cached.get(key)
    if (cached !== undefined) {
      this.#latest.set(log, cached)
      return this.#hold(cached)
    }
    const loading = this.#load(log, base, place)
      .then((block) => {
        this.#latest.set(log, block)
        this.#cached.set(key, this.#hold(block), block.frames.length)
        return block
      })
      .finally(() => this.#loading.delete(key))
    this.#loading.set(key, loading)
    return loading
  }

  /** The block with this record, held as by `read`, if it is the one of its log that was read last and is cached still. */
  latestWith(log: LogId, offset: Offset): Block | undefined {
    const block = this.#latest.get(log)
    if (block === undefined || offset < block.baseOffset || offset >= block.baseOffset + block.count) {
      return undefined
    }
    return this.#hold(block)
  }

  letGo({ frames }: Block): void {
    this.#memory.letGo(frames)
  }

  #forget(block: Block): void {
    if (this.#latest.get(block.log) === block) this.#latest.delete(block.log)
    this.letGo(block)
  }

  #hold(block: Block): Block {
    this.#memory.hold(block.frames)
    return block
  }

  async #load(log: LogId, base: Offset, place: BlockPlace): Promise<Block> {
    const path = segmentPath(this.#directory, log, base)
    const stored = this.#memory.take(blockHeaderSize + place.storedLength)
    try {
      const bytes = await this.#open.use(path, false, (file) =>
        file.read(place.position, stored.length, stored),
      )
      const frames = await this.#unpack(path, place, bytes, segmentSeed(this.#salt, log, base))
      this.#memory.hold(frames)
      return { log, baseOffset: place.baseOffset, count: place.count, frames }
    } finally {
      this.#memory.letGo(stored)
    }
  }

  /** @returns the frames where they are in `bytes`, or in memory of their own */
  async #unpack(path: string, place: BlockPlace, bytes: Buffer, seed: bigint): Promise<Buffer> {
    const header = readBlockHeader(bytes, place.position, seed)
    const body = bytes.subarray(blockHeaderSize)
    const isWhole = header !== undefined && isAsIndexed(header, place)
    if (!isWhole || this.#memory.checksum([body], seed) !== header.bodyChecksum) {
      throw logCorrupt(
        path,
        place.position,
        `the block with records ${place.baseOffset} to ${place.baseOffset + place.count - 1} fails its check`,
      )
    }
    if (header.codec === codecRaw) return body
    if (header.codec !== codecLz4) throw logCorrupt(path, place.position, `codec ${header.codec} is unknown`)
    const { uncompress, uncompressSync } = lz4()
    return header.rawLength < inlineBytesMax ? uncompressSync(body) : uncompress(body)
  }
}

function isAsIndexed(header: BlockHeader, place: BlockPlace): boolean {
  return (
    header.baseOffset === place.baseOffset &&
    header.count === place.count &&
    header.storedLength === place.storedLength
  )
}
