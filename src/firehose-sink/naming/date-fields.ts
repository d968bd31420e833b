import type { ZonedTime } from './zoned-time.ts'

/** What a run of one letter writes. Undefined: that many of the letter are not allowed. */
export type FieldWriter = (time: ZonedTime) => string

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

/** A number that at most `widthMax` letters ask for, padded to as many digits as there are letters. */
function number(of: (time: ZonedTime) => number, count: number, widthMax = 2): FieldWriter | undefined {
  return count > widthMax ? undefined : (time) => pad(of(time), count)
}

/** Two letters: the last two digits. */
function year(of: (time: ZonedTime) => number, count: number): FieldWriter | undefined {
  if (count > 19) return undefined
  return (time) => (count === 2 ? pad(of(time) % 100, 2) : pad(of(time), count))
}

type TextStyle = 'short' | 'long' | 'narrow'
const styles: Readonly<Record<number, TextStyle>> = { 3: 'short', 4: 'long', 5: 'narrow' }

/** In English, which is the language of AWS's servers. */
function text(field: 'month' | 'weekday' | 'era', style: TextStyle | undefined): FieldWriter | undefined {
  if (style === undefined) return undefined
  const format = new Intl.DateTimeFormat('en-US', { [field]: style, timeZone: 'UTC' })
  return ({ local }) => format.formatToParts(local).find(({ type }) => type === field)?.value ?? ''
}

function month(count: number): FieldWriter | undefined {
  if (count <= 2) return number(({ local }) => local.getUTCMonth() + 1, count)
  return text('month', styles[count])
}

const quarterOf = ({ local }: ZonedTime): number => Math.floor(local.getUTCMonth() / 3) + 1
const ordinals = ['', '1st', '2nd', '3rd', '4th']

function quarter(count: number): FieldWriter | undefined {
  if (count === 3) return (time) => `Q${quarterOf(time)}`
  if (count === 4) return (time) => `${ordinals[quarterOf(time)]} quarter`
  return count === 5 ? (time) => String(quarterOf(time)) : number(quarterOf, count)
}

const dayMs = 86_400_000

function dayOfYear({ local }: ZonedTime): number {
  return Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / dayMs) + 1
}

function milliOfDay({ local }: ZonedTime): number {
  return ((local.getTime() % dayMs) + dayMs) % dayMs
}

const hourOf = ({ local }: ZonedTime): number => local.getUTCHours()
/** 12 for 0, as clocks have it. */
const onClock = (value: number, hours: number): number => (value % hours === 0 ? hours : value % hours)

function offset(count: number, { zero, colons }: { zero: string; colons: boolean }): FieldWriter {
  return ({ offsetMinutes }) => {
    if (offsetMinutes === 0 && zero !== '') return zero
    const absolute = Math.abs(offsetMinutes)
    const [hours, minutes] = [pad(Math.floor(absolute / 60), 2), pad(absolute % 60, 2)]
    const sign = offsetMinutes < 0 ? '-' : '+'
    if (count === 1) return `${sign}${hours}${minutes === '00' ? '' : minutes}`
    return `${sign}${hours}${colons ? ':' : ''}${minutes}`
  }
}

/** `X`, once and twice without a colon, three times with one; four and five are the same with seconds, which no zone has today. */
function isoOffset(count: number, zero: string): FieldWriter | undefined {
  return count > 5 ? undefined : offset(count, { zero, colons: count === 3 || count === 5 })
}

function gmtOffset(count: number): FieldWriter | undefined {
  if (count !== 1 && count !== 4) return undefined
  const whole = offset(2, { zero: '', colons: true })
  return (time) => {
    if (time.offsetMinutes === 0) return 'GMT'
    const written = whole(time)
    return `GMT${count === 4 ? written : written.replace(/^(.)0?/, '$1').replace(/:00$/, '')}`
  }
}

function rfcOffset(count: number): FieldWriter | undefined {
  if (count === 4) return gmtOffset(4)
  if (count === 5) return isoOffset(5, 'Z')
  return count > 5 ? undefined : offset(2, { zero: '', colons: false })
}

function zoneName(count: number): FieldWriter | undefined {
  if (count > 4) return undefined
  const style = count === 4 ? 'long' : 'short'
  return ({ local, offsetMinutes, zone }) => {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: style })
    const parts = format.formatToParts(local.getTime() - offsetMinutes * 60_000)
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
  }
}

function fraction(count: number): FieldWriter | undefined {
  if (count > 9) return undefined
  return ({ local }) => pad(local.getUTCMilliseconds(), 3).padEnd(9, '0').slice(0, count)
}

/**
 * The letters of Java's DateTimeFormatter, but for those that count weeks: these depend on the country (`Y`, `w`, `W`, `e`, `c`).
 * Source: https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html ("Patterns for Formatting and Parsing")
 */
export const dateFields: Readonly<Record<string, (count: number) => FieldWriter | undefined>> = {
  G: (count) => text('era', count <= 3 ? 'short' : styles[count]),
  u: (count) => year(({ local }) => local.getUTCFullYear(), count),
  y: (count) => year(({ local }) => local.getUTCFullYear(), count),
  D: (count) => number(dayOfYear, count, 3),
  M: month,
  L: month,
  d: (count) => number(({ local }) => local.getUTCDate(), count),
  Q: quarter,
  q: quarter,
  E: (count) => text('weekday', count <= 3 ? 'short' : styles[count]),
  F: (count) => number(({ local }) => ((local.getUTCDate() - 1) % 7) + 1, count, 1),
  a: (count) => (count === 1 ? (time) => (hourOf(time) < 12 ? 'AM' : 'PM') : undefined),
  h: (count) => number((time) => onClock(hourOf(time), 12), count),
  K: (count) => number((time) => hourOf(time) % 12, count),
  k: (count) => number((time) => onClock(hourOf(time), 24), count),
  H: (count) => number(hourOf, count),
  m: (count) => number(({ local }) => local.getUTCMinutes(), count),
  s: (count) => number(({ local }) => local.getUTCSeconds(), count),
  S: fraction,
  A: (count) => number(milliOfDay, count, 19),
  n: (count) => number(({ local }) => local.getUTCMilliseconds() * 1e6, count, 19),
  N: (count) => (count > 19 ? undefined : (time) => `${milliOfDay(time)}000000`.padStart(count, '0')),
  V: (count) => (count === 2 ? ({ zone }) => zone : undefined),
  z: zoneName,
  O: gmtOffset,
  X: (count) => isoOffset(count, 'Z'),
  x: (count) => isoOffset(count, ''),
  Z: rfcOffset,
}
