import type { ValueRange } from './chunk-values.ts'
import { lengthAt } from './plain-bytes.ts'

/** Of a smallest or largest value in the statistics: enough for a reader to skip by. */
const boundBytes = 16

/**
 * The smallest and the largest of values with their lengths before them, in the order of their bytes.
 * Long ones are cut off, text between its letters: the smallest to less, the largest to more.
 */
export function bytesRange(plain: Buffer, isText: boolean): ValueRange | undefined {
  if (plain.length === 0) return undefined
  const { min, max } = boundsOf(plain)
  const cutMin = min.length <= boundBytes ? min : min.subarray(0, isText ? letterStart(min) : boundBytes)
  const cutMax = max.length <= boundBytes ? max : ((isText ? nextText(max) : nextBytes(max)) ?? max)
  return {
    /* Copies: the column's memory is used again. */
    min: Uint8Array.from(cutMin),
    max: Uint8Array.from(cutMax),
    isCut: { min: cutMin !== min, max: cutMax !== max },
  }
}

function boundsOf(plain: Buffer): { min: Buffer; max: Buffer } {
  const length = lengthAt(plain, 0)
  let [min, minLength, max, maxLength] = [0, length, 0, length]
  for (let at = 4 + length; at < plain.length; ) {
    const atLength = lengthAt(plain, at)
    if (isLess(plain, at, atLength, min, minLength)) {
      min = at
      minLength = atLength
    } else if (isLess(plain, max, maxLength, at, atLength)) {
      max = at
      maxLength = atLength
    }
    at += 4 + atLength
  }
  return {
    min: plain.subarray(min + 4, min + 4 + minLength),
    max: plain.subarray(max + 4, max + 4 + maxLength),
  }
}

function isLess(plain: Buffer, a: number, lengthA: number, b: number, lengthB: number): boolean {
  const shorter = Math.min(lengthA, lengthB, boundBytes)
  for (let i = 4; i < 4 + shorter; i++) {
    const difference = plain[a + i]! - plain[b + i]!
    if (difference !== 0) return difference < 0
  }
  if (shorter < boundBytes) return lengthA < lengthB
  return plain.compare(plain, b + 4, b + 4 + lengthB, a + 4, a + 4 + lengthA) < 0
}

/** Where the letter starts that goes over the bound, if UTF-8 has it there. */
function letterStart(bytes: Uint8Array): number {
  let end = boundBytes
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--
  return end
}

/** A short text after all that begin like this one: with the next letter in the place of one. Undefined when there is none. */
function nextText(bytes: Uint8Array): Uint8Array | undefined {
  const letters = [...Buffer.from(bytes.subarray(0, letterStart(bytes))).toString()]
  while (letters.length > 0) {
    const code = letters.pop()!.codePointAt(0)!
    const next = code === 0xd7ff ? 0xe000 : code + 1
    if (next > 0x10ffff) continue
    const text = Buffer.from(letters.join('') + String.fromCodePoint(next))
    if (text.length <= boundBytes) return text
  }
  return undefined
}

function nextBytes(bytes: Uint8Array): Uint8Array | undefined {
  const next = Uint8Array.from(bytes.subarray(0, boundBytes))
  let last = next.length - 1
  while (last >= 0 && next[last] === 0xff) last--
  if (last < 0) return undefined
  next[last]!++
  return next.subarray(0, last + 1)
}
