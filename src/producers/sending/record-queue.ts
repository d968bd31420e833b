import type { PendingRecord } from '../record.ts'

/** Room at the front is given back to the memory when it is this large, and half of the whole. */
const frontMax = 1024

/** Records of one shard, in the order in which they were put. */
export class RecordQueue {
  #records: (PendingRecord | undefined)[] = []
  #first = 0
  #bytes = 0

  get length(): number {
    return this.#records.length - this.#first
  }

  get bytes(): number {
    return this.#bytes
  }

  get first(): PendingRecord | undefined {
    return this.#records[this.#first]
  }

  push(record: PendingRecord): void {
    this.#records.push(record)
    this.#bytes += record.size
  }

  shift(): PendingRecord | undefined {
    const record = this.#records[this.#first]
    if (record === undefined) return undefined
    this.#records[this.#first++] = undefined
    this.#bytes -= record.size
    if (this.#first >= frontMax && 2 * this.#first >= this.#records.length) {
      this.#records = this.#records.slice(this.#first)
      this.#first = 0
    }
    return record
  }

  /** Puts back what was taken from the front, in its order. */
  unshift(records: readonly PendingRecord[]): void {
    if (records.length === 0) return
    if (records.length <= this.#first) {
      this.#first -= records.length
      for (const [i, record] of records.entries()) this.#records[this.#first + i] = record
    } else {
      this.#records = [...records, ...this.#records.slice(this.#first)]
      this.#first = 0
    }
    for (const { size } of records) this.#bytes += size
  }

  /** Puts a record that was sent and failed back to its place, which is near the front. */
  insert(record: PendingRecord): void {
    const before: PendingRecord[] = []
    while (this.first !== undefined && this.first.number < record.number)
      before.push(this.shift() as PendingRecord)
    before.push(record)
    this.unshift(before)
  }

  /** All of them; the queue is empty then. */
  takeAll(): PendingRecord[] {
    const records = this.#records.slice(this.#first) as PendingRecord[]
    this.#records = []
    this.#first = 0
    this.#bytes = 0
    return records
  }
}
