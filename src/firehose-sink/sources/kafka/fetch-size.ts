import type { SinkRecord } from '../../destinations/destination.ts'

/** Decoded in one go, on the server's thread: some ten milliseconds of it at the most. A record costs as much as so many bytes. */
const decodedMax = 1024 * 1024
const bytesPerRecord = 200

const askedMin = 16 * 1024
const askedMax = 1024 * 1024

/**
 * How much a broker is asked for. It counts batches as they are on its disk, and what comes out of a compressed one may be a
 * hundred times as much; so the next request is for less when the last has made too much, and for more when it has made little.
 */
export class FetchSize {
  #asked = 64 * 1024

  /** @param wanted that much would be taken */
  next(wanted: number): number {
    return Math.max(askedMin, Math.min(this.#asked, wanted))
  }

  /** @param asked what `next` gave */
  came(asked: number, records: readonly SinkRecord[]): void {
    const decoded = records.reduce((sum, { data }) => sum + data.length + bytesPerRecord, 0)
    if (decoded > decodedMax) this.#asked = Math.max(askedMin, Math.floor((asked * decodedMax) / decoded))
    else if (decoded > 0 && decoded < decodedMax / 2 && asked === this.#asked)
      this.#asked = Math.min(askedMax, this.#asked * 2)
  }
}
