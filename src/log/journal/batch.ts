import type { LogId, Offset } from '../log-store.ts'
import { readU64, writeU64 } from '../u64.ts'

/*
 * One batch: the commits that went to the journal together, all of them or none. It begins at a multiple of 4 KiB, so
 * that no two batches share a disk block. All integers little-endian, sizes in bytes.
 *
 *   0          8       12    16         24          32       36
 *   | checksum | magic | ops | sequence | nextLogId | length | 0   | ops ...        | 0 to the next 4 KiB
 *   | u64      | u32   | u32 | u64      | u64       | u32    | u32 | `length` bytes |
 *
 * The checksum is xxh64, seeded with the file's salt, of everything from byte 8 to the end of the ops. `sequence`
 * rises by 1 with each batch, across files. `nextLogId`: ids below it may have been given out when this was written.
 *
 * One op:
 *   0      4       8     16       24       28    32           40
 *   | kind | count | log | offset | length | 0   | lastTimeMs | frames ...
 *   | u32  | u32   | u64 | u64    | u32    | u32 | u64        | `length` bytes
 *
 * kind 1 appends `count` frames, the first at `offset`; 2 drops the log; 3 trims the log before `offset`.
 */
export const batchAlignment = 4096
export const batchHeaderSize = 40
export const opHeaderSize = 40
const batchMagic = 0x3142524d // "MRB1"

const kindAppend = 1
const kindDrop = 2
const kindTrim = 3

export interface BatchHeader {
  readonly checksum: bigint
  readonly ops: number
  readonly sequence: number
  readonly nextLogId: LogId
  readonly length: number
}

export type JournalOp =
  | {
      kind: 'append'
      log: LogId
      firstOffset: Offset
      count: number
      lastTimeMs: number
      frames: Buffer
    }
  | { kind: 'drop'; log: LogId }
  | { kind: 'trim'; log: LogId; before: Offset }

/** Writes all of the header but the checksum, which is over bytes of the batch that may not be there yet. */
export function writeBatchHeader(
  target: Buffer,
  at: number,
  ops: number,
  sequence: number,
  nextLogId: LogId,
  length: number,
): number {
  target.writeUInt32LE(batchMagic, at + 8)
  target.writeUInt32LE(ops, at + 12)
  writeU64(target, sequence, at + 16)
  writeU64(target, nextLogId, at + 24)
  target.writeUInt32LE(length, at + 32)
  target.writeUInt32LE(0, at + 36)
  return at + batchHeaderSize
}

/** @returns undefined when there is no batch at `at`; its checksum is still to be verified */
export function readBatchHeader(source: Buffer, at: number): BatchHeader | undefined {
  if (source.length - at < batchHeaderSize || source.readUInt32LE(at + 8) !== batchMagic) return undefined
  return {
    checksum: source.readBigUInt64LE(at),
    ops: source.readUInt32LE(at + 12),
    sequence: readU64(source, at + 16),
    nextLogId: readU64(source, at + 24),
    length: source.readUInt32LE(at + 32),
  }
}

/** @returns the position where the frames go */
export function writeAppendOp(
  target: Buffer,
  at: number,
  log: LogId,
  firstOffset: Offset,
  count: number,
  lastTimeMs: number,
  length: number,
): number {
  return writeOp(target, at, kindAppend, log, firstOffset, count, length, lastTimeMs)
}

export function writeDropOp(target: Buffer, at: number, log: LogId): number {
  return writeOp(target, at, kindDrop, log, 0, 0, 0, 0)
}

export function writeTrimOp(target: Buffer, at: number, log: LogId, before: Offset): number {
  return writeOp(target, at, kindTrim, log, before, 0, 0, 0)
}

function writeOp(
  target: Buffer,
  at: number,
  kind: number,
  log: LogId,
  offset: Offset,
  count: number,
  length: number,
  lastTimeMs: number,
): number {
  target.writeUInt32LE(kind, at)
  target.writeUInt32LE(count, at + 4)
  writeU64(target, log, at + 8)
  writeU64(target, offset, at + 16)
  target.writeUInt32LE(length, at + 24)
  target.writeUInt32LE(0, at + 28)
  writeU64(target, lastTimeMs, at + 32)
  return at + opHeaderSize
}

/**
 * The ops of a batch whose checksum was right. Frames are views of `body`.
 * @returns undefined when they are not what this version writes
 */
export function readOps(body: Buffer, count: number): JournalOp[] | undefined {
  const ops: JournalOp[] = []
  let at = 0
  while (at + opHeaderSize <= body.length) {
    const end = at + opHeaderSize + body.readUInt32LE(at + 24)
    if (end > body.length) return undefined
    const op = readOp(body, at, end)
    if (op === undefined) return undefined
    ops.push(op)
    at = end
  }
  return at === body.length && ops.length === count ? ops : undefined
}

function readOp(body: Buffer, at: number, end: number): JournalOp | undefined {
  const log = readU64(body, at + 8)
  const offset = readU64(body, at + 16)
  switch (body.readUInt32LE(at)) {
    case kindAppend:
      return {
        kind: 'append',
        log,
        firstOffset: offset,
        count: body.readUInt32LE(at + 4),
        lastTimeMs: readU64(body, at + 32),
        frames: body.subarray(at + opHeaderSize, end),
      }
    case kindDrop:
      return { kind: 'drop', log }
    case kindTrim:
      return { kind: 'trim', log, before: offset }
    default:
      return undefined
  }
}

export const alignedSize = (bytes: number): number => Math.ceil(bytes / batchAlignment) * batchAlignment
