import { type FileSystem, readWholeIfThere, replaceWhole } from '../base/index.ts'
import { checksum } from './checksum.ts'
import { checkpointCorrupt } from './errors.ts'
import { LogState } from './log-state.ts'
import type { LogId } from './log-store.ts'
import { readU64, writeU64 } from './u64.ts'

/*
 * What segments hold, and where the journal takes over. Replaced as a whole. All integers little-endian.
 *
 *   0          8       12        16     24             32          40     44
 *   | checksum | magic | version | salt | fromSequence | nextLogId | logs | 0   | entries ...
 *   | u64      | u32   | u32     | u64  | u64          | u64       | u32  | u32 |
 *
 * One entry of 72 bytes for each log:
 *   0    8       16           24           32           40           48                   56             64        68
 *   | id | start | flushedEnd | lastTimeMs | activeBase | activeSize | activeFirstTimeMs  | activeBlocks | segments
 *   | u64| u64   | u64        | u64        | u64        | u64        | u64                | u64          | u64
 *
 * activeSize 0: the log has no segment. The checksum is xxh64 of all after it. `salt` is the folder's, and has to be the one in its
 * identity file: see data-folder.ts.
 */
const name = 'checkpoint'
const magic = 0x3143524d // "MRC1"
const version = 1
const headerSize = 48
const entrySize = 72

export interface Checkpoint {
  /** The first batch of the journal that segments do not hold. */
  readonly fromSequence: number
  readonly nextLogId: LogId
  readonly logs: readonly LogState[]
}

/** The state as it is now, as bytes for `writeCheckpoint`. */
export function encodeCheckpoint(salt: bigint, { fromSequence, nextLogId, logs }: Checkpoint): Buffer {
  const bytes = Buffer.alloc(headerSize + logs.length * entrySize)
  bytes.writeUInt32LE(magic, 8)
  bytes.writeUInt32LE(version, 12)
  bytes.writeBigUInt64LE(salt, 16)
  writeU64(bytes, fromSequence, 24)
  writeU64(bytes, nextLogId, 32)
  bytes.writeUInt32LE(logs.length, 40)
  for (const [i, log] of logs.entries()) writeEntry(bytes, headerSize + i * entrySize, log)
  bytes.writeBigUInt64LE(checksum([bytes.subarray(8)], 0n), 0)
  return bytes
}

export function writeCheckpoint(files: FileSystem, directory: string, bytes: Buffer): Promise<void> {
  return replaceWhole(files, directory, name, bytes)
}

/** @throws CodedError LOG_CHECKPOINT_CORRUPT: what was acknowledged cannot be told from the rest, so nothing is opened */
export async function readCheckpoint(
  files: FileSystem,
  directory: string,
  salt: bigint,
): Promise<Checkpoint> {
  const path = `${directory}/${name}`
  const bytes = await readWholeIfThere(files, path)
  if (bytes === undefined) throw checkpointCorrupt(path, 'it is missing')
  if (bytes.length < headerSize || bytes.readBigUInt64LE(0) !== checksum([bytes.subarray(8)], 0n)) {
    throw checkpointCorrupt(path, 'it fails its check')
  }
  if (bytes.readUInt32LE(8) !== magic || bytes.readUInt32LE(12) !== version) {
    throw checkpointCorrupt(path, `version ${bytes.readUInt32LE(12)} is unknown`)
  }
  if (bytes.readBigUInt64LE(16) !== salt) throw checkpointCorrupt(path, 'it belongs to another data folder')
  const logs: LogState[] = []
  for (let at = headerSize; at + entrySize <= bytes.length; at += entrySize) logs.push(readEntry(bytes, at))
  if (logs.length !== bytes.readUInt32LE(40)) throw checkpointCorrupt(path, 'it is not whole')
  return { fromSequence: readU64(bytes, 24), nextLogId: readU64(bytes, 32), logs }
}

function writeEntry(bytes: Buffer, at: number, log: LogState): void {
  const active = log.disk?.active
  writeU64(bytes, log.id, at)
  // What is trimmed beyond the segments' end, the journal says: the log must not begin after its end.
  writeU64(bytes, Math.min(log.start, log.flushedEnd), at + 8)
  writeU64(bytes, log.flushedEnd, at + 16)
  writeU64(bytes, log.lastTimeMs, at + 24)
  writeU64(bytes, active?.baseOffset ?? 0, at + 32)
  writeU64(bytes, active?.size ?? 0, at + 40)
  writeU64(bytes, active?.firstTimeMs ?? 0, at + 48)
  writeU64(bytes, active?.blocks ?? 0, at + 56)
  writeU64(bytes, log.disk?.segments ?? 0, at + 64)
}

function readEntry(bytes: Buffer, at: number): LogState {
  const log = new LogState(readU64(bytes, at))
  const flushedEnd = readU64(bytes, at + 16)
  const size = readU64(bytes, at + 40)
  log.start = readU64(bytes, at + 8)
  log.end = flushedEnd
  log.next = flushedEnd
  log.lastTimeMs = readU64(bytes, at + 24)
  const active = {
    baseOffset: readU64(bytes, at + 32),
    size,
    firstTimeMs: readU64(bytes, at + 48),
    blocks: readU64(bytes, at + 56),
  }
  log.disk = {
    flushedEnd,
    active: size === 0 ? undefined : active,
    segments: readU64(bytes, at + 64),
    bases: undefined,
    tidied: false,
    uncompressedBlocks: 0,
  }
  return log
}
