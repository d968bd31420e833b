import { checksum } from '../checksum.ts'
import type { Offset } from '../log-store.ts'
import { readU64, writeU64 } from '../u64.ts'

/*
 * One block of a segment: consecutive records of one log. All integers little-endian, sizes in bytes.
 *
 *   0              8       12      16           24      28          32             36    40            48
 *   | bodyChecksum | magic | codec | baseOffset | count | rawLength | storedLength | 0   | firstTimeMs | lastTimeMs ...
 *   | u64          | u32   | u32   | u64        | u32   | u32       | u32          | u32 | u64         | u64
 *   56               64
 *   | headerChecksum | body ...
 *   | u64            | `storedLength` bytes
 *
 * codec 0: the body is `rawLength` bytes of frames. codec 1: it is them as lz4 with the raw length in front.
 * Both checksums are xxh64 seeded with the segment's seed, which content cannot know; the header's is over bytes 0 to 56, so
 * the chain of headers can be walked without reading the bodies.
 */
export const blockHeaderSize = 64
const checkedSize = 56
export const blockMagic = 0x3142534d // "MSB1"

export const codecRaw = 0
export const codecLz4 = 1

/** Where a block is and what it holds. */
export interface BlockPlace {
  readonly baseOffset: Offset
  readonly count: number
  readonly firstTimeMs: number
  readonly lastTimeMs: number
  /** Of the header, in the segment file. */
  readonly position: number
  readonly storedLength: number
}

export interface BlockHeader extends BlockPlace {
  readonly bodyChecksum: bigint
  readonly codec: number
  readonly rawLength: number
}

export function encodeBlockHeader(header: Omit<BlockHeader, 'position'>, seed: bigint): Buffer {
  const bytes = Buffer.alloc(blockHeaderSize)
  bytes.writeBigUInt64LE(header.bodyChecksum, 0)
  bytes.writeUInt32LE(blockMagic, 8)
  bytes.writeUInt32LE(header.codec, 12)
  writeU64(bytes, header.baseOffset, 16)
  bytes.writeUInt32LE(header.count, 24)
  bytes.writeUInt32LE(header.rawLength, 28)
  bytes.writeUInt32LE(header.storedLength, 32)
  writeU64(bytes, header.firstTimeMs, 40)
  writeU64(bytes, header.lastTimeMs, 48)
  bytes.writeBigUInt64LE(checksum([bytes.subarray(0, checkedSize)], seed), checkedSize)
  return bytes
}

/** @returns undefined when the bytes are not a whole header of a block of this segment */
export function readBlockHeader(bytes: Buffer, position: number, seed: bigint): BlockHeader | undefined {
  if (bytes.length < blockHeaderSize || bytes.readUInt32LE(8) !== blockMagic) return undefined
  if (bytes.readBigUInt64LE(checkedSize) !== checksum([bytes.subarray(0, checkedSize)], seed))
    return undefined
  return {
    position,
    bodyChecksum: bytes.readBigUInt64LE(0),
    codec: bytes.readUInt32LE(12),
    baseOffset: readU64(bytes, 16),
    count: bytes.readUInt32LE(24),
    rawLength: bytes.readUInt32LE(28),
    storedLength: bytes.readUInt32LE(32),
    firstTimeMs: readU64(bytes, 40),
    lastTimeMs: readU64(bytes, 48),
  }
}
