import { dot, quote } from './json-bytes.ts'
import { found } from './scan-number.ts'

/* Times as most write them, in UTC. The years are those whose microseconds are whole numbers in JavaScript's. */
const [yearMin, yearMax] = [1700, 2199]
const letterZ = 0x5a
const daySeconds = 86_400
/** More are cut off. */
const fractionDigits = 6

/** `"2018-08-27"` as days since 1970. */
export function scanDate(bytes: Uint8Array, at: number, end: number): number {
  if (at + 12 > end || bytes[at] !== quote || bytes[at + 11] !== quote) return -1
  const days = daysAt(bytes, at + 1)
  if (Number.isNaN(days)) return -1
  found[0] = days
  return at + 12
}

/** `"2018-08-27T10:30:05.123Z"` as microseconds since 1970: a blank for the T, any fraction or none, a Z or none. */
export function scanTimestamp(bytes: Uint8Array, from: number, end: number): number {
  if (from + 21 > end || bytes[from] !== quote) return -1
  const days = daysAt(bytes, from + 1)
  const seconds = secondsAt(bytes, from + 12)
  if (Number.isNaN(days) || seconds < 0 || !(bytes[from + 11] === 0x54 || bytes[from + 11] === 0x20))
    return -1
  let at = from + 20
  let micros = 0
  if (bytes[at] === dot) {
    const first = at + 1
    let scale = 100_000
    for (at = first; at < end && at - first <= 9; at++) {
      const digit = bytes[at]! - 48
      if (digit < 0 || digit > 9) break
      if (at - first < fractionDigits) micros += digit * scale
      scale = (scale / 10) | 0
    }
    if (at === first || at - first > 9) return -1
  }
  if (at < end && bytes[at] === letterZ) at++
  if (at >= end || bytes[at] !== quote) return -1
  found[0] = (days * daySeconds + seconds) * 1e6 + micros
  return at + 1
}

/** @returns days since 1970 of a `2018-08-27`, NaN for what is no such day */
function daysAt(bytes: Uint8Array, at: number): number {
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2)
  const month = twoDigits(bytes, at + 5)
  const day = twoDigits(bytes, at + 8)
  if (bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d || !(year >= yearMin && year <= yearMax))
    return Number.NaN
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN
  return daysOf(year, month, day)
}

/** @returns seconds of a day of a `10:30:05`, negative for what is none */
function secondsAt(bytes: Uint8Array, at: number): number {
  const hour = twoDigits(bytes, at)
  const minute = twoDigits(bytes, at + 3)
  const second = twoDigits(bytes, at + 6)
  if (bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a || hour > 23 || minute > 59 || second > 59) return -1
  return hour < 0 || minute < 0 || second < 0 ? -1 : (hour * 60 + minute) * 60 + second
}

/** @returns far below 0 for what are not two digits */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48
  const ones = bytes[at + 1]! - 48
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1_000_000 : tens * 10 + ones
}

const monthDays = Uint8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

function daysIn(year: number, month: number): number {
  const isLeap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return monthDays[month]! + (isLeap ? 1 : 0)
}

/** Years begin in March here, so that a leap day is the last. Source: https://howardhinnant.github.io/date_algorithms.html */
function daysOf(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1
  const century = (marchYear / 100) | 0
  const dayOfYear = ((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0
  return 365 * marchYear + ((marchYear / 4) | 0) - century + ((century / 4) | 0) + dayOfYear + day - 719_469
}
