import { assert } from '../../base/index.ts'
import type { FrameMemory } from '../frame-memory.ts'
import type { TailChunk } from '../log-state.ts'
import type { LogId } from '../log-store.ts'
import type { PendingCommit } from '../pending-commit.ts'
import { type AppendRun, appendRuns } from './append-runs.ts'
import {
  alignedSize,
  batchAlignment,
  batchHeaderSize,
  opHeaderSize,
  writeAppendOp,
  writeBatchHeader,
  writeDropOp,
  writeTrimOp,
} from './batch.ts'

const padding = Buffer.alloc(batchAlignment)

export interface EncodedBatch {
  readonly parts: readonly Uint8Array[]
  /** What memory holds once the batch is durable. Each chunk holds its frames from here on. */
  readonly chunks: readonly TailChunk[]
  /** The piece of memory that all but the large frames are in, to be let go once the batch is written. */
  readonly head: Buffer
  /** With the padding to the next 4 KiB. */
  readonly size: number
}

/** The size of `commits` as a batch on disk, at the most. */
export function batchSizeMax(commits: readonly PendingCommit[]): number {
  let size = batchHeaderSize
  for (const commit of commits) size += commit.bytes
  return alignedSize(size)
}

/**
 * Lays out a batch: all appends, then all trims, then all drops, as no commit appends to a log that one before it
 * drops, or trims what is appended with it. Small frames are copied into a piece of `memory`, which their chunks share
 * from then on, so that a commit of one small record keeps no buffer of its own alive.
 */
export function encodeBatch(
  commits: readonly PendingCommit[],
  sequence: number,
  nextLogId: LogId,
  salt: bigint,
  memory: FrameMemory,
): EncodedBatch {
  const runs = appendRuns(commits)
  let opCount = runs.length
  let inPlace = 0
  let copied = 0
  for (const { drops, trims } of commits) opCount += drops.length + trims.length
  for (const run of runs) {
    if (run.isCopied) copied += run.bytes
    else inPlace += run.bytes
  }
  const length = opCount * opHeaderSize + copied + inPlace
  const head = memory.take(batchHeaderSize + length - inPlace)
  writeBatchHeader(head, 0, opCount, sequence, nextLogId, length)
  const { parts, chunks } = layOut(runs, commits, head, memory)
  head.writeBigUInt64LE(memory.checksum([parts[0]!.subarray(8), ...parts.slice(1)], salt), 0)
  const size = alignedSize(batchHeaderSize + length)
  const pad = size - batchHeaderSize - length
  if (pad > 0) parts.push(padding.subarray(0, pad))
  return { parts, chunks, head, size }
}

function layOut(
  runs: readonly AppendRun[],
  commits: readonly PendingCommit[],
  head: Buffer,
  memory: FrameMemory,
): { parts: Uint8Array[]; chunks: TailChunk[] } {
  const parts: Uint8Array[] = []
  const chunks: TailChunk[] = []
  let partStart = 0
  let at = batchHeaderSize
  for (const run of runs) {
    at = writeAppendOp(head, at, run.log.id, run.firstOffset, run.count, run.lastTimeMs, run.bytes)
    let frames = run.pieces[0]!
    if (run.isCopied) {
      frames = head.subarray(at, at + run.bytes)
      at = copyPieces(run.pieces, head, at)
    } else {
      parts.push(head.subarray(partStart, at), frames)
      partStart = at
    }
    memory.hold(frames)
    chunks.push(run.chunkOf(frames))
  }
  for (const { trims } of commits) {
    for (const { log, before } of trims) at = writeTrimOp(head, at, log, before)
  }
  for (const { drops } of commits) for (const log of drops) at = writeDropOp(head, at, log)
  assert(at === head.length, 'a batch is as long as its commits said')
  if (partStart < at) parts.push(head.subarray(partStart, at))
  return { parts, chunks }
}

function copyPieces(pieces: readonly Buffer[], target: Buffer, start: number): number {
  let at = start
  for (const piece of pieces) {
    target.set(piece, at)
    at += piece.length
  }
  return at
}
