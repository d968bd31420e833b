import type { ValueReader } from '../column-values.ts'
import { type ConversionPlan, columnKey } from '../conversion-plan.ts'
import type { FlatColumn } from './flat-column.ts'
import {
  closeBrace,
  colon,
  comma,
  letterN,
  openBrace,
  quote,
  skipSpace,
  skipValue,
  skipWord,
} from './json-bytes.ts'
import { KeyTable, noColumn } from './key-table.ts'
import { digitsMax } from './scan-number.ts'

/** An integer of more, not the fraction of a number. */
const longDigits = new RegExp(`(?<![.\\d])\\d{${digitsMax + 1}}`)

/**
 * Takes records into columns by their bytes, without objects of their values. It takes what it surely reads as the RowReader would,
 * and refuses the rest: then nothing of the record is in the columns, and the RowReader has to say what it is.
 */
export class RecordScanner {
  readonly #columns: readonly FlatColumn[]
  readonly #readers: readonly ValueReader[]
  readonly #keys: KeyTable
  readonly #isAble: boolean
  #bytes: Buffer = Buffer.alloc(0)
  /** Whether a value of the record may have an integer that JavaScript's numbers do not hold, and is not a column's by its bytes. */
  #hasOtherLong = false

  /** @param readers of the values, one for each column */
  constructor(plan: ConversionPlan, columns: readonly FlatColumn[], readers: readonly ValueReader[]) {
    this.#columns = columns
    this.#readers = readers
    this.#keys = new KeyTable(plan)
    this.#isAble = finds(plan)
  }

  /** The records that come next are in these bytes. */
  open(bytes: Buffer, isUtf8: boolean): void {
    this.#bytes = bytes
    for (const column of this.#columns) column.expectUtf8(isUtf8)
  }

  /** @returns whether the record is in the columns, each of which had `row` rows before */
  take(start: number, end: number, row: number): boolean {
    this.#hasOtherLong = false
    if (this.#isAble && this.#members(start, end, row) && !this.#mixesLongs()) {
      for (const column of this.#columns) if (column.rows === row) column.appendNull()
      return true
    }
    for (const column of this.#columns) if (column.rows > row) column.undo()
    return false
  }

  /** The one makes a BigInt of the other, which some types take for another value. */
  #mixesLongs(): boolean {
    return this.#hasOtherLong && this.#columns.some(({ hasLong }) => hasLong)
  }

  #members(start: number, end: number, row: number): boolean {
    const bytes = this.#bytes
    const keys = this.#keys
    keys.startRecord()
    let at = skipSpace(bytes, start, end)
    if (at >= end || bytes[at] !== openBrace) return false
    at = skipSpace(bytes, at + 1, end)
    if (at < end && bytes[at] === closeBrace) return skipSpace(bytes, at + 1, end) === end
    while (at < end && bytes[at] === quote) {
      at = keys.next(bytes, at, end)
      if (at === -1) return false
      if (bytes[at] !== colon) at = skipSpace(bytes, at, end)
      if (at >= end || bytes[at] !== colon) return false
      at = this.#value(skipSpace(bytes, at + 1, end), end, row)
      if (at === -1) return false
      at = skipSpace(bytes, at, end)
      if (at < end && bytes[at] === closeBrace) return skipSpace(bytes, at + 1, end) === end
      if (at >= end || bytes[at] !== comma) return false
      at = skipSpace(bytes, at + 1, end)
    }
    return false
  }

  /** @returns where it ends, or -1 to refuse the record */
  #value(at: number, end: number, row: number): number {
    const bytes = this.#bytes
    const number = this.#keys.column
    if (number === noColumn) return skipValue(bytes, at, end)
    const column = this.#columns[number]!
    /* Which of two values holds depends on their keys. */
    if (column.rows > row) return -1
    if (bytes[at] === letterN) {
      column.appendNull()
      return skipWord(bytes, at, end, 'null')
    }
    const next = column.scan(bytes, at, end)
    return next === -1 ? this.#general(column, this.#readers[number]!, at, end) : next
  }

  /** A value that no scanner takes: it alone is parsed. */
  #general(column: FlatColumn, read: ValueReader, at: number, end: number): number {
    const next = skipValue(this.#bytes, at, end)
    if (next === -1) return -1
    const text = this.#bytes.toString('utf8', at, next)
    if (next - at > digitsMax && longDigits.test(text)) this.#hasOtherLong = true
    try {
      column.append(read(JSON.parse(text)))
      return next
    } catch {
      return -1
    }
  }
}

/** Whether every column has a key of its own, and finds it as it is spelled. */
function finds(plan: ConversionPlan): boolean {
  const keys = plan.columns.map(({ jsonKey }) => jsonKey)
  const isOwn = (key: string) => key.isWellFormed() && columnKey(key, plan) === key
  return new Set(keys).size === keys.length && keys.every(isOwn)
}
