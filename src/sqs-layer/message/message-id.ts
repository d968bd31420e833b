import type { Offset } from '../../log/index.ts'

/** Unpredictable bytes of one queue, from which the ids of its messages follow. */
export const idSeedSize = 16
export const messageIdSize = 16

/**
 * Writes the id of the message at an offset: a version 4 UUID in form, which needs no memory to be found again. Two of
 * its four words are a mixing of the offset that loses nothing, so that no two messages of a queue have one id.
 */
export function writeMessageId(target: Buffer, at: number, seed: Uint8Array, offset: Offset): void {
  const low = offset >>> 0
  const high = Math.floor(offset / 2 ** 32)
  const words = new Uint32Array(4)
  for (let i = 0; i < 4; i++) words[i] = wordOf(seed, i)
  words[0] = mixed(low ^ words[0]!)
  words[3] = mixed(low ^ words[3]! ^ Math.imul(high + 1, 0x9e3779b1))
  words[1] = mixed(words[1]! ^ high ^ words[0]!)
  words[2] = mixed(words[2]! ^ words[3]!)
  for (let i = 0; i < 4; i++) target.writeUInt32BE(words[i]!, at + 4 * i)
  target[at + 6] = (target[at + 6]! & 0x0f) | 0x40
  target[at + 8] = (target[at + 8]! & 0x3f) | 0x80
}

/** In the 36 characters of a UUID. */
export function messageIdText(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + messageIdSize)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
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
