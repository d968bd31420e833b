import { assert } from '../../base/index.ts'
import { checksum } from '../checksum.ts'
import type { FrameMemory } from '../frame-memory.ts'
import type { LogId } from '../log-store.ts'
import type { PendingCommit } from '../pending-commit.ts'
import {
  alignedSize,
  batchAlignment,
  batchHeaderSize,
  writeAppendOp,
  writeBatchHeader,
  writeDropOp,
  writeTrimOp,
} from './batch.ts'

/** Frames up to this size are copied together; larger ones are written from where they are. A copy of 32 KiB takes about 3 us, as much as a further buffer in a write. */
export const copiedFramesMax = 32 * 1024

const padding = Buffer.alloc(batchAlignment)

export interface EncodedBatch {
  readonly parts: readonly Uint8Array[]
  /** The piece of memory that all but the large frames are in, to be let go once the batch is written. */
  readonly head: Buffer
  /** With the padding to the next 4 KiB. */
  readonly size: number
}

/** The size of `commits` as a batch on disk. */
export function batchSize(commits: readonly PendingCommit[]): number {
  let size = batchHeaderSize
  for (const commit of commits) size += commit.bytes
  return alignedSize(size)
}

/**
 * Lays out a batch. Small frames are copied into a piece of `memory`, which their chunks share from then on, so that a
 * commit of one small record keeps no buffer of its own alive. From here on each chunk holds its frames.
 */
export function encodeBatch(
  commits: readonly PendingCommit[],
  sequence: number,
  nextLogId: LogId,
  salt: bigint,
  memory: FrameMemory,
): EncodedBatch {
  let opCount = 0
  let length = 0
  let inPlace = 0
  for (const { chunks, drops, trims, bytes } of commits) {
    opCount += chunks.length + drops.length + trims.length
    length += bytes
    for (const { frames } of chunks) if (frames.length > copiedFramesMax) inPlace += frames.length
  }
  const head = memory.take(batchHeaderSize + length - inPlace)
  writeBatchHeader(head, 0, opCount, sequence, nextLogId, length)
  const parts = layOut(commits, head, memory)
  head.writeBigUInt64LE(checksum([parts[0]!.subarray(8), ...parts.slice(1)], salt), 0)
  const size = alignedSize(batchHeaderSize + length)
  const pad = size - batchHeaderSize - length
  if (pad > 0) parts.push(padding.subarray(0, pad))
  return { parts, head, size }
}

function layOut(commits: readonly PendingCommit[], head: Buffer, memory: FrameMemory): Uint8Array[] {
  const parts: Uint8Array[] = []
  let partStart = 0
  let at = batchHeaderSize
  for (const { chunks, drops, trims } of commits) {
    for (const chunk of chunks) {
      const { frames } = chunk
      at = writeAppendOp(
        head,
        at,
        chunk.log.id,
        chunk.firstOffset,
        chunk.count,
        chunk.lastTimeMs,
        frames.length,
      )
      if (frames.length > copiedFramesMax) {
        parts.push(head.subarray(partStart, at), frames)
        partStart = at
      } else {
        frames.copy(head, at)
        chunk.frames = head.subarray(at, at + frames.length)
        at += frames.length
      }
      memory.hold(chunk.frames)
    }
    for (const log of drops) at = writeDropOp(head, at, log)
    for (const { log, before } of trims) at = writeTrimOp(head, at, log, before)
  }
  assert(at === head.length, 'a batch is as long as its commits said')
  if (partStart < at) parts.push(head.subarray(partStart, at))
  return parts
}
