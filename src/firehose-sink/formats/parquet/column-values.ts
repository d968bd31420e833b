import type { HiveField, HiveType } from './hive-type.ts'
import { numericTimestamp, standardTimestamp, type TimestampReader } from './timestamp-reader.ts'

/** What a file has for a value. Throws an Error in plain words for one that does not go with the type. */
export type ValueReader = (value: unknown) => unknown

/** How keys of JSON find their members. */
export interface ReaderOptions {
  readonly timestamps: readonly TimestampReader[]
}

/** Thrown where a number has more digits than JavaScript's numbers can hold: the record must be parsed in another way. */
export class LostDigits extends Error {}

/** One for all, as it is no failure: to make one costs more than the record does. */
const lostDigits = new LostDigits()

function checkDigits(value: unknown): void {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) throw lostDigits
}

const unfit = (value: unknown, type: string): Error => {
  const shown = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? String(inner) : inner,
  )
  return new Error(`${(shown ?? String(value)).slice(0, 100)} is not a value of type ${type}`)
}

/** Makes a reader for a type. Null is null in all of them. */
export function valueReader(type: HiveType, options: ReaderOptions): ValueReader {
  const read = notNull(type, options)
  return (value) => (value === null || value === undefined ? null : read(value))
}

function notNull(type: HiveType, options: ReaderOptions): ValueReader {
  switch (type.kind) {
    case 'boolean':
      return readBoolean
    case 'tinyint':
      return integer('tinyint', -128, 127)
    case 'smallint':
      return integer('smallint', -32_768, 32_767)
    case 'int':
      return integer('int', -2_147_483_648, 2_147_483_647)
    case 'bigint':
      return readBigint
    case 'float':
    case 'double':
      return readDouble
    case 'string':
      return readString
    case 'binary':
      return readBinary
    case 'date':
      return readDate
    case 'timestamp':
      return (value) => readTimestamp(value, options.timestamps)
    case 'decimal':
      return (value) => readDecimal(value, type.precision, type.scale)
    case 'array':
      return arrayOf(valueReader(type.element, options))
    case 'map':
      return mapOf(valueReader(type.value, options))
    case 'struct':
      return structOf(type.fields, options)
  }
}

function readBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw unfit(value, 'boolean')
}

function integer(name: string, min: number, max: number): ValueReader {
  return (value) => {
    const number = typeof value === 'string' && value !== '' ? Number(value) : value
    if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max)
      return number
    throw unfit(value, name)
  }
}

const [int64Min, int64Max] = [-(2n ** 63n), 2n ** 63n - 1n]

function readBigint(value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  checkDigits(value)
  const whole = typeof value === 'bigint' || (typeof value === 'string' && /^-?\d{1,19}$/.test(value))
  const number = whole ? BigInt(value) : undefined
  if (number !== undefined && number >= int64Min && number <= int64Max) return number
  throw unfit(value, 'bigint')
}

function readDouble(value: unknown): number {
  if (typeof value === 'number') return value
  const number =
    typeof value === 'bigint' || (typeof value === 'string' && value.trim() !== '')
      ? Number(value)
      : Number.NaN
  if (Number.isNaN(number) && value !== 'NaN') throw unfit(value, 'double')
  return number
}

/** As Hive has it: what is no text is the JSON of it. */
function readString(value: unknown): string {
  if (typeof value === 'string') return value
  checkDigits(value)
  return typeof value === 'object' ? jsonOf(value) : String(value)
}

/** JSON.stringify refuses BigInts, which only records with long integers have. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'bigint' ? rawJSON(String(inner)) : inner,
    )
  }
}

/* Newer than the types of JavaScript's library here. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object }

function readBinary(value: unknown): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value, 'base64')
  throw unfit(value, 'binary')
}

const dayMicros = 86_400_000_000n

function readDate(value: unknown): number {
  const micros = typeof value === 'string' ? standardTimestamp(value) : undefined
  if (micros === undefined) throw unfit(value, 'date')
  return Number((micros - (((micros % dayMicros) + dayMicros) % dayMicros)) / dayMicros)
}

function readTimestamp(value: unknown, readers: readonly TimestampReader[]): bigint {
  const text = String(value)
  for (const reader of readers) {
    const micros = reader(text)
    if (micros !== undefined) return micros
  }
  const micros = typeof value === 'number' ? numericTimestamp(value) : standardTimestamp(text)
  if (micros === undefined) throw unfit(value, 'timestamp')
  return micros
}

/** @returns the unscaled value: 1.25 with a scale of 2 is 125 */
function readDecimal(value: unknown, precision: number, scale: number): bigint {
  checkDigits(value)
  const text =
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string' ? String(value) : ''
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text)
  const [, sign = '', whole = '', fraction = ''] = match ?? []
  const unscaled = BigInt(`${whole}${fraction.padEnd(scale, '0').slice(0, scale)}` || '0')
  const rounded = (fraction[scale] ?? '0') >= '5' ? unscaled + 1n : unscaled
  if (match === null || rounded >= 10n ** BigInt(precision))
    throw unfit(value, `decimal(${precision},${scale})`)
  return sign === '-' ? -rounded : rounded
}

function arrayOf(element: ValueReader): ValueReader {
  return (value) => {
    if (!Array.isArray(value)) throw unfit(value, 'array')
    return value.map(element)
  }
}

/** As the file's library takes a map: a list of keys with their values. */
function mapOf(read: ValueReader): ValueReader {
  return (value) => {
    if (!isObject(value)) throw unfit(value, 'map')
    return Object.entries(value).map(([key, one]) => ({ key, value: read(one) }))
  }
}

function structOf(fields: readonly HiveField[], options: ReaderOptions): ValueReader {
  const readers = fields.map(({ name, type }) => ({ name, read: valueReader(type, options) }))
  return (value) => {
    if (!isObject(value)) throw unfit(value, 'struct')
    const lower = lowerKeys(value)
    const read: Record<string, unknown> = {}
    for (const reader of readers) read[reader.name] = reader.read(lower[reader.name])
    return read
  }
}

/** Without a prototype: a key like `__proto__` is one as any other. */
export function lowerKeys(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const lower = Object.create(null) as Record<string, unknown>
  for (const [key, one] of Object.entries(value)) lower[key.toLowerCase()] = one
  return lower
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
