import type { LogId, Offset } from '../../log/index.ts'
import { blockSize } from './handle-text.ts'

/*
 * What a receipt handle says, before it is encrypted. Integers little-endian.
 *
 *   0       4       8        14
 *   | check | queue | offset | receive |
 *   | u32   | u32   | u48    | u16     |
 *
 * `check` is always the same, and proves a block to be ours. `queue` is the log of its messages; `receive` counts the receives of the message
 * in this queue, by their lowest 16 bits.
 */
const check = 0x5153526d

/** Of the number of receives, as much as a handle has. */
export const receiveOf = (receives: number): number => receives & 0xffff

/* By hand, as a block by the methods of Buffer takes 0.15 us. */

/** @param at where the block begins */
export function writeBlock(
  target: Uint8Array,
  at: number,
  queue: LogId,
  offset: Offset,
  receives: number,
): void {
  const high = Math.floor(offset / 2 ** 32)
  writeUint32(target, at, check)
  writeUint32(target, at + 4, queue)
  writeUint32(target, at + 8, offset >>> 0)
  target[at + 12] = high
  target[at + 13] = high >>> 8
  target[at + 14] = receives
  target[at + 15] = receives >>> 8
}

export const isBlock = (plain: Buffer, at: number): boolean => plain.readUInt32LE(at) === check
export const queueAt = (plain: Buffer, at: number): LogId => plain.readUInt32LE(at + 4)
export const offsetAt = (plain: Buffer, at: number): Offset => plain.readUIntLE(at + 8, 6)
export const receiveAt = (plain: Buffer, at: number): number => plain.readUInt16LE(at + 14)

/** Writes the blocks of messages behind each other. */
export function writeBlocks(
  target: Uint8Array,
  queue: LogId,
  offsets: readonly Offset[],
  receives: readonly number[],
): void {
  for (let i = 0; i < offsets.length; i++) writeBlock(target, i * blockSize, queue, offsets[i]!, receives[i]!)
}

function writeUint32(target: Uint8Array, at: number, value: number): void {
  target[at] = value
  target[at + 1] = value >>> 8
  target[at + 2] = value >>> 16
  target[at + 3] = value >>> 24
}
