import { endianness } from 'node:os'
import type { PackedRecords } from '../../workers/packed-records.ts'
import type { ConversionPlan, ConvertedRecords } from './conversion-plan.ts'
import { flatFile } from './flat/flat-file.ts'
import { parseHiveType } from './hive-type.ts'
import { nestedFile } from './nested-file.ts'

/** Makes a Parquet file of records that hold a JSON object each. Those that do not go with the columns are left out, and told. */
export function parquetFile(plan: ConversionPlan, records: readonly PackedRecords[]): ConvertedRecords {
  return isFlat(plan) ? flatFile(plan, records) : nestedFile(plan, records)
}

const nestedKinds = new Set(['array', 'map', 'struct'])

/** Values are kept as the file has them, with their low bytes first: so must the machine. */
function isFlat({ columns }: ConversionPlan): boolean {
  const names = new Set(columns.map(({ name }) => name))
  return (
    endianness() === 'LE' &&
    names.size === columns.length &&
    columns.every(({ type }) => !nestedKinds.has(parseHiveType(type).kind))
  )
}
