import { Aggregate } from '../../aggregation/index.ts'
import type { PendingRecord } from '../record.ts'
import type { TargetEntry } from './stream-target.ts'

const empty = new Aggregate()

/** How large an aggregate of this record alone would be: with more records it can only be larger. */
export function aggregateSizeOf({ partitionKey, explicitHashKey, data }: PendingRecord): number {
  return empty.sizeWith(partitionKey, explicitHashKey, data)
}

/**
 * One record of the stream in the making: a user record as it is, or several of one shard in the form of the KPL. It goes
 * by the keys of the first one, so that at least that one is in the right shard, whatever shards there are by then.
 */
export class Entry {
  /** Undefined when the shard is not known beforehand. */
  readonly shardId: string | undefined
  readonly records: PendingRecord[] = []
  #aggregate: Aggregate | undefined

  constructor(shardId: string | undefined) {
    this.shardId = shardId
  }

  /** Bytes as the service counts them, key and data. */
  get size(): number {
    const [first] = this.records
    if (first === undefined) return 0
    return this.records.length === 1 ? first.size : this.#keySize + (this.#aggregate?.size ?? 0)
  }

  /** The same, if this record were added to those that are there. */
  sizeWith({ partitionKey, explicitHashKey, data }: PendingRecord): number {
    return this.#keySize + (this.#aggregate ?? empty).sizeWith(partitionKey, explicitHashKey, data)
  }

  /** @param isAlone nothing will be added to it: it needs no aggregate */
  add(record: PendingRecord, isAlone = false): void {
    this.records.push(record)
    if (isAlone) return
    this.#aggregate ??= new Aggregate()
    this.#aggregate.add(record.partitionKey, record.explicitHashKey, record.data)
  }

  toTarget(): TargetEntry {
    const [first] = this.records as [PendingRecord, ...PendingRecord[]]
    const { partitionKey, explicitHashKey, data } = first
    if (this.records.length === 1 || this.#aggregate === undefined)
      return { partitionKey, explicitHashKey, data }
    return { partitionKey, explicitHashKey, data: this.#aggregate.toBytes() }
  }

  get #keySize(): number {
    const [first] = this.records
    return first === undefined ? 0 : first.size - first.data.length
  }
}
