import { uncompress, uncompressSync } from 'lz4-napi'
import { checksum } from '../checksum.ts'
import { logCorrupt } from '../errors.ts'
import type { LogId, Offset } from '../log-store.ts'
import { Lru } from '../lru.ts'
import {
  type BlockHeader,
  type BlockPlace,
  blockHeaderSize,
  codecLz4,
  codecRaw,
  readBlockHeader,
} from './block.ts'
import type { FileCache } from './file-cache.ts'
import { segmentPath, segmentSeed } from './segment-file.ts'

/** A trip to another thread costs more than to unpack this much on the spot. */
const inlineBytesMax = 64 * 1024

export interface Block {
  readonly baseOffset: Offset
  readonly count: number
  readonly frames: Buffer
}

/** Reads, checks and unpacks blocks, and keeps the ones used last: small reads in a row often want the same one. */
export class BlockReader {
  readonly #open: FileCache
  readonly #directory: string
  readonly #salt: bigint
  readonly #cached: Lru<string, Block>
  /** On their way from the disk: who wants one of these waits for it, and does not read it again. */
  readonly #loading = new Map<string, Promise<Block>>()

  constructor(open: FileCache, directory: string, salt: bigint, bytesMax: number) {
    this.#open = open
    this.#directory = directory
    this.#salt = salt
    this.#cached = new Lru(bytesMax)
  }

  /** @throws CodedError LOG_CORRUPT: nothing of a damaged block is served */
  async read(log: LogId, base: Offset, place: BlockPlace): Promise<Block> {
    const key = `${log}/${base}/${place.position}`
    const cached = this.#cached.get(key)
    if (cached !== undefined) return cached
    const known = this.#loading.get(key)
    if (known !== undefined) return known
    const loading = this.#load(log, base, place, key).finally(() => this.#loading.delete(key))
    this.#loading.set(key, loading)
    return loading
  }

  async #load(log: LogId, base: Offset, place: BlockPlace, key: string): Promise<Block> {
    const path = segmentPath(this.#directory, log, base)
    const bytes = await this.#open.use(path, false, (file) =>
      file.read(place.position, blockHeaderSize + place.storedLength),
    )
    const frames = await unpack(path, place, bytes, segmentSeed(this.#salt, log, base))
    const block = { baseOffset: place.baseOffset, count: place.count, frames }
    this.#cached.set(key, block, frames.length)
    return block
  }
}

async function unpack(path: string, place: BlockPlace, bytes: Buffer, seed: bigint): Promise<Buffer> {
  const header = readBlockHeader(bytes, place.position, seed)
  const body = bytes.subarray(blockHeaderSize)
  if (header === undefined || !isAsIndexed(header, place) || checksum([body], seed) !== header.bodyChecksum) {
    throw logCorrupt(
      path,
      place.position,
      `the block with records ${place.baseOffset} to ${place.baseOffset + place.count - 1} fails its check`,
    )
  }
  if (header.codec === codecRaw) return body
  if (header.codec !== codecLz4) throw logCorrupt(path, place.position, `codec ${header.codec} is unknown`)
  return header.rawLength < inlineBytesMax ? uncompressSync(body) : uncompress(body)
}

function isAsIndexed(header: BlockHeader, place: BlockPlace): boolean {
  return (
    header.baseOffset === place.baseOffset &&
    header.count === place.count &&
    header.storedLength === place.storedLength
  )
}
