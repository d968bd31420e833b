/* Offsets, ids and times on disk are u64, little-endian; in memory they are safe integers, so the top 11 bits are 0. */

export function writeU64(target: Buffer, value: number, position: number): void {
  target.writeUInt32LE(value % 2 ** 32, position)
  target.writeUInt32LE(Math.floor(value / 2 ** 32), position + 4)
}

export function readU64(source: Buffer, position: number): number {
  return source.readUInt32LE(position) + source.readUInt32LE(position + 4) * 2 ** 32
}
