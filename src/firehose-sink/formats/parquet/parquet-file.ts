import { gzipSync } from 'node:zlib'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { compressSync } from 'snappy'
import { type PackedRecords, unpackTexts } from '../../workers/packed-records.ts'
import { isObject, LostDigits, lowerKeys, type ValueReader, valueReader } from './column-values.ts'
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
const rowGroupRows = 50_000

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
  const failed: { index: number; message: string }[] = []
  const groups = new RowGroups(plan, fields, columns)
  let index = 0
  for (const packed of records)
    for (const text of unpackTexts(packed)) {
      const message = addRow(columns, plan, text)
      if (message !== undefined) failed.push({ index, message })
      index++
      if (columns[0]!.values.length >= rowGroupRows) groups.write()
    }
  return { file: failed.length < index ? groups.finish() : undefined, failed }
}

/** The file in the making. A group is written as soon as it is full: values that live for a short time cost the least. */
class RowGroups {
  readonly #bytes = new ByteWriter()
  readonly #writer: ParquetWriter
  readonly #columns: readonly Column[]

  constructor({ codec }: ConversionPlan, fields: readonly HiveField[], columns: readonly Column[]) {
    const schema = parquetSchema(fields)
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema,
      codec,
      compressors,
      createdBy: 'millrace',
    })
    this.#columns = columns
  }

  write(): void {
    const columnData = this.#columns.map(({ name, values }) => ({ name, data: values }))
    void this.#writer.write({ columnData, rowGroupSize: rowGroupRows })
    removeFrom(this.#columns, 0)
  }

  finish(): Uint8Array<ArrayBuffer> {
    if (this.#columns[0]!.values.length > 0) this.write()
    void this.#writer.finish()
    return new Uint8Array(this.#bytes.getBuffer())
  }
}

/** @returns what is wrong with the record: then nothing of it is in the columns */
function addRow(columns: readonly Column[], plan: ConversionPlan, text: string): string | undefined {
  const rows = columns[0]?.values.length ?? 0
  try {
    try {
      addValues(columns, plan, JSON.parse(text))
    } catch (error) {
      if (!(error instanceof LostDigits)) throw error
      removeFrom(columns, rows)
      addValues(columns, plan, parseDigits(text))
    }
    return undefined
  } catch (error) {
    removeFrom(columns, rows)
    return (error as Error).message
  }
}

function addValues(columns: readonly Column[], plan: ConversionPlan, object: unknown): void {
  if (!isObject(object)) throw new Error('the record is not a JSON object')
  const row = rowOf(object, plan, columns)
  for (const { jsonKey, read, values } of columns) values.push(read(row[jsonKey]))
}

function removeFrom(columns: readonly Column[], rows: number): void {
  for (const { values } of columns) values.length = rows
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

function parseDigits(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, context?: { source: string }) => {
    const isLong =
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    return isLong ? BigInt(context?.source ?? '0') : value
  })
}
