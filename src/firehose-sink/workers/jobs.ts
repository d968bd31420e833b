/* What the threads of the pool do. Each job brings in its library when it is first run. */

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

export interface Jobs {
  readonly extractKeys: typeof extractKeys
}
