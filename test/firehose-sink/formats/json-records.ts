/* Records as people send them, and as nobody should: what a conversion has to read, or to refuse. */
import fc from 'fast-check'
import type { ConversionPlan } from '../../../src/firehose-sink/formats/parquet/conversion-plan.ts'

type Column = ConversionPlan['columns'][number]

const mostly = <T>(common: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, weight = 12) =>
  fc.oneof({ weight, arbitrary: common }, rare)

const digits = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.nat(18), fc.integer({ min: 1, max: 18 }))
  .map(([number, cut, places]) => {
    const text = String(number / 10n ** BigInt(cut)).padStart(places + 1, '0')
    return `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/^0+(?=\d)/, '')
  })

const integers = fc.oneof(
  fc.integer({ min: -130, max: 130 }).map(String),
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }).map(String),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
)

const oddNumbers = fc.constantFrom(
  ...'0|-0|-0.0|1.0|01|007.5|-|1.|.5|1e3|1E-7|-1e400|9007199254740993|12.5e|+1|0x1|1_0|1:2|1-2'.split('|'),
)

const numbers = mostly(fc.oneof(integers, digits, fc.double().map(String)), oddNumbers, 8)

const times = fc.oneof(
  fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc
    .tuple(...[2024, 13, 32, 25, 60].map((max) => fc.nat(max)))
    .map((parts) => parts.map((part, i) => String(part).padStart(i === 0 ? 4 : 2, '0')))
    .map(([year, month, day, hour, minute]) => `${year}-${month}-${day} ${hour}:${minute}:59.5`),
  fc.constantFrom(
    ...'2018-08-27 10:30:05|2018-08-27T10:30:05.1234567Z|2018-08-27T10:30:05.1234567890Z|2018'.split('|'),
    ...'2018-02-29|2020-02-29T23:59:59.9|2018-08-27T24:00:00.000Z|2018-08-31T24:00:00.000Z'.split('|'),
    ...'2018-08-27T10:30:05+02:00|2018-08-27T10:30:05.Z|2018-08-27T10:30:05 Z|2018-8-7|2018-13-01'.split('|'),
    ...'2018-08-27t10:30:05z|2018-08-27T10:30:60|2018-0:-27T10:30:05|1535365805250|2018-04-31'.split('|'),
  ),
)

const dates = mostly(
  fc.tuple(fc.nat(2100), fc.nat(12), fc.nat(31)).map((parts) => {
    const [year, month, day] = parts.map((part, i) => String(part).padStart(i === 0 ? 4 : 2, '0'))
    return `${year}-${month}-${day}`
  }),
  times,
  2,
)

/** As writers have texts that keep to ASCII. */
const inAscii = (text: string) =>
  text.replaceAll(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 10 }).map((text) => inAscii(JSON.stringify(text))),
  fc.string({ maxLength: 30 }).map((text) => JSON.stringify(text)),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => JSON.stringify(text)),
  fc.constantFrom(...['"\\ud800"', '"\\/\\u0041"', '""', '"\\"\\\\"', '"\\b\\f\\n\\r\\t\\/"']),
)

const oddTexts = fc.constantFrom(...['"\\x"', '"\\u12g4"', '"a\tb"', '"open', '"a"b"'])

const nested = fc.constantFrom('{"x":{"y":[1,"}",{"z":null}]}}', '[ "]" , 2 ]', '[]', '{}', '{"a":1}')

const oddValues = fc.constantFrom(
  ...['nul', 'truex', 'NaN', '', '[', '{"x":1,}', '[1,]', '{"x" 1}', '[1 2]', '[01]', '{1:2}'],
  `${'['.repeat(40)}${']'.repeat(40)}`,
)

const words = fc.constantFrom('true', 'false', 'null')
const anyValues = fc.oneof(numbers, texts, nested, words, mostly(texts, fc.oneof(oddTexts, oddValues), 1))
const inQuotes = (values: fc.Arbitrary<string>) => values.map((value) => `"${value}"`)

/** In JSON, of values that mostly go with the type. */
const valuesOf: Record<string, fc.Arbitrary<string>> = {
  boolean: mostly(words, inQuotes(words)),
  tinyint: fc.integer({ min: -130, max: 130 }).map(String),
  smallint: fc.integer({ min: -33_000, max: 33_000 }).map(String),
  int: mostly(fc.integer().map(String), inQuotes(integers)),
  bigint: mostly(integers, inQuotes(integers)),
  float: numbers,
  double: mostly(numbers, inQuotes(numbers)),
  string: mostly(texts, anyValues, 3),
  binary: fc
    .uint8Array({ maxLength: 40, size: 'max' })
    .map((bytes) => `"${Buffer.from(bytes).toString('base64')}"`),
  date: inQuotes(dates),
  timestamp: fc.oneof(inQuotes(times), inQuotes(times), numbers),
  'decimal(8,3)': mostly(fc.double({ min: -1e5, max: 1e5 }).map(String), numbers, 3),
}

const jsonKeys = ['a', 'b', 'key', 'a_b', 'k.e', 'Key', 'ü', 'constructor', '__proto__']

const plans: fc.Arbitrary<ConversionPlan> = fc.record({
  columns: fc
    .uniqueArray(
      fc.record({
        type: fc.constantFrom(...Object.keys(valuesOf)),
        jsonKey: mostly(fc.constantFrom(...jsonKeys.slice(0, 4)), fc.constantFrom(...jsonKeys), 3),
      }),
      { minLength: 1, maxLength: 4, selector: ({ jsonKey }) => (jsonKey === 'b' ? {} : jsonKey) },
    )
    .map((columns) => columns.map((column, i) => ({ ...column, name: `c${i}` }))),
  caseInsensitive: fc.boolean(),
  dotsToUnderscores: fc.boolean(),
  timestampFormats: mostly<string[]>(fc.constant([]), fc.constant(['millis', 'yyyy-dd-MM HH:mm:ss']), 3),
  codec: fc.constantFrom('SNAPPY', 'GZIP', 'UNCOMPRESSED'),
})

const otherKeys = fc.constantFrom(
  ...jsonKeys,
  ...['A', 'KEY', 'a.b', 'K_E', 'Ü', '\u212aey', 'other', '', 'a\\', 'k\\"', '\\u0061', '12'],
)

const noSpaces = fc.constantFrom('\v', '\u00a0')
const spaces = mostly(mostly(fc.constant(''), fc.constantFrom(' ', '\n', '\t\r ')), noSpaces, 200)

const memberOf = (keys: fc.Arbitrary<string>, values: fc.Arbitrary<string>) =>
  fc
    .tuple(spaces, keys, spaces, spaces, values, spaces)
    .map(([a, key, b, c, value, d]) => `${a}"${key}"${b}:${c}${value}${d}`)

function membersOf({ jsonKey, type }: Column): fc.Arbitrary<string> {
  const spellings = [jsonKey.toUpperCase(), jsonKey.replace('_', '.'), jsonKey.replace('a', '\\u0061')]
  const keys = mostly(fc.constant(jsonKey), fc.constantFrom(...spellings), 3)
  return memberOf(keys, mostly(valuesOf[type]!, anyValues, 30))
}

/** A member for most columns, in an order that is mostly the same, and sometimes others or one of them twice. */
function objectsOf({ columns }: ConversionPlan): fc.Arbitrary<Buffer> {
  const own = fc.tuple(...columns.map((column) => fc.option(membersOf(column), { freq: 6, nil: '' })))
  const others = mostly<string[]>(
    fc.constant([]),
    fc.array(memberOf(otherKeys, anyValues), { maxLength: 2 }),
    2,
  )
  const again = mostly(fc.constant(''), fc.oneof(...columns.map(membersOf)))
  return fc.tuple(spaces, own, others, again, spaces).map(([before, members, more, last, after]) => {
    const all = [...members, ...more, last].filter((member) => member !== '')
    return Buffer.from(`${before}{${all.join(',')}}${after}`)
  })
}

/** With a byte that was not there, of UTF-8 or not, or without the end. */
const damaged = (objects: fc.Arbitrary<Buffer>) =>
  fc
    .tuple(objects, fc.nat(), fc.constantFrom(0x00, 0x22, 0x2c, 0x5c, 0x7d, 0x80, 0xc3, 0xff, -1))
    .map(([bytes, place, byte]) => {
      const at = place % (bytes.length + 1)
      if (byte === -1) return bytes.subarray(0, at)
      return Buffer.concat([bytes.subarray(0, at), Uint8Array.of(byte), bytes.subarray(at)])
    })

/** A plan, and records for it. */
export const conversions = plans.chain((plan) => {
  const objects = objectsOf(plan)
  return fc.record({
    plan: fc.constant(plan),
    records: fc.array(mostly(objects, damaged(objects), 20), { minLength: 1, maxLength: 60 }),
  })
})
