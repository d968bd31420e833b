/*
 * Strings and binary values in encoding PLAIN:
 *
 *   | length | bytes
 *   | u32    | `length` bytes
 */
export const lengthBytes = 4

export function lengthAt(plain: Uint8Array, at: number): number {
  return plain[at]! | (plain[at + 1]! << 8) | (plain[at + 2]! << 16) | (plain[at + 3]! << 24)
}

export function writeLength(plain: Uint8Array, at: number, length: number): void {
  plain[at] = length
  plain[at + 1] = length >>> 8
  plain[at + 2] = length >>> 16
  plain[at + 3] = length >>> 24
}
