import { writeFileSync } from 'node:fs'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConversionPlan } from '../../../src/firehose-sink/formats/parquet/conversion-plan.ts'
import { flatFile } from '../../../src/firehose-sink/formats/parquet/flat/flat-file.ts'
import { nestedFile } from '../../../src/firehose-sink/formats/parquet/nested-file.ts'
import { packRecords } from '../../../src/firehose-sink/workers/packed-records.ts'
import { scratchFolder } from '../../cli/command.ts'
import { times } from '../../effort.ts'
import { conversions } from './json-records.ts'

/** DuckDB, and a folder for the files that it reads. Of zeros the sign is lost, which dictionaries of the library do not keep. */
async function withDuckDb(use: (ask: (file: Uint8Array, sql: string) => Promise<unknown>) => Promise<void>) {
  using folder = scratchFolder()
  const database = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection: DuckDBConnection = await database.connect()
  let files = 0
  await use(async (file, sql) => {
    const path = `${folder.path}/${files++}.parquet`
    writeFileSync(path, file)
    const result = await connection.runAndReadAll(sql.replace('$FILE', `'${path}'`))
    return JSON.parse(JSON.stringify(result.getRowsJson())) as unknown
  })
  connection.closeSync()
  database.closeSync()
}

const planOf = (columns: Record<string, string>): ConversionPlan => ({
  columns: Object.entries(columns).map(([name, type]) => ({ name, type, jsonKey: name })),
  caseInsensitive: true,
  dotsToUnderscores: false,
  timestampFormats: [],
  codec: 'SNAPPY',
})

/** Bounds of floats that round to 0 have the format's sign of it here; the library rounds them later. */
const bound = (name: string) => `if(${name} = '-0.0', '0.0', ${name})`
const statistics = `SELECT path_in_schema, num_values, stats_null_count, ${bound('stats_min_value')},
  ${bound('stats_max_value')}, min_is_exact, max_is_exact FROM parquet_metadata($FILE)`

/*
 * Goal: columns made of bytes are those that JSON.parse and the library make.
 * Method: plans and records of all kinds, most of them odd, go both ways; DuckDB reads both files.
 */
test('a flat file has the rows, the failures and the statistics of one that the library writes', async () => {
  await withDuckDb(async (ask) => {
    await fc.assert(
      fc.asyncProperty(conversions, async ({ plan, records }) => {
        const packed = [packRecords(records.map((data) => ({ data })))]
        const [flat, whole] = [flatFile(plan, packed), nestedFile(plan, packed)]
        expect(flat.failed).toEqual(whole.failed)
        expect(flat.file === undefined).toBe(whole.file === undefined)
        /* DuckDB cannot show all times that a file can have. */
        const columns = plan.columns.map(({ name, type }) =>
          type === 'timestamp' ? `epoch_us(${name})` : name,
        )
        for (const sql of flat.file ? [`SELECT ${columns} FROM $FILE`, statistics] : [])
          expect(await ask(flat.file!, sql)).toEqual(await ask(whole.file!, sql))
      }),
      { numRuns: times(30) },
    )
  })
})

/* What the property finds too seldom. */
test.each<[string, Record<string, string>, string | Buffer, string?]>([
  ['forms of the plan come first', { v: 'timestamp' }, '{"v":"2018-05-06 10:30:05"}', 'yyyy-dd-MM HH:mm:ss'],
  ['bytes that are not UTF-8 are replaced', { v: 'string' }, Buffer.from('{"v":"a\xff\xc3b"}', 'latin1')],
  ['a text has a number as JavaScript writes it', { v: 'string', w: 'string' }, '{"v":-0,"w":-12}'],
  [
    'a decimal is rounded up from the middle',
    { v: 'decimal(6,2)', w: 'decimal(6,0)' },
    '{"v":-0.125,"w":2.5}',
  ],
  [
    'one long integer makes others long',
    { b: 'bigint', t: 'timestamp' },
    `{"b":${2n ** 60n},"t":${2n ** 53n + 1n}}`,
  ],
])('in a flat file as in one of the library %s', async (_, columns, record, ...timestampFormats) => {
  const plan = { ...planOf(columns), timestampFormats: timestampFormats.filter((form) => form !== undefined) }
  const packed = [packRecords([{ data: Buffer.from(record) }, { data: Buffer.from('{}') }])]
  const [flat, whole] = [flatFile(plan, packed), nestedFile(plan, packed)]
  expect(flat.failed).toEqual(whole.failed)
  await withDuckDb(async (ask) => {
    expect(await ask(flat.file!, 'SELECT * FROM $FILE')).toEqual(
      await ask(whole.file!, 'SELECT * FROM $FILE'),
    )
  })
})

test('a flat file of many rows has groups, pages, and dictionaries where they pay', async () => {
  const plan = planOf({ n: 'int', kind: 'string', price: 'double', text: 'string', none: 'date' })
  const records = Array.from({ length: 60_000 }, (_, n) => {
    const text = n % 7 === 0 ? null : `"${'é'.repeat(n % 40)}${n}"`
    return { data: Buffer.from(`{"n":${n},"kind":"kind ${n % 9}","price":${(n % 300) / 4},"text":${text}}`) }
  })
  const { file, failed } = flatFile(plan, [packRecords(records)])
  expect(failed).toEqual([])
  await withDuckDb(async (ask) => {
    const right = `n = file_row_number AND kind = 'kind ' || n % 9 AND price = (n % 300) / 4
      AND text IS NOT DISTINCT FROM IF(n % 7 = 0, NULL, repeat('é', n % 40) || n) AND none IS NULL`
    const sql = `SELECT count(*), count_if(${right}) FROM read_parquet($FILE, file_row_number = true)`
    expect(await ask(file!, sql)).toEqual([['60000', '60000']])
    const chunks = await ask(
      file!,
      `SELECT row_group_num_rows, path_in_schema, dictionary_page_offset > 0, stats_min_value, stats_max_value
        FROM parquet_metadata($FILE)`,
    )
    const groups = [
      { rows: '50000', numbers: ['0', '49999'], texts: ['1000', 'éééééééê'] },
      { rows: '10000', numbers: ['50000', '59999'], texts: ['50000', 'éééééééê'] },
    ]
    expect(chunks).toEqual(
      groups.flatMap(({ rows, numbers, texts }) => [
        [rows, 'n', null, ...numbers],
        [rows, 'kind', true, 'kind 0', 'kind 8'],
        [rows, 'price', true, '-0.0', '74.75'],
        [rows, 'text', null, ...texts],
        [rows, 'none', null, null, null],
      ]),
    )
  })
})

test('a row group ends when it holds more than 32 MiB of texts, however few they are', async () => {
  const texts = ['x'.repeat(33 * 1024 * 1024), 'y', 'z']
  const packed = texts.map((text) => packRecords([{ data: Buffer.from(`{"text":"${text}"}`) }]))
  const { file } = flatFile(planOf({ text: 'string' }), packed)
  await withDuckDb(async (ask) => {
    const groups = 'SELECT num_rows, num_row_groups FROM parquet_file_metadata($FILE)'
    expect(await ask(file!, groups)).toEqual([['3', '2']])
  })
})
