import { checksum } from '../checksum.ts'
import { readU64, writeU64 } from '../u64.ts'

/*
 * The first 8 KiB of a journal file: the same header twice, each in a disk block of its own, so that damage to one is
 * survived and cannot be taken for a file that was never used. All integers little-endian, sizes in bytes.
 *
 *   0          8       12        16        24              32     40
 *   | checksum | magic | version | ordinal | firstSequence | salt | flags | 0 ...
 *   | u64      | u32   | u32     | u64     | u64           | u64  | u32   | to 4096
 *
 * The checksum is xxh64 of bytes 8 to 44. `ordinal` rises by 1 with each file that is begun. The salt seeds the
 * checksum of every batch in the file: what a recycled file held before, or what a record holds, cannot pass for one.
 */
export const journalHeaderSize = 8192
const copySize = 4096
const fieldsEnd = 44
const magic = 0x314a524d // "MRJ1"
const version = 1
const flagDurable = 1

export interface JournalHeader {
  readonly ordinal: number
  /** The sequence number of the first batch in the file. */
  readonly firstSequence: number
  readonly salt: bigint
  /** Whether each batch was synced before the next was written, so that a hole in the file is damage and no power cut. */
  readonly durable: boolean
}

export function encodeJournalHeader({ ordinal, firstSequence, salt, durable }: JournalHeader): Buffer {
  const header = Buffer.alloc(journalHeaderSize)
  header.writeUInt32LE(magic, 8)
  header.writeUInt32LE(version, 12)
  writeU64(header, ordinal, 16)
  writeU64(header, firstSequence, 24)
  header.writeBigUInt64LE(salt, 32)
  header.writeUInt32LE(durable ? flagDurable : 0, 40)
  header.writeBigUInt64LE(checksum([header.subarray(8, fieldsEnd)], 0n), 0)
  header.copy(header, copySize, 0, copySize)
  return header
}

export type JournalHeaderRead =
  | { kind: 'header'; header: JournalHeader; damagedCopy: boolean }
  | { kind: 'unknown version'; version: number }
  | { kind: 'none' }

export function readJournalHeader(bytes: Buffer): JournalHeaderRead {
  const copies = [bytes.subarray(0, copySize), bytes.subarray(copySize, journalHeaderSize)].filter(isWhole)
  // A power cut in the middle of recycling a file can leave one copy of each use: the newer is right, nothing is in it yet.
  const copy = copies.sort((a, b) => readU64(b, 16) - readU64(a, 16))[0]
  if (copy === undefined) return { kind: 'none' }
  if (copy.readUInt32LE(12) !== version) return { kind: 'unknown version', version: copy.readUInt32LE(12) }
  const header = {
    ordinal: readU64(copy, 16),
    firstSequence: readU64(copy, 24),
    salt: copy.readBigUInt64LE(32),
    durable: (copy.readUInt32LE(40) & flagDurable) !== 0,
  }
  return { kind: 'header', header, damagedCopy: copies.length < 2 }
}

function isWhole(copy: Buffer): boolean {
  return (
    copy.length === copySize &&
    copy.readUInt32LE(8) === magic &&
    copy.readBigUInt64LE(0) === checksum([copy.subarray(8, fieldsEnd)], 0n)
  )
}
