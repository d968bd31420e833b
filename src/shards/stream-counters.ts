import { type Owner, placeOf } from './owner.ts'

/**
 * What has gone into a stream or a shard and out of it since the server was started or it was first used. Counted for
 * each call and shard, not for each record.
 */
export class Counters {
  /** Keys and data of the records put. */
  incomingBytes = 0
  incomingRecords = 0
  outgoingBytes = 0
  outgoingRecords = 0
  /** Records that were refused. */
  writesThrottled = 0
  /** Reads that were refused. */
  readsThrottled = 0
  /** How old the last record of the last read was, 0 at the end of the shard; undefined before a read. */
  iteratorAgeMs: number | undefined

  written(records: number, bytes: number): void {
    this.incomingRecords += records
    this.incomingBytes += bytes
  }

  read(records: number, bytes: number, ageMs: number): void {
    this.outgoingRecords += records
    this.outgoingBytes += bytes
    this.iteratorAgeMs = ageMs
  }
}

const keyOf = (owner: Owner, name: string) => `${placeOf(owner)}/${name}`

/** The counters of the streams in use. They outlive changes of a stream and of its shards, and go with it. */
export class StreamCounters {
  readonly #streams = new Map<string, Counters>()

  of(owner: Owner, name: string): Counters {
    const key = keyOf(owner, name)
    const known = this.#streams.get(key)
    if (known !== undefined) return known
    const counters = new Counters()
    this.#streams.set(key, counters)
    return counters
  }

  /** Undefined for a stream that has not been used. */
  find(owner: Owner, name: string): Counters | undefined {
    return this.#streams.get(keyOf(owner, name))
  }

  forget(owner: Owner, name: string): void {
    this.#streams.delete(keyOf(owner, name))
  }
}
