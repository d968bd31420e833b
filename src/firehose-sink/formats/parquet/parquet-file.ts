import { gzipSync } from 'node:zlib'
import { ByteWriter, parquetWrite } from 'hyparquet-writer'
import { compressSync } from 'snappy'
import { type PackedRecords, unpackTexts } from '../../workers/packed-records.ts'
import { isObject, lowerKeys, type ValueReader, valueReader } from './column-values.ts'
import { type HiveField, parseHiveType } from './hive-type.ts'
import { parquetSchema } from './parquet-schema.ts'
import { timestampReader } from './timestamp-reader.ts'

/** How JSON becomes rows. Only plain data: it goes to a thread. */
export interface ConversionPlan {
  /** In the order of the file, with types of Hive. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly jsonKey: string }[]
  readonly caseInsensitive: boolean
  readonly dotsToUnderscores: boolean
  readonly timestampFormats: readonly string[]
  readonly codec: 'UNCOMPRESSED' | 'GZIP' | 'SNAPPY'
}

export interface ConvertedRecords {
  /** Undefined when no record could be converted. */
  readonly file: Uint8Array<ArrayBuffer> | undefined
  readonly failed: readonly { readonly index: number; readonly message: string }[]
}

/** Of a row group: enough for good compression, and for a reader to skip. */
const rowGroupRows = 100_000

const compressors: Record<string, (input: Uint8Array) => Uint8Array> = {
  SNAPPY: (input) => compressSync(Buffer.from(input.buffer, input.byteOffset, input.byteLength)),
  GZIP: (input) => gzipSync(input, { level: 1 }),
}

interface Column {
  readonly name: string
  readonly jsonKey: string
  readonly read: ValueReader
  readonly values: unknown[]
}

/** Makes a Parquet file of records that hold a JSON object each. Those that do not go with the columns are left out, and told. */
export function parquetFile(plan: ConversionPlan, records: readonly PackedRecords[]): ConvertedRecords {
  const fields: HiveField[] = plan.columns.map(({ name, type }) => ({ name, type: parseHiveType(type) }))
  const options = { timestamps: plan.timestampFormats.map(timestampReader) }
  const columns: Column[] = plan.columns.map(({ name, jsonKey }, i) => ({
    name,
    jsonKey,
    read: valueReader(fields[i]!.type, options),
    values: [],
  }))
  const keepsDigits = fields.some(({ type }) => JSON.stringify(type).match(/bigint|decimal|string/))
  const failed: { index: number; message: string }[] = []
  let index = 0
  for (const packed of records)
    for (const text of unpackTexts(packed)) {
      const message = addRow(columns, plan, text, keepsDigits)
      if (message !== undefined) failed.push({ index, message })
      index++
    }
  return { file: failed.length < index ? written(plan, fields, columns) : undefined, failed }
}

/** @returns what is wrong with the record: then nothing of it is in the columns */
function addRow(
  columns: readonly Column[],
  plan: ConversionPlan,
  text: string,
  keepsDigits: boolean,
): string | undefined {
  const rows = columns[0]?.values.length ?? 0
  try {
    const object: unknown = keepsDigits && longNumber.test(text) ? parseDigits(text) : JSON.parse(text)
    if (!isObject(object)) return 'the record is not a JSON object'
    const row = rowOf(object, plan, columns)
    for (const { jsonKey, read, values } of columns) values.push(read(row[jsonKey]))
    return undefined
  } catch (error) {
    for (const { values } of columns) values.length = rows
    return (error as Error).message
  }
}

/** Keys as they are, where these are the ones that are looked for: most records are written so. */
function rowOf(
  object: Readonly<Record<string, unknown>>,
  { caseInsensitive, dotsToUnderscores }: ConversionPlan,
  columns: readonly Column[],
): Readonly<Record<string, unknown>> {
  if (columns.every(({ jsonKey }) => object[jsonKey] !== undefined)) return object
  const dotted = dotsToUnderscores
    ? Object.fromEntries(Object.entries(object).map(([key, value]) => [key.replaceAll('.', '_'), value]))
    : object
  return caseInsensitive ? lowerKeys(dotted) : dotted
}

/** A number of so many digits is not one that JavaScript's numbers can hold. */
const longNumber = /\d{16}/

function parseDigits(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, context?: { source: string }) => {
    const isLong =
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    return isLong ? BigInt(context?.source ?? '0') : value
  })
}

function written(
  { codec }: ConversionPlan,
  fields: readonly HiveField[],
  columns: readonly Column[],
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter()
  void parquetWrite({
    writer,
    schema: parquetSchema(fields),
    columnData: columns.map(({ name, values }) => ({ name, data: values })),
    codec,
    compressors,
    rowGroupSize: rowGroupRows,
    createdBy: 'millrace',
  })
  return new Uint8Array(writer.getBuffer())
}
