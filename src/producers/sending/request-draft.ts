import type { Entry } from './entry.ts'

/** Source: Kinesis API Reference, PutRecords. */
const entriesMax = 500
/** Requests are made no larger than this, of the 10 MiB that PutRecords takes. The KPL's CollectionMaxSize. */
const bytesMax = 5 * 1024 * 1024

/** A PutRecords request in the making. */
export class RequestDraft {
  readonly entries: Entry[] = []
  #bytes = 0
  #isFull = false

  get bytes(): number {
    return this.#bytes
  }

  /** Something was left out for want of room. */
  get isFull(): boolean {
    return this.#isFull
  }

  /** An entry that alone is larger than a request should be, up to 10 MiB, is a request of its own. */
  fits(size: number): boolean {
    const fits =
      this.entries.length === 0 || (this.entries.length < entriesMax && this.#bytes + size <= bytesMax)
    if (!fits) this.#isFull = true
    return fits
  }

  add(entry: Entry): void {
    this.entries.push(entry)
    this.#bytes += entry.size
  }
}
