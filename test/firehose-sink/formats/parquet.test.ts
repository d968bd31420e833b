import { writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConversionPlan } from '../../../src/firehose-sink/formats/parquet/conversion-plan.ts'
import { parseHiveType } from '../../../src/firehose-sink/formats/parquet/hive-type.ts'
import { parquetFile } from '../../../src/firehose-sink/formats/parquet/parquet-file.ts'
import { timestampReader } from '../../../src/firehose-sink/formats/parquet/timestamp-reader.ts'
import { packRecords } from '../../../src/firehose-sink/workers/packed-records.ts'
import { scratchFolder } from '../../cli/command.ts'

function planOf(columns: Record<string, string>, changes: Partial<ConversionPlan> = {}): ConversionPlan {
  return {
    columns: Object.entries(columns).map(([name, type]) => ({ name, type, jsonKey: name })),
    caseInsensitive: true,
    dotsToUnderscores: false,
    timestampFormats: [],
    codec: 'SNAPPY',
    ...changes,
  }
}

const packed = (...texts: string[]) => [packRecords(texts.map((text) => ({ data: Buffer.from(text) })))]

/** What DuckDB finds in the file. */
async function read(plan: ConversionPlan, texts: readonly string[], what = '*'): Promise<unknown[][]> {
  using folder = scratchFolder()
  const { file, failed } = parquetFile(plan, packed(...texts))
  expect(failed).toEqual([])
  writeFileSync(`${folder.path}/a.parquet`, file!)
  const database = await DuckDBInstance.create(':memory:')
  const connection = await database.connect()
  const rows = await connection.runAndReadAll(`SELECT ${what} FROM '${folder.path}/a.parquet'`)
  connection.closeSync()
  database.closeSync()
  return rows.getRowsJson() as unknown[][]
}

test('values of every type are what DuckDB reads, and absent ones are null', async () => {
  const plan = planOf({
    t: 'tinyint',
    i: 'int',
    b: 'bigint',
    d: 'double',
    s: 'string',
    o: 'boolean',
    day: 'date',
    at: 'timestamp',
    dec: 'decimal(6,2)',
    bin: 'binary',
  })
  const whole = `{"t":-128,"i":"7","b":9223372036854775807,"d":1.5,"s":{"x":1},"o":true,
    "day":"2018-08-27","at":"2018-08-27T10:30:05.123456Z","dec":-12.345,"bin":"AQI="}`
  expect(await read(plan, [whole, '{"S":"ü"}'], '* EXCLUDE bin, hex(bin)')).toEqual([
    [
      -128,
      7,
      '9223372036854775807',
      1.5,
      '{"x":1}',
      true,
      '2018-08-27',
      '2018-08-27 10:30:05.123456',
      '-12.35',
      '0102',
    ],
    [null, null, null, null, 'ü', null, null, null, null, null],
  ])
})

test.each(['UNCOMPRESSED', 'GZIP', 'SNAPPY'] as const)(
  'structs, arrays and maps are read back, %s',
  async (codec) => {
    const type = 'struct<id:bigint,tags:array<string>,more:map<string,array<struct<x:int>>>>'
    const texts = ['{"v":{"ID":1,"tags":["a",null],"more":{"k":[{"x":2},null],"l":[]}}}', '{"v":{}}', '{}']
    expect(
      await read(planOf({ v: type }, { codec }), texts, "v.id, v.tags, v.more['k'][1].x, v IS NULL"),
    ).toEqual([
      ['1', ['a', null], 2, false],
      [null, null, null, false],
      [null, null, null, true],
    ])
  },
)

test('keys find their columns by the options of OpenX', async () => {
  const columns = [
    { name: 'ts', type: 'string', jsonKey: 'timestamp' },
    { name: 'a_b', type: 'string', jsonKey: 'a_b' },
  ]
  const plan = planOf({}, { columns, dotsToUnderscores: true })
  expect(await read(plan, ['{"TimeStamp":"1","a.b":"2"}'])).toEqual([['1', '2']])
  expect(await read({ ...plan, caseInsensitive: false }, ['{"TimeStamp":"1","a.b":"2"}'])).toEqual([
    [null, '2'],
  ])
})

test('a record that does not go with the columns fails alone, with nothing of it in the file', async () => {
  const plan = planOf({ s: 'string', i: 'int' })
  const bad = ['{"s":"x","i":"no"}', 'no JSON', '[1]', '{"i":2147483648}', '{"i":1.5}', '']
  const { file, failed } = parquetFile(plan, packed('{"s":"a","i":1}', ...bad, '{"s":"b","i":2}'))
  expect(failed.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6])
  expect(failed[0]?.message).toBe('"no" is not a value of type int')
  expect(file).toBeDefined()
  expect(parquetFile(plan, packed('x')).file).toBeUndefined()
})

test.each(['int', 'struct<x:int>'])(
  'a time that no file holds fails its record alone, beside a column of type %s',
  (type) => {
    const { file, failed } = parquetFile(
      planOf({ t: 'timestamp', o: type }),
      packed('{"t":1e300}', '{"t":1}'),
    )
    expect(failed).toEqual([{ index: 0, message: '1e+300 is not a value of type timestamp' }])
    expect(file).toBeDefined()
  },
)

test('columns named as what every object of JavaScript has are null where a record does not have them', async () => {
  const plan = planOf({ constructor: 'string', a: 'string' })
  expect(await read(plan, ['{"__proto__":{"a":"x"}}', '{"constructor":"y"}'])).toEqual([
    [null, null],
    ['y', null],
  ])
})

test('a text that is JSON keeps the digits of its long integers beside a long integer', async () => {
  const plan = planOf({ id: 'bigint', s: 'string' })
  const record = '{"id":1152921504606846977,"s":{"x":[1152921504606846979]}}'
  expect(await read(plan, [record])).toEqual([['1152921504606846977', '{"x":[1152921504606846979]}']])
})

test('rows of any values come back as they went in', async () => {
  const row = fc.record({
    s: fc.option(fc.string({ unit: 'grapheme' })),
    b: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    d: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 300 }), async (rows) => {
      const texts = rows.map(({ s, b, d }) => `{"s":${JSON.stringify(s)},"b":${b},"d":${JSON.stringify(d)}}`)
      const found = await read(planOf({ s: 'string', b: 'bigint', d: 'double' }), texts)
      expect(found).toEqual(
        rows.map(({ s, b, d }) => [s, b === null ? null : String(b), d === null ? null : d + 0]),
      )
    }),
    { numRuns: 4 },
  )
})

test.each([
  ['yyyy-MM-dd HH:mm:ss', '2018-08-27 10:30:05', Date.UTC(2018, 7, 27, 10, 30, 5)],
  ["dd/MM/yyyy'T'HH:mm:ss.SSSZ", '27/08/2018T12:30:05.250+02:00', Date.UTC(2018, 7, 27, 10, 30, 5, 250)],
  ['millis', '1535365805250', Date.UTC(2018, 7, 27, 10, 30, 5, 250)],
])('a timestamp in the form %s is read', (form, text, ms) => {
  expect(timestampReader(form)(text)).toBe(BigInt(ms) * 1000n)
  expect(timestampReader(form)('yesterday')).toBeUndefined()
})

test.each([
  '',
  'text',
  'array<int',
  'array<int>>',
  'map<int,int>',
  'struct<a>',
  'decimal(19,2)',
  'array<'.repeat(30),
])('%s is no type', (text) => {
  expect(() => parseHiveType(text)).toThrow(Error)
})
