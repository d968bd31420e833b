import { frameHeaderSize, frameLength, frameTimeMs } from '../frame.ts'
import type { LogState, TailChunk } from '../log-state.ts'
import type { Offset } from '../log-store.ts'

/** The frames of one block to be, still where they are in memory. */
export interface BlockPlan {
  readonly baseOffset: Offset
  count: number
  bytes: number
  readonly firstTimeMs: number
  lastTimeMs: number
  readonly frames: Buffer[]
}

/**
 * Divides what is durable in the journal only, up to `end`, into blocks of about `blockBytes`. What has been trimmed
 * already is left out. The plan holds the frames: a trim in the meantime does not take them away.
 */
export function planBlocks(log: LogState, end: Offset, blockBytes: number): BlockPlan[] {
  const plans: BlockPlan[] = []
  const { chunks } = log
  let i = chunks.firstIndexWhere(({ firstOffset }) => firstOffset >= log.flushedEnd)
  for (; i < chunks.length; i++) {
    const chunk = chunks.at(i)!
    if (chunk.firstOffset >= end) break
    if (chunk.frames.length <= blockBytes) {
      const { firstOffset, count, frames, lastTimeMs } = chunk
      addPiece(plans, blockBytes, firstOffset, count, frames, lastTimeMs)
    } else splitChunk(plans, blockBytes, chunk)
  }
  return plans
}

function addPiece(
  plans: BlockPlan[],
  blockBytes: number,
  firstOffset: Offset,
  count: number,
  frames: Buffer,
  lastTimeMs: number,
): void {
  const last = plans.at(-1)
  if (last !== undefined && last.bytes + frames.length <= blockBytes) {
    last.count += count
    last.bytes += frames.length
    last.lastTimeMs = lastTimeMs
    last.frames.push(frames)
    return
  }
  const firstTimeMs = frameTimeMs(frames, 0)
  plans.push({
    baseOffset: firstOffset,
    count,
    bytes: frames.length,
    firstTimeMs,
    lastTimeMs,
    frames: [frames],
  })
}

function splitChunk(plans: BlockPlan[], blockBytes: number, { firstOffset, count, frames }: TailChunk): void {
  let start = 0
  let startRecord = 0
  let at = 0
  let timeMs = 0
  for (let record = 0; record < count; record++) {
    const end = at + frameHeaderSize + frameLength(frames, at)
    if (end - start > blockBytes && record > startRecord) {
      addPiece(
        plans,
        blockBytes,
        firstOffset + startRecord,
        record - startRecord,
        frames.subarray(start, at),
        timeMs,
      )
      start = at
      startRecord = record
    }
    timeMs = frameTimeMs(frames, at)
    at = end
  }
  addPiece(
    plans,
    blockBytes,
    firstOffset + startRecord,
    count - startRecord,
    frames.subarray(start, at),
    timeMs,
  )
}
