import type { PendingRecord } from '../record.ts'

/**
 * Keeps the records of each partition key in their order: what is on its way, or waits after a failure, holds back the later
 * ones of its key. PutRecords itself keeps no order between the records of a request, and any of them may fail.
 */
export class KeyGuard {
  /** By partition key, the entry that its records are in. */
  readonly #sentIn = new Map<string, object>()
  /** Keys with a record that was passed over in this pass. */
  readonly #passedOver = new Set<string>()

  beginPass(): void {
    this.#passedOver.clear()
  }

  passOver({ partitionKey }: PendingRecord): void {
    this.#passedOver.add(partitionKey)
  }

  /** Whether the record may go into this entry now. */
  admits({ partitionKey }: PendingRecord, entry: object): boolean {
    const sentIn = this.#sentIn.get(partitionKey)
    return (sentIn === undefined || sentIn === entry) && !this.#passedOver.has(partitionKey)
  }

  hold({ partitionKey }: PendingRecord, entry: object): void {
    this.#sentIn.set(partitionKey, entry)
  }

  release(records: readonly PendingRecord[]): void {
    for (const { partitionKey } of records) this.#sentIn.delete(partitionKey)
  }
}
