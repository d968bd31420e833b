import { hash } from 'node:crypto'
import type { SinkRecord } from '../destination.ts'

/** Records that go into one object. */
export interface Partition {
  /** The same for the same records, also when they are stored again. A UUID. */
  readonly id: string
  readonly records: readonly SinkRecord[]
  /** Where each is in the buffer. */
  readonly indexes: readonly number[]
}

/** @param keys what the records are told apart by; without any they are one partition */
export function partitionsOf(
  records: readonly SinkRecord[],
  keys: readonly string[],
  id: string,
): Partition[] {
  if (keys.length === 0) return [{ id, records, indexes: records.map((_, i) => i) }]
  const byKeys = new Map<string, { id: string; records: SinkRecord[]; indexes: number[] }>()
  for (const [index, record] of records.entries()) {
    const values = partitionValues(record, keys)
    let partition = byKeys.get(values)
    if (partition === undefined) {
      partition = { id: idWithin(id, values), records: [], indexes: [] }
      byKeys.set(values, partition)
    }
    partition.records.push(record)
    partition.indexes.push(index)
  }
  return [...byKeys.values()]
}

/** What tells the partition of a record from all others. */
export function partitionValues(record: SinkRecord, keys: readonly string[]): string {
  return JSON.stringify(keys.map((key) => record.partitionKeys?.[key]))
}

/** Two partitions may have the same prefix: `a/` and `b`, `a` and `/b`. Their names must differ. */
function idWithin(id: string, values: string): string {
  const digits = hash('md5', `${id} ${values}`, 'hex')
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}
