import type { Codec } from '../conversion-plan.ts'
import type { HiveField } from '../hive-type.ts'
import type { ChunkValues } from './chunk-values.ts'
import { columnChunk } from './column-chunk.ts'
import { footer, type PlacedChunk, type RowGroup } from './footer.ts'

const magic = Buffer.from('PAR1')

/**
 * A Parquet file of columns without nesting, in memory:
 *
 *   | PAR1 | chunks of row group 0 | chunks of row group 1 | ... | footer | its length | PAR1 |
 *   |                                                                      | u32        |
 */
export class ParquetFileWriter {
  readonly #columns: readonly HiveField[]
  readonly #codec: Codec
  readonly #pieces: Uint8Array[] = [magic]
  readonly #groups: RowGroup[] = []
  #size = magic.length

  constructor(columns: readonly HiveField[], codec: Codec) {
    this.#columns = columns
    this.#codec = codec
  }

  /** Takes the values of all columns, copies what it keeps of them. */
  writeGroup(rows: number, columns: Iterable<ChunkValues>): void {
    const chunks: PlacedChunk[] = []
    for (const values of columns) {
      const chunk = columnChunk(values, this.#codec)
      const offset = this.#size
      for (const page of [chunk.dictionary, ...chunk.pages]) if (page !== undefined) this.#add(page.pieces)
      chunks.push({ ...chunk, offset })
    }
    this.#groups.push({ rows, chunks })
  }

  finish(): Uint8Array<ArrayBuffer> {
    const last = footer(this.#columns, this.#groups, this.#codec)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(last.length)
    this.#add([last, length, magic])
    const file = new Uint8Array(this.#size)
    let at = 0
    for (const piece of this.#pieces) {
      file.set(piece, at)
      at += piece.length
    }
    return file
  }

  #add(pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) {
      this.#pieces.push(piece)
      this.#size += piece.length
    }
  }
}
