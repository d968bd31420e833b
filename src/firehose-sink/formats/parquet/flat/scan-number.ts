import { dot, isDigit, letterE, letterF, letterT, minus, skipWord, zero } from './json-bytes.ts'

/**
 * Reads a value of JSON that starts at `at` and puts what it is into `found[0]`: a number is handed over without an object for it.
 * @returns where the value ends, or -1 for one that this scanner does not read; the general reader decides about that
 */
export type NumberScanner = (bytes: Uint8Array, at: number, end: number) => number

export const found = new Float64Array(1)

/** Digits that a number of JavaScript holds whatever they are. */
export const digitsMax = 15

export function scanInteger(bytes: Uint8Array, from: number, end: number): number {
  const isNegative = bytes[from] === minus
  const first = isNegative ? from + 1 : from
  let at = first
  let value = 0
  while (at < end) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
    at++
  }
  const count = at - first
  if (count === 0 || count > digitsMax || (count > 1 && bytes[first] === 48) || !isEnded(bytes, at, end))
    return -1
  found[0] = isNegative ? -value : value
  return at
}

/** @returns where an integer ends, of any length but written as JavaScript writes it; -1 for what is none */
export function skipInteger(bytes: Uint8Array, from: number, end: number): number {
  const first = bytes[from] === minus ? from + 1 : from
  let at = first
  while (at < end && isDigit(bytes[at])) at++
  if (at === first || !isEnded(bytes, at, end)) return -1
  return bytes[first] === zero && (at > first + 1 || first > from) ? -1 : at
}

/** A power of ten up to 10^22 is exact, and so is a number of 15 digits: their quotient is the nearest there is. */
const powersOfTen = Float64Array.from({ length: digitsMax + 1 }, (_, i) => Number(`1e${i}`))

export function scanDouble(bytes: Uint8Array, from: number, end: number): number {
  const isNegative = bytes[from] === minus
  const first = isNegative ? from + 1 : from
  let at = first
  let point = 0
  let value = 0
  while (at < end) {
    const digit = bytes[at]! - 48
    if (digit >= 0 && digit <= 9) value = value * 10 + digit
    else if (digit === dot - 48 && point === 0) point = at
    else break
    at++
  }
  const count = at - first - (point === 0 ? 0 : 1)
  const wholeEnd = point === 0 ? at : point
  if (count > digitsMax || wholeEnd === first || point === at - 1) return -1
  if ((wholeEnd > first + 1 && bytes[first] === 48) || !isEnded(bytes, at, end)) return -1
  if (point !== 0) value /= powersOfTen[at - point - 1]!
  found[0] = isNegative ? -value : value
  return at
}

/** What follows a number: nothing that could be more of it. */
function isEnded(bytes: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return true
  const byte = bytes[at]!
  return byte !== dot && (byte | 0x20) !== letterE && !isDigit(byte)
}

export function scanBoolean(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]
  if (first !== letterT && first !== letterF) return -1
  found[0] = first === letterT ? 1 : 0
  return skipWord(bytes, at, end, first === letterT ? 'true' : 'false')
}

/** For types whose values the general reader alone knows. */
export function scanNothing(): number {
  return -1
}
