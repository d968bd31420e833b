const digits = '0123456789abcdef'

/** By byte, the codes of its two digits. */
const high = Uint8Array.from({ length: 256 }, (_, byte) => digits.charCodeAt(byte >>> 4))
const low = Uint8Array.from({ length: 256 }, (_, byte) => digits.charCodeAt(byte & 15))

/** Writes the bytes from `start` to `end` in hex, without a text in between. @returns the position behind it */
export function writeHex(
  target: Uint8Array,
  at: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let to = at
  for (let from = start; from < end; from++) {
    const byte = bytes[from]!
    target[to++] = high[byte]!
    target[to++] = low[byte]!
  }
  return to
}
