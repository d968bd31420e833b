import type { Codec } from '../conversion-plan.ts'
import type { ChunkValues, PageEnd } from './chunk-values.ts'
import { bitWidthOf, type DictionaryEncoding, dictionaryEncoding } from './dictionary.ts'
import { hybridBytes } from './hybrid.ts'
import { dataPage, dictionaryPage, type Encoding, type Page } from './page.ts'

/** The values of a column in a row group: a dictionary, if it pays, and pages. */
export interface ColumnChunk {
  readonly dictionary: Page | undefined
  readonly pages: readonly Page[]
  readonly encoding: Encoding
  readonly rows: number
  readonly nulls: number
  readonly range: ChunkValues['range']
}

export function columnChunk(values: ChunkValues, codec: Codec): ColumnChunk {
  const { levels, count, range } = values
  const dictionary = dictionaryEncoding(values)
  return {
    dictionary: dictionary && dictionaryPage(dictionary.plain, dictionary.count, codec),
    pages: dictionary ? [indexPage(values, dictionary, codec)] : plainPages(values, codec),
    encoding: dictionary ? 'RLE_DICTIONARY' : 'PLAIN',
    rows: levels.length,
    nulls: levels.length - count,
    range,
  }
}

/** All rows in one page: places in a dictionary are small. */
function indexPage({ levels, count }: ChunkValues, dictionary: DictionaryEncoding, codec: Codec): Page {
  const bitWidth = bitWidthOf(dictionary.count)
  const values = Buffer.concat([Uint8Array.of(bitWidth), hybridBytes(dictionary.indexes, bitWidth)])
  const page = {
    encoding: 'RLE_DICTIONARY',
    rows: levels.length,
    count,
    levels: hybridBytes(levels, 1),
    values,
  } as const
  return dataPage(page, codec)
}

function plainPages({ levels, count, plain, pageEnds }: ChunkValues, codec: Codec): Page[] {
  const last: PageEnd = { row: levels.length, count, size: plain.length }
  const ends = [...pageEnds.filter(({ row }) => row < last.row), last]
  return ends.map((end, i) => {
    const start = ends[i - 1] ?? { row: 0, count: 0, size: 0 }
    const page = {
      encoding: 'PLAIN',
      rows: end.row - start.row,
      count: end.count - start.count,
      levels: hybridBytes(levels.subarray(start.row, end.row), 1),
      values: plain.subarray(start.size, end.size),
    } as const
    return dataPage(page, codec)
  })
}
