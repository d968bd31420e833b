import type { ChunkValues } from '../encoding/chunk-values.ts'

/** The values of a column in a row group, in the form that PLAIN pages have them: nothing is kept for a value but its bytes. */
export abstract class FlatColumn {
  /** Of each row: 1 for one that has a value, 0 for null. These are definition levels as the format has them. */
  protected readonly levels: Uint8Array
  /** Values that are not null. */
  protected count = 0
  rows = 0
  /**
   * Set by `scan` for an integer that a number of JavaScript does not hold: because of it the RowReader reads all such integers of the
   * record as BigInts.
   */
  hasLong = false

  /** @param rowsMax of a row group */
  constructor(rowsMax: number) {
    this.levels = new Uint8Array(rowsMax)
  }

  /**
   * Takes the value of JSON that starts at `at`.
   * @returns where it ends, or -1 for one that only the general reader takes: then nothing has changed
   */
  abstract scan(bytes: Uint8Array, at: number, end: number): number

  /** Takes what a ValueReader has made of a value. */
  append(value: unknown): void {
    if (value === null) this.appendNull()
    else {
      this.put(value)
      this.added()
    }
  }

  /** Says of the bytes that come whether they are UTF-8 all through. */
  expectUtf8(_isUtf8: boolean): void {
    /* Nothing but text depends on it. */
  }

  appendNull(): void {
    this.levels[this.rows++] = 0
  }

  /** Takes back the last row. */
  undo(): void {
    if (this.levels[--this.rows] === 0) return
    this.count--
    this.dropLast()
  }

  clear(): void {
    this.rows = 0
    this.count = 0
  }

  abstract values(): ChunkValues

  /** Bytes that grow with the values, beside what each row has. */
  abstract get byteLength(): number

  protected abstract put(value: unknown): void
  protected abstract dropLast(): void

  protected added(): void {
    this.levels[this.rows++] = 1
    this.count++
  }
}
