import { isUtf8 } from 'node:buffer'
import type { PackedRecords } from '../../../workers/packed-records.ts'
import {
  type ConversionPlan,
  type ConvertedRecords,
  type FailedRecord,
  rowGroupRows,
} from '../conversion-plan.ts'
import { ParquetFileWriter } from '../encoding/file-writer.ts'
import { parseHiveType } from '../hive-type.ts'
import { RowReader } from '../row-reader.ts'
import { columnOf } from './column-of.ts'
import type { FlatColumn } from './flat-column.ts'
import { RecordScanner } from './record-scanner.ts'

/** Of values in one row group, when records are large. */
const rowGroupBytes = 32 * 1024 * 1024

/** Of a row group, by rows and columns: each has room before it has a value, 9 bytes at the most. A table has 80 columns before it counts. */
const rowGroupCells = 4_000_000

/** Makes a file of columns without nesting: records go from their bytes into those of the columns, if the scanner takes them. */
export function flatFile(plan: ConversionPlan, records: readonly PackedRecords[]): ConvertedRecords {
  const count = records.reduce((sum, { ends }) => sum + ends.length, 0)
  const rowsMax = Math.max(1, Math.min(count, rowGroupRows, Math.floor(rowGroupCells / plan.columns.length)))
  const conversion = new FlatConversion(plan, rowsMax)
  for (const packed of records) conversion.add(packed)
  return conversion.finish()
}

class FlatConversion {
  readonly #rowsMax: number
  readonly #reader: RowReader
  readonly #columns: readonly FlatColumn[]
  readonly #scanner: RecordScanner
  readonly #writer: ParquetFileWriter
  readonly #failed: FailedRecord[] = []
  /** Of all records. */
  #index = 0
  /** Of the row group. */
  #rows = 0

  constructor(plan: ConversionPlan, rowsMax: number) {
    const fields = plan.columns.map(({ name, type }) => ({ name, type: parseHiveType(type) }))
    this.#rowsMax = rowsMax
    this.#reader = new RowReader(plan)
    this.#columns = fields.map(({ type }) => columnOf(type, plan, rowsMax))
    this.#scanner = new RecordScanner(plan, this.#columns, this.#reader.values)
    this.#writer = new ParquetFileWriter(fields, plan.codec)
  }

  add({ bytes, ends }: PackedRecords): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#scanner.open(buffer, isUtf8(buffer))
    let start = 0
    for (const end of ends) {
      if (this.#scanner.take(start, end, this.#rows)) this.#rows++
      else this.#addRow(buffer.toString('utf8', start, end))
      if (this.#rows === this.#rowsMax) this.#write()
      this.#index++
      start = end
    }
    if (this.#columns.some(({ byteLength }) => byteLength > rowGroupBytes)) this.#write()
  }

  finish(): ConvertedRecords {
    if (this.#rows > 0) this.#write()
    const isEmpty = this.#failed.length === this.#index
    return { file: isEmpty ? undefined : this.#writer.finish(), failed: this.#failed }
  }

  #addRow(text: string): void {
    try {
      const row = this.#reader.read(text)
      for (const [i, column] of this.#columns.entries()) column.append(row[i])
      this.#rows++
    } catch (error) {
      this.#failed.push({ index: this.#index, message: (error as Error).message })
    }
  }

  #write(): void {
    this.#writer.writeGroup(this.#rows, this.#values())
    for (const column of this.#columns) column.clear()
    this.#rows = 0
  }

  *#values() {
    for (const column of this.#columns) yield column.values()
  }
}
