import { assert } from '../base/index.ts'

/*
 * One record, in the journal, in segments and in memory. All integers little-endian, sizes in bytes.
 *
 *   0        4                12
 *   | length | time           | payload ...
 *   | u32    | u64, ms        | `length` bytes
 *
 * The time is milliseconds since 1970. A frame carries no checksum and no offset of its own: the batch or block
 * around it has both. Frames are written by the layer that owns the record, straight into the buffer of its commit,
 * so that a record is encoded once and copied from then on.
 */
export const frameHeaderSize = 12

/** Larger than any record of any service (10 MiB for Kinesis), and small enough for one commit. */
const payloadSizeMax = 16 * 1024 * 1024

/** Writes the header of a frame. @returns the position where its `length` bytes of payload go */
export function writeFrameHeader(target: Buffer, position: number, length: number, timeMs: number): number {
  assert(length <= payloadSizeMax && position + frameHeaderSize + length <= target.length)
  putUint32(target, position, length)
  putUint32(target, position + 4, timeMs >>> 0)
  putUint32(target, position + 8, Math.floor(timeMs / 2 ** 32))
  return position + frameHeaderSize
}

/** As `writeUInt32LE`, without its checks: a header of three takes 0.03 us instead of 0.1. */
function putUint32(target: Buffer, position: number, value: number): void {
  target[position] = value
  target[position + 1] = value >>> 8
  target[position + 2] = value >>> 16
  target[position + 3] = value >>> 24
}

/** The payload's length of the frame at `position`. The payload is at `position + frameHeaderSize`. */
export function frameLength(frames: Buffer, position: number): number {
  return getUint32(frames, position)
}

export function frameTimeMs(frames: Buffer, position: number): number {
  return getUint32(frames, position + 4) + getUint32(frames, position + 8) * 2 ** 32
}

/** As `readUInt32LE`, without its checks: a read walks over each frame twice, in 0.02 us each time instead of 0.045. */
function getUint32(frames: Buffer, position: number): number {
  return (
    (frames[position]! |
      (frames[position + 1]! << 8) |
      (frames[position + 2]! << 16) |
      (frames[position + 3]! << 24)) >>>
    0
  )
}

/** One record framed in a buffer of its own: for logs where an append is rare. */
export function frameOf(payload: Uint8Array, timeMs: number): Buffer {
  const frame = Buffer.allocUnsafe(frameHeaderSize + payload.byteLength)
  frame.set(payload, writeFrameHeader(frame, 0, payload.byteLength, timeMs))
  return frame
}
