import { hash } from 'node:crypto'
import type { SinkRecord } from '../destination.ts'

/**
 * Ids of documents that are the same whenever a record is delivered again, so that it replaces itself. They are made of
 * where and when the record came from and of its content: several records can come out of one.
 */
export class DocumentIds {
  readonly #source: string
  /** What attempts before have given out: of equal records, one may be left. */
  readonly #given = new WeakMap<SinkRecord, string>()

  /** @param source tells the records of one delivery stream from those of others */
  constructor(source: string) {
    this.#source = source
  }

  /** Gives the ids for one attempt at a delivery, to be asked of its records in their order. */
  forAttempt(): (record: SinkRecord) => string {
    const counts = new Map<string, number>()
    return (record) => {
      const id = this.#given.get(record) ?? this.#newId(record, counts)
      this.#given.set(record, id)
      return id
    }
  }

  #newId({ data, position, arrivalMs }: SinkRecord, counts: Map<string, number>): string {
    const origin = `${this.#source} ${position} ${arrivalMs} ${hash('sha256', data)}`
    const count = counts.get(origin) ?? 0
    counts.set(origin, count + 1)
    return hash('sha256', `${origin} ${count}`, 'base64url').slice(0, 32)
  }
}
