import { dot, minus } from './json-bytes.ts'
import { found, type NumberScanner, scanDouble } from './scan-number.ts'

/** Below it JavaScript writes numbers with an exponent, which is no decimal. */
const smallest = 1e-6

/** Decimals of up to 15 digits as unscaled integers, the nearest if there are more places than the type has. */
export function decimalScanner(precision: number, scale: number): NumberScanner {
  const unscaledMax = Math.min(10 ** precision - 1, Number.MAX_SAFE_INTEGER)
  return (bytes, from, end) => {
    const next = scanDouble(bytes, from, end)
    const value = Math.abs(found[0]!)
    if (next === -1 || (value < smallest && value !== 0)) return -1
    const isNegative = bytes[from] === minus
    const unscaled = unscaledAt(bytes, isNegative ? from + 1 : from, next, scale)
    if (unscaled > unscaledMax) return -1
    found[0] = isNegative ? -unscaled : unscaled
    return next
  }
}

function unscaledAt(bytes: Uint8Array, from: number, end: number, scale: number): number {
  let unscaled = 0
  let isFraction = false
  let missing = scale
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!
    if (byte === dot) isFraction = true
    else if (isFraction && missing === 0) return byte - 48 >= 5 ? unscaled + 1 : unscaled
    else {
      unscaled = unscaled * 10 + byte - 48
      if (isFraction) missing--
    }
  }
  return unscaled * 10 ** missing
}
