import { writeHex } from '../../base/index.ts'
import type { Offset } from '../../log/index.ts'

/** Unpredictable bytes of one queue, from which the ids of its messages follow. */
export const idSeedSize = 16
export const messageIdSize = 16
const hyphen = 0x2d

/**
 * Writes the id of the message at an offset: a version 4 UUID in form, which needs no memory to be found again. Two of
 * its four words are a mixing of the offset that loses nothing, so that no two messages of a queue have one id.
 */
export function writeMessageId(target: Buffer, at: number, seed: Uint8Array, offset: Offset): void {
  const low = offset >>> 0
  const high = Math.floor(offset / 2 ** 32)
  const first = mixed(low ^ wordOf(seed, 0))
  const last = mixed(low ^ wordOf(seed, 3) ^ Math.imul(high + 1, 0x9e3779b1))
  target.writeUInt32BE(first, at)
  target.writeUInt32BE(mixed(wordOf(seed, 1) ^ high ^ first), at + 4)
  target.writeUInt32BE(mixed(wordOf(seed, 2) ^ last), at + 8)
  target.writeUInt32BE(last, at + 12)
  target[at + 6] = (target[at + 6]! & 0x0f) | 0x40
  target[at + 8] = (target[at + 8]! & 0x3f) | 0x80
}

/** In the 36 characters of a UUID. */
export function messageIdText(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + messageIdSize)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The same as bytes. @returns the position behind it */
export function writeMessageIdText(
  target: Uint8Array,
  position: number,
  bytes: Buffer,
  start: number,
): number {
  let at = writeHex(target, position, bytes, start, start + 4)
  for (let group = 4; group < 10; group += 2) {
    target[at] = hyphen
    at = writeHex(target, at + 1, bytes, start + group, start + group + 2)
  }
  target[at] = hyphen
  return writeHex(target, at + 1, bytes, start + 10, start + messageIdSize)
}

function wordOf(seed: Uint8Array, i: number): number {
  const at = 4 * i
  return (seed[at]! | (seed[at + 1]! << 8) | (seed[at + 2]! << 16) | (seed[at + 3]! << 24)) >>> 0
}

/** The finaliser of MurmurHash3: a permutation of the 32-bit numbers. */
function mixed(word: number): number {
  let bits = word
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
