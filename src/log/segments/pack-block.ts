import type { FrameMemory } from '../frame-memory.ts'
import type { LogDisk } from '../log-disk.ts'
import { blockHeaderSize, codecLz4, codecRaw, encodeBlockHeader } from './block.ts'
import type { BlockPlan } from './block-plan.ts'
import { lz4 } from './lz4.ts'

/** Pieces of frames up to this size are copied together, which is cheaper than a buffer each in the write and in the checksum. */
const gatheredFramesMax = 32 * 1024

/** Compressing data that does not compress costs as much as all the rest, so a little of each block is tried first. */
const sampleBytes = 8 * 1024
/** After a block that did not compress, so many are not tried. */
const untriedBlocks = 15
/** Below this nothing is gained: a file takes whole disk blocks. */
const compressBytesMin = 1024
/** A trip to another thread costs more than to compress this much on the spot. */
const inlineBytesMax = 16 * 1024
/** Stored as lz4 at this part of its size or less: each read of the block has to unpack it again. */
const worthwhileRatio = 0.85

/**
 * So many blocks are packed before they go to the file in one write. With one a write a flush spent more time waiting
 * for its turn of the event loop than for the disk, and the file system took 0.06 us more a KiB.
 */
export const blocksPerWrite = 4

export interface PackedBlock {
  readonly header: Buffer
  readonly body: readonly Uint8Array[]
  readonly size: number
}

/** What a packer needs, for blocks of `blockBytes`. */
export const scratchBytes = (blockBytes: number): number => blockBytes * blocksPerWrite

/** Packs the blocks of one log, which are mostly alike: after one that did not compress, the next ones are not tried. */
export class BlockPacker {
  readonly #scratch: Buffer
  readonly #disk: LogDisk
  readonly #memory: FrameMemory

  /**
   * @param scratch room for the blocks of one write, `scratchBytes`
   * @param memory where most frames are
   */
  constructor(scratch: Buffer, disk: LogDisk, memory: FrameMemory) {
    this.#scratch = scratch
    this.#disk = disk
    this.#memory = memory
  }

  /** @param slot which block of a write this is: the result is good until the slot is used again */
  async pack(plan: BlockPlan, seed: bigint, slot: number): Promise<PackedBlock> {
    const { baseOffset, count, bytes: rawLength, firstTimeMs, lastTimeMs } = plan
    const slotBytes = this.#scratch.length / blocksPerWrite
    const gathered = gather(plan.frames, this.#scratch.subarray(slot * slotBytes, (slot + 1) * slotBytes))
    const packed = await this.#compressed(gathered, rawLength)
    const body = packed === undefined ? gathered : [packed]
    const storedLength = packed?.length ?? rawLength
    const codec = packed === undefined ? codecRaw : codecLz4
    const bodyChecksum = this.#memory.checksum(body, seed)
    const header = {
      bodyChecksum,
      codec,
      baseOffset,
      count,
      rawLength,
      storedLength,
      firstTimeMs,
      lastTimeMs,
    }
    return { header: encodeBlockHeader(header, seed), body, size: blockHeaderSize + storedLength }
  }

  async #compressed(parts: readonly Buffer[], rawLength: number): Promise<Buffer | undefined> {
    if (rawLength < compressBytesMin || this.#disk.uncompressedBlocks-- > 0) return undefined
    const { compress, compressSync } = lz4()
    const sample = parts[0]!.subarray(0, sampleBytes)
    if (compressSync(sample).length <= sample.length * worthwhileRatio) {
      const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
      const packed = rawLength < inlineBytesMax ? compressSync(whole) : await compress(whole)
      if (packed.length <= rawLength * worthwhileRatio) return packed
    }
    this.#disk.uncompressedBlocks = untriedBlocks
    return undefined
  }
}

/** Small neighbours become one buffer, in `scratch`; large ones stay where they are. */
function gather(frames: readonly Buffer[], scratch: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let start = 0
  let at = 0
  for (const piece of frames) {
    if (piece.length <= gatheredFramesMax && at + piece.length <= scratch.length) {
      piece.copy(scratch, at)
      at += piece.length
      continue
    }
    if (at > start) parts.push(scratch.subarray(start, at))
    start = at
    parts.push(piece)
  }
  if (at > start) parts.push(scratch.subarray(start, at))
  return parts
}
