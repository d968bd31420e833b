import type { Slices } from '../../../base/index.ts'
import type { SinkRecord } from '../destination.ts'

export interface JsonRows {
  /** A JSON array of the good records. */
  readonly text: string
  /** Places of records that are no JSON objects. */
  readonly bad: readonly number[]
}

/** Bytes that are looked at before others get a turn. */
const sliceBytes = 1024 * 1024

/** One that is no JSON would have all the others refused with it. */
export function* jsonRows(records: readonly SinkRecord[]): Slices<JsonRows> {
  const good: string[] = []
  const bad: number[] = []
  let bytes = 0
  for (const [i, { data }] of records.entries()) {
    const text = data.toString()
    if (isObject(text)) good.push(text)
    else bad.push(i)
    bytes += data.length
    if (bytes < sliceBytes) continue
    bytes = 0
    yield
  }
  return { text: `[${good.join(',')}]`, bad }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
