import { minus } from './json-bytes.ts'
import { NumberColumn } from './number-column.ts'
import { Int64Store } from './number-stores.ts'
import { scanInteger, skipInteger } from './scan-number.ts'

/** Of a 64-bit integer, without its sign. */
const digitsMax = 19
const lowDigits = 9
const lowRange = 1_000_000_000n
const [int64Min, int64Max] = [-(2n ** 63n), 2n ** 63n - 1n]

/** 64-bit integers: those with more digits than a number of JavaScript holds too, as keys and nanoseconds have them. */
export class BigintColumn extends NumberColumn {
  constructor(rowsMax: number) {
    super(rowsMax, scanInteger, new Int64Store(rowsMax))
  }

  override scan(bytes: Uint8Array, at: number, end: number): number {
    const next = super.scan(bytes, at, end)
    return next === -1 ? this.#scanLong(bytes, at, end) : next
  }

  #scanLong(bytes: Uint8Array, from: number, end: number): number {
    const next = skipInteger(bytes, from, end)
    const isNegative = bytes[from] === minus
    const first = isNegative ? from + 1 : from
    if (next === -1 || next - first <= lowDigits || next - first > digitsMax) return -1
    const high = digitsAt(bytes, first, next - lowDigits)
    const size = BigInt(high) * lowRange + BigInt(digitsAt(bytes, next - lowDigits, next))
    const value = isNegative ? -size : size
    if (value < int64Min || value > int64Max) return -1
    this.append(value)
    this.hasLong = true
    return next
  }
}

function digitsAt(bytes: Uint8Array, from: number, end: number): number {
  let value = 0
  for (let at = from; at < end; at++) value = value * 10 + bytes[at]! - 48
  return value
}
