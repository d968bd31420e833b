import { compress, compressSync } from 'lz4-napi'
import { blockHeaderSize, codecLz4, codecRaw, encodeBlockHeader } from './block.ts'
import type { BlockPlan } from './block-plan.ts'

/** Frames up to this size are copied together, which is cheaper than a buffer each in the write and in the checksum. */
const copiedFramesMax = 32 * 1024

/** Compressing data that does not compress costs as much as all the rest, so a little of each block is tried first. */
const sampleBytes = 8 * 1024
/** Below this nothing is gained: a file takes whole disk blocks. */
const compressBytesMin = 1024
/** A trip to another thread costs more than to compress this much on the spot. */
const inlineBytesMax = 16 * 1024
const worthwhileRatio = 0.85

export interface PackedBlock {
  readonly header: Buffer
  readonly body: readonly Uint8Array[]
  readonly size: number
}

/** @param scratch reused from block to block: the result is good until the next call with it */
export async function packBlock(plan: BlockPlan, seed: bigint, scratch: Buffer): Promise<PackedBlock> {
  const { baseOffset, count, bytes: rawLength, firstTimeMs, lastTimeMs } = plan
  const gathered = gather(plan.frames, scratch)
  const packed = await compressed(gathered, rawLength)
  const body = packed === undefined ? gathered : [packed]
  const storedLength = packed?.length ?? rawLength
  const codec = packed === undefined ? codecRaw : codecLz4
  const fields = { baseOffset, count, firstTimeMs, lastTimeMs, rawLength, storedLength, codec }
  return { header: encodeBlockHeader(fields, body, seed), body, size: blockHeaderSize + storedLength }
}

async function compressed(parts: readonly Buffer[], rawLength: number): Promise<Buffer | undefined> {
  const [first] = parts
  if (first === undefined || rawLength < compressBytesMin) return undefined
  const sample = first.subarray(0, sampleBytes)
  if (compressSync(sample).length > sample.length * worthwhileRatio) return undefined
  const whole = parts.length === 1 ? first : Buffer.concat(parts)
  const packed = rawLength < inlineBytesMax ? compressSync(whole) : await compress(whole)
  return packed.length <= rawLength * worthwhileRatio ? packed : undefined
}

/** Small neighbours become one buffer, in `scratch`; large ones stay where they are. */
function gather(frames: readonly Buffer[], scratch: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let start = 0
  let at = 0
  for (const piece of frames) {
    if (piece.length <= copiedFramesMax && at + piece.length <= scratch.length) {
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
