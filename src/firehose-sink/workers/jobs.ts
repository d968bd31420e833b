/* What the threads of the pool do. Each job brings in its libraries when it is first run. */
import type { ConversionPlan, ConvertedRecords } from '../formats/parquet/conversion-plan.ts'
import type { ExtractedKeys } from './extract-keys.ts'
import type { PackedRecords } from './packed-records.ts'

export interface ExtractTask {
  readonly query: string
  readonly records: PackedRecords
}

export async function extractKeys({ query, records }: ExtractTask): Promise<readonly ExtractedKeys[]> {
  const { keysOf } = await import('./extract-keys.ts')
  return await keysOf(query, records)
}

export interface ParquetTask {
  readonly plan: ConversionPlan
  readonly records: readonly PackedRecords[]
}

export async function toParquet({ plan, records }: ParquetTask): Promise<ConvertedRecords> {
  const { parquetFile } = await import('../formats/parquet/parquet-file.ts')
  return await withoutCopy(parquetFile(plan, records))
}

/** A file goes back as it is: to copy it would take the server's thread some 10 ms. */
async function withoutCopy(converted: ConvertedRecords): Promise<ConvertedRecords> {
  if (converted.file === undefined) return converted
  const { move, transferableSymbol, valueSymbol } = await import('piscina')
  const moved = { [transferableSymbol]: [converted.file.buffer], [valueSymbol]: converted }
  return move(moved as never) as never
}

export interface Jobs {
  readonly extractKeys: typeof extractKeys
  readonly toParquet: typeof toParquet
}
