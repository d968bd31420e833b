/*
 * Question: how much CPU does the conversion of JSON records to Parquet take beside DuckDB's for the same file? Both in one
 * process, on one thread each, in turn; the ratio is of CPU and not of time, so that other work on the machine matters less.
 *
 *   npm run bench -- firehose-parquet [--records 1000000] [--smoke]
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { parquetFile } from '../src/firehose-sink/formats/parquet/parquet-file.ts'
import { type PackedRecords, packRecords } from '../src/firehose-sink/workers/packed-records.ts'

const { values } = parseArgs({
  options: { records: { type: 'string', default: '1000000' }, smoke: { type: 'boolean', default: false } },
})
const count = values.smoke ? 2000 : Number(values.records)
const rounds = values.smoke ? 1 : 3

const actions = ['checkout', 'search', 'login', 'view', 'cart', 'purchase', 'refund', 'signup']
const columns = [
  ['id', 'string', 'VARCHAR'],
  ['user', 'bigint', 'BIGINT'],
  ['action', 'string', 'VARCHAR'],
  ['amount', 'double', 'DOUBLE'],
  ['time', 'timestamp', 'TIMESTAMP'],
  ['ip', 'string', 'VARCHAR'],
  ['ok', 'boolean', 'BOOLEAN'],
  ['total', 'int', 'INTEGER'],
] as const

/** The same each time: a generator of Lehmer's. */
let state = 42
const below = (max: number): number => {
  state = (state * 48_271) % 2_147_483_647
  return state % max
}

function recordText(i: number): string {
  return `${JSON.stringify({
    id: `evt-${below(2 ** 31).toString(16)}${below(2 ** 16)}`,
    user: below(1e6),
    action: actions[below(actions.length)],
    amount: below(1e5) / 100,
    time: new Date(1_700_000_000_000 + i * 37).toISOString(),
    ip: `10.${below(256)}.${below(256)}.${below(256)}`,
    ok: below(2) === 1,
    total: below(1e9),
  })}\n`
}

async function cost(work: () => unknown): Promise<{ cpuMs: number; wallMs: number }> {
  const [before, startMs] = [process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { cpuMs: Math.round((user + system) / 1000), wallMs: Math.round(performance.now() - startMs) }
}

const folder = mkdtempSync(`${tmpdir()}/millrace-parquet-`)
try {
  const records = Array.from({ length: count }, (_, i) => ({ data: Buffer.from(recordText(i)) }))
  writeFileSync(`${folder}/records.json`, Buffer.concat(records.map(({ data }) => data)))
  const packed: PackedRecords[] = []
  for (let i = 0; i < count; i += 5000) packed.push(packRecords(records.slice(i, i + 5000)))
  const plan = {
    columns: columns.map(([name, type]) => ({ name, type, jsonKey: name })),
    caseInsensitive: true,
    dotsToUnderscores: false,
    timestampFormats: [],
    codec: 'SNAPPY' as const,
  }
  const database = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await database.connect()
  const types = columns.map(([name, , type]) => `${name}: '${type}'`).join(', ')
  const source = `read_json('${folder}/records.json', format = 'newline_delimited', columns = {${types}})`
  const copy = `COPY (SELECT * FROM ${source}) TO '${folder}/duckdb.parquet' (FORMAT parquet, COMPRESSION snappy)`
  const sizeOf = (name: string) => statSync(`${folder}/${name}.parquet`).size
  const ratios: number[] = []
  for (let round = 0; round < rounds; round++) {
    const own = await cost(() => writeFileSync(`${folder}/own.parquet`, parquetFile(plan, packed).file!))
    const duckDb = await cost(() => connection.run(copy))
    ratios.push(own.cpuMs / duckDb.cpuMs)
    const bytes = { own: sizeOf('own'), duckDb: sizeOf('duckdb') }
    console.log(JSON.stringify({ records: count, own, duckDb, bytes }))
  }
  const rows = await connection.runAndReadAll(`SELECT count(*), sum(total) FROM '${folder}/own.parquet'`)
  const [[found] = []] = rows.getRowsJson()
  if (Number(found) !== count) throw new Error(`DuckDB finds ${found} rows`)
  ratios.sort((a, b) => a - b)
  console.log(JSON.stringify({ ratioToDuckDb: Number(ratios[ratios.length >> 1]!.toFixed(2)) }))
} finally {
  rmSync(folder, { recursive: true })
}
