import { compressors } from '../compressors.ts'
import type { Codec } from '../conversion-plan.ts'
import { ThriftWriter } from './thrift.ts'

/*
 * A page: a header in Thrift, levels as they are (data pages only), values compressed.
 * Source: PageHeader in https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */

/** By their numbers in the format. */
export const encodings = { PLAIN: 0, RLE: 3, RLE_DICTIONARY: 8 } as const
export type Encoding = keyof typeof encodings
export const pageTypes = { DICTIONARY_PAGE: 2, DATA_PAGE_V2: 3 } as const

export interface Page {
  readonly pieces: readonly Uint8Array[]
  /** With its header, in bytes. */
  readonly size: number
  readonly uncompressedSize: number
}

export interface DataPage {
  readonly encoding: Encoding
  readonly rows: number
  /** Rows that are not null. */
  readonly count: number
  readonly levels: Uint8Array
  readonly values: Uint8Array
}

export function dictionaryPage(plain: Uint8Array, count: number, codec: Codec): Page {
  const values = compress(plain, codec)
  const header = new ThriftWriter()
    .i32(1, pageTypes.DICTIONARY_PAGE)
    .i32(2, plain.length)
    .i32(3, values.length)
    .struct(7, (writer) => writer.i32(1, count).i32(2, encodings.PLAIN))
  return pageOf(header, [values], plain.length)
}

export function dataPage({ encoding, rows, count, levels, values }: DataPage, codec: Codec): Page {
  const compressed = compress(values, codec)
  const header = new ThriftWriter()
    .i32(1, pageTypes.DATA_PAGE_V2)
    .i32(2, levels.length + values.length)
    .i32(3, levels.length + compressed.length)
    .struct(8, (writer) => {
      writer
        .i32(1, rows)
        .i32(2, rows - count)
        .i32(3, rows)
        .i32(4, encodings[encoding])
      writer.i32(5, levels.length).i32(6, 0)
    })
  return pageOf(header, [levels, compressed], levels.length + values.length)
}

/** The column's memory is used again: what is not compressed must be copied. */
function compress(values: Uint8Array, codec: Codec): Uint8Array {
  return compressors[codec]?.(values) ?? Uint8Array.from(values)
}

function pageOf(header: ThriftWriter, body: readonly Uint8Array[], uncompressed: number): Page {
  const head = header.end().bytes()
  const pieces = [head, ...body]
  const size = pieces.reduce((sum, { length }) => sum + length, 0)
  return { pieces, size, uncompressedSize: head.length + uncompressed }
}
