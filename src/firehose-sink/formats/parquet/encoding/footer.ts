import type { Codec } from '../conversion-plan.ts'
import type { HiveField } from '../hive-type.ts'
import { parquetSchema, type SchemaElement } from '../parquet-schema.ts'
import { type PhysicalType, physicalTypes } from './chunk-values.ts'
import type { ColumnChunk } from './column-chunk.ts'
import { encodings, pageTypes } from './page.ts'
import { ThriftWriter } from './thrift.ts'

/*
 * What a file says of itself at its end: its schema, and where the columns of each row group are.
 * Source: FileMetaData in https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */

export interface RowGroup {
  readonly rows: number
  readonly chunks: readonly PlacedChunk[]
}

export interface PlacedChunk extends ColumnChunk {
  /** In the file. */
  readonly offset: number
}

/** By their numbers in the format, as all that is here. */
const codecs = { UNCOMPRESSED: 0, SNAPPY: 1, GZIP: 2 } as const
const optional = 1
const convertedTypes: Partial<Record<NonNullable<SchemaElement['converted_type']>, number>> = {
  UTF8: 0,
  DECIMAL: 5,
  DATE: 6,
  TIMESTAMP_MICROS: 10,
  INT_8: 15,
  INT_16: 16,
}

export function footer(columns: readonly HiveField[], groups: readonly RowGroup[], codec: Codec): Uint8Array {
  const [root, ...elements] = parquetSchema(columns)
  const writer = new ThriftWriter()
    .i32(1, 2)
    .structs(2, [root!, ...elements], writeElement)
    .i64(
      3,
      sumOf(groups, ({ rows }) => rows),
    )
    .structs(4, groups, (group, { rows, chunks }) => {
      group.structs(1, chunks, (chunk, one, i) => writeChunk(chunk, one, elements[i]!, codec))
      group.i64(2, sumOf(chunks, uncompressedSize)).i64(3, rows)
      group.i64(6, sumOf(chunks, compressedSize))
    })
    .binary(6, 'millrace')
  /* The order of values in statistics: the one that their type has. */
  return writer
    .structs(7, elements, (order) => order.struct(1, () => undefined))
    .end()
    .bytes()
}

function writeElement(writer: ThriftWriter, element: SchemaElement): void {
  const { type, name, num_children, converted_type, scale, precision } = element
  if (type !== undefined) writer.i32(1, physicalTypes[type as PhysicalType]).i32(3, optional)
  writer.binary(4, name)
  if (num_children !== undefined) writer.i32(5, num_children)
  if (converted_type !== undefined) writer.i32(6, convertedTypes[converted_type]!)
  if (scale !== undefined) writer.i32(7, scale)
  if (precision !== undefined) writer.i32(8, precision)
}

function writeChunk(
  writer: ThriftWriter,
  chunk: PlacedChunk,
  { type, name }: SchemaElement,
  codec: Codec,
): void {
  const { dictionary, pages, encoding, rows, offset } = chunk
  const used = new Set([encodings.PLAIN, encodings.RLE, encodings[encoding]])
  writer.i64(2, offset).struct(3, (meta) => {
    meta
      .i32(1, physicalTypes[type as PhysicalType])
      .i32s(2, [...used])
      .binaries(3, [name])
      .i32(4, codecs[codec])
    meta.i64(5, rows).i64(6, uncompressedSize(chunk)).i64(7, compressedSize(chunk))
    meta.i64(9, offset + (dictionary?.size ?? 0))
    if (dictionary !== undefined) meta.i64(11, offset)
    meta.struct(12, (statistics) => writeStatistics(statistics, chunk))
    const kinds = [
      ...(dictionary === undefined ? [] : [[pageTypes.DICTIONARY_PAGE, encodings.PLAIN, 1] as const]),
      [pageTypes.DATA_PAGE_V2, encodings[encoding], pages.length] as const,
    ]
    meta.structs(13, kinds, (kind, [page, pageEncoding, count]) =>
      kind.i32(1, page).i32(2, pageEncoding).i32(3, count),
    )
  })
}

function writeStatistics(writer: ThriftWriter, { nulls, range }: ColumnChunk): void {
  writer.i64(3, nulls)
  if (range === undefined) return
  writer.binary(5, range.max).binary(6, range.min)
  if (range.isCut?.max) writer.bool(7, false)
  if (range.isCut?.min) writer.bool(8, false)
}

const pagesOf = ({ dictionary, pages }: ColumnChunk) =>
  dictionary === undefined ? pages : [dictionary, ...pages]
const compressedSize = (chunk: ColumnChunk) => sumOf(pagesOf(chunk), ({ size }) => size)
const uncompressedSize = (chunk: ColumnChunk) => sumOf(pagesOf(chunk), (page) => page.uncompressedSize)

function sumOf<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0)
}
