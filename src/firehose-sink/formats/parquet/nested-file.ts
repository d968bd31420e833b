import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { type PackedRecords, unpackTexts } from '../../workers/packed-records.ts'
import { compressors } from './compressors.ts'
import {
  type ConversionPlan,
  type ConvertedRecords,
  type FailedRecord,
  rowGroupRows,
} from './conversion-plan.ts'
import { parseHiveType } from './hive-type.ts'
import { parquetSchema } from './parquet-schema.ts'
import { RowReader } from './row-reader.ts'

/** Makes a file by the library, which knows columns of any type. Each value becomes one of JavaScript on its way. */
export function nestedFile(plan: ConversionPlan, records: readonly PackedRecords[]): ConvertedRecords {
  const reader = new RowReader(plan)
  const failed: FailedRecord[] = []
  const groups = new RowGroups(plan)
  let index = 0
  for (const packed of records)
    for (const text of unpackTexts(packed)) {
      try {
        groups.add(reader.read(text))
      } catch (error) {
        failed.push({ index, message: (error as Error).message })
      }
      index++
    }
  return { file: failed.length < index ? groups.finish() : undefined, failed }
}

/** The file in the making. A group is written as soon as it is full: values that live for a short time cost the least. */
class RowGroups {
  readonly #bytes = new ByteWriter()
  readonly #writer: ParquetWriter
  readonly #columns: readonly { readonly name: string; readonly data: unknown[] }[]
  #rows = 0

  constructor({ codec, columns }: ConversionPlan) {
    const schema = parquetSchema(columns.map(({ name, type }) => ({ name, type: parseHiveType(type) })))
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema,
      codec,
      compressors,
      createdBy: 'millrace',
    })
    this.#columns = columns.map(({ name }) => ({ name, data: [] }))
  }

  add(values: readonly unknown[]): void {
    for (const [i, { data }] of this.#columns.entries()) data.push(values[i])
    if (++this.#rows === rowGroupRows) this.#write()
  }

  finish(): Uint8Array<ArrayBuffer> {
    if (this.#rows > 0) this.#write()
    void this.#writer.finish()
    return new Uint8Array(this.#bytes.getBuffer())
  }

  #write(): void {
    void this.#writer.write({ columnData: [...this.#columns], rowGroupSize: rowGroupRows })
    for (const { data } of this.#columns) data.length = 0
    this.#rows = 0
  }
}
