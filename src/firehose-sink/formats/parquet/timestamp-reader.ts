/** Microseconds since 1970, or undefined for what is no time in the form. */
export type TimestampReader = (text: string) => bigint | undefined

interface TimeParts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** Of a second. */
  micros: number
  offsetMinutes: number
}

/** `2018-08-27 10:30:05.123456`, as java.sql.Timestamp, and ISO 8601. Without an offset: UTC. */
const standardForm =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

export function standardTimestamp(text: string): bigint | undefined {
  return commonTimestamp(text) ?? anyTimestamp(text)
}

/** `2018-08-27T10:30:05.123Z`: what JSON.stringify makes of a time, without the regular expression, in a tenth of its time. */
function commonTimestamp(text: string): bigint | undefined {
  if (text.length !== 24 || text[4] !== '-' || text[10] !== 'T' || text[19] !== '.' || text[23] !== 'Z')
    return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) || digits(text, 8) > 28 ? undefined : BigInt(ms) * 1000n
}

/** The number of two digits. */
function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48
}

function anyTimestamp(text: string): bigint | undefined {
  const match = standardForm.exec(text.trim())
  if (match === null) return undefined
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', zone = 'Z'] = match
  return microsOf({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    micros: Number(fraction.padEnd(6, '0').slice(0, 6)),
    offsetMinutes: offsetOf(zone),
  })
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

function microsOf({
  year,
  month,
  day,
  hour,
  minute,
  second,
  micros,
  offsetMinutes,
}: TimeParts): bigint | undefined {
  const ms = Date.UTC(year, month - 1, day, hour, minute, second)
  const there = new Date(ms)
  if (
    there.getUTCMonth() !== month - 1 ||
    there.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  )
    return undefined
  return BigInt(ms - offsetMinutes * 60_000) * 1000n + BigInt(micros)
}

/** From here on a number is milliseconds: as seconds it would be the year 5138. */
const millisFrom = 1e11

/** A file has no room for more: the year 294,247. */
const microsMax = 2 ** 63

/** A time that JSON has as a number: seconds since 1970, with a fraction or without, or milliseconds. */
export function numericTimestamp(value: number): bigint | undefined {
  const micros = Math.round(Math.abs(value) < millisFrom ? value * 1e6 : value * 1e3)
  return Math.abs(micros) < microsMax ? BigInt(micros) : undefined
}

/** Letters of Joda-Time's patterns, and what they stand for. */
const letters: Readonly<Record<string, { readonly part: keyof TimeParts | 'zone'; readonly form: string }>> =
  {
    y: { part: 'year', form: '\\d{1,4}' },
    Y: { part: 'year', form: '\\d{1,4}' },
    M: { part: 'month', form: '\\d{1,2}' },
    d: { part: 'day', form: '\\d{1,2}' },
    H: { part: 'hour', form: '\\d{1,2}' },
    m: { part: 'minute', form: '\\d{1,2}' },
    s: { part: 'second', form: '\\d{1,2}' },
    S: { part: 'micros', form: '\\d{1,9}' },
    Z: { part: 'zone', form: 'Z|[+-]\\d{2}:?\\d{2}' },
  }

/**
 * A form of TimestampFormats: a pattern of Joda-Time with numbers only, or `millis` for milliseconds since 1970.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_HiveJsonSerDe.html
 * @throws Error in plain words
 */
export function timestampReader(pattern: string): TimestampReader {
  if (pattern === 'millis') return (text) => (/^-?\d{1,15}$/.test(text) ? BigInt(text) * 1000n : undefined)
  const parts: (keyof TimeParts | 'zone')[] = []
  let form = ''
  for (const [token, quoted, letter] of pattern.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z]/g)) {
    if (letter === undefined) {
      form += (quoted ?? token).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      continue
    }
    const known = letters[letter]
    if (known === undefined || (letter === 'M' && token.length > 2))
      throw new Error(`${token} in ${pattern} is not supported`)
    parts.push(known.part)
    form += `(${known.form})`
  }
  const whole = new RegExp(`^${form}$`)
  return (text) => readWith(whole, parts, text)
}

function readWith(
  form: RegExp,
  parts: readonly (keyof TimeParts | 'zone')[],
  text: string,
): bigint | undefined {
  const match = form.exec(text)
  if (match === null) return undefined
  const time: TimeParts = {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    micros: 0,
    offsetMinutes: 0,
  }
  for (const [i, part] of parts.entries()) {
    const value = match[i + 1] ?? ''
    if (part === 'zone') time.offsetMinutes = offsetOf(value)
    else if (part === 'micros') time.micros = Number(value.padEnd(6, '0').slice(0, 6))
    else time[part] = Number(value)
  }
  return microsOf(time)
}
