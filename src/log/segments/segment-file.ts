import { checksum } from '../checksum.ts'
import type { LogId, Offset } from '../log-store.ts'
import { writeU64 } from '../u64.ts'

/*
 * A segment: consecutive blocks of one log, in `logs/<log>/<offset of its first record>.seg`. It begins with
 *
 *   0          8       12        16    24           32
 *   | checksum | magic | version | log | baseOffset | 0 ...  | blocks ...
 *   | u64      | u32   | u32     | u64 | u64        | to 64  |
 *
 * for those who look at the file; the blocks carry all that is needed to trust them. The checksum is xxh64 of bytes 8 to 32.
 * How much of the file is valid is said by the checkpoint (the newest segment) or the file's size (sealed ones).
 */
export const segmentHeaderSize = 64
const magic = 0x3147534d // "MSG1"
const version = 1

export function encodeSegmentHeader(log: LogId, baseOffset: Offset): Buffer {
  const bytes = Buffer.alloc(segmentHeaderSize)
  bytes.writeUInt32LE(magic, 8)
  bytes.writeUInt32LE(version, 12)
  writeU64(bytes, log, 16)
  writeU64(bytes, baseOffset, 24)
  bytes.writeBigUInt64LE(checksum([bytes.subarray(8, 32)], 0n), 0)
  return bytes
}

/** Seeds the checksums of a segment's blocks: from the folder's salt, so that neither content nor a block of another segment can pass. */
export function segmentSeed(salt: bigint, log: LogId, baseOffset: Offset): bigint {
  const name = Buffer.alloc(16)
  writeU64(name, log, 0)
  writeU64(name, baseOffset, 8)
  return checksum([name], salt)
}

/** Wide enough for every safe integer, so that names sort as offsets do. */
const digits = 16
const namePattern = /^(\d{16})\.(seg|idx)$/

export function logFolder(directory: string, log: LogId): string {
  return `${directory}/logs/${log}`
}

export function segmentPath(directory: string, log: LogId, baseOffset: Offset): string {
  return `${logFolder(directory, log)}/${String(baseOffset).padStart(digits, '0')}.seg`
}

export function indexPath(directory: string, log: LogId, baseOffset: Offset): string {
  return `${logFolder(directory, log)}/${String(baseOffset).padStart(digits, '0')}.idx`
}

/** @returns the base offset that a file's name says, undefined for a name of another kind */
export function baseOffsetOf(name: string, extension: 'seg' | 'idx'): Offset | undefined {
  const match = namePattern.exec(name)
  return match?.[2] === extension ? Number(match[1]) : undefined
}
