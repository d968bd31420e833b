import type { File } from '../../base/index.ts'
import { type BlockHeader, blockHeaderSize, blockMagic, readBlockHeader } from './block.ts'
import type { SegmentIndex } from './segment-index.ts'

/** Blocks of a log with little data are small: one read finds the headers of several. */
const windowBytes = 16 * 1024
const scanBytes = 1024 * 1024

const magicBytes = Buffer.alloc(4)
magicBytes.writeUInt32LE(blockMagic)

/**
 * Brings `index` up to `size` of its segment by reading the block headers.
 * Where a header is damaged, the next one is searched for, and what is in between stays without a row.
 * @returns the position of each damaged header
 */
export async function walkBlocks(
  file: File,
  index: SegmentIndex,
  size: number,
  seed: bigint,
): Promise<number[]> {
  const damaged: number[] = []
  let window: Buffer = Buffer.alloc(0)
  let windowAt = 0
  let storedLength = 0
  while (index.size < size) {
    const position = index.size
    if (position + blockHeaderSize > windowAt + window.length || position < windowAt) {
      const wanted = storedLength < windowBytes ? windowBytes : blockHeaderSize
      window = await file.read(position, Math.min(wanted, size - position))
      windowAt = position
    }
    const header = readBlockHeader(window.subarray(position - windowAt), position, seed)
    storedLength = header?.storedLength ?? 0
    const end = position + blockHeaderSize + storedLength
    if (header !== undefined && end <= size) index.push(header, end)
    else {
      damaged.push(position)
      const next = await findHeader(file, position + 1, size, seed)
      index.skipTo(next?.position ?? size)
    }
  }
  return damaged
}

async function findHeader(
  file: File,
  from: number,
  size: number,
  seed: bigint,
): Promise<BlockHeader | undefined> {
  for (let at = from; at < size; at += scanBytes) {
    // A header may begin in one window and end in the next.
    const window = await file.read(at, Math.min(scanBytes + blockHeaderSize, size - at))
    for (let found = window.indexOf(magicBytes); found >= 0; found = window.indexOf(magicBytes, found + 1)) {
      const start = found - 8
      if (start < 0 || start >= scanBytes) continue
      const header = readBlockHeader(window.subarray(start), at + start, seed)
      if (header !== undefined) return header
    }
  }
  return undefined
}
