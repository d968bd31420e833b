import type { Clock, Logger } from '../base/index.ts'
import type { Producer } from '../producers/index.ts'
import { putAll } from './put-all.ts'
import type { RecordSink, SinkRecord } from './record-sink.ts'

/** A stream, through a producer. What the producer gives up is put again: the records are in files, and can wait. */
export class ProducerSink implements RecordSink {
  readonly #producer: Producer
  readonly #clock: Clock
  readonly #logger: Logger

  constructor(producer: Producer, clock: Clock, logger: Logger) {
    this.#producer = producer
    this.#clock = clock
    this.#logger = logger
  }

  send(records: readonly SinkRecord[], signal: AbortSignal): Promise<boolean> {
    return putAll(records, (left) => this.#put(left), this.#clock, signal)
  }

  /** @returns those that were not put, in their order */
  async #put(records: readonly SinkRecord[]): Promise<SinkRecord[]> {
    const puts: Promise<unknown>[] = []
    for (const record of records) {
      await this.#producer.ready()
      puts.push(this.#producer.put(record))
      puts.at(-1)?.catch(() => undefined)
    }
    const results = await Promise.allSettled(puts)
    const failure = results.find(({ status }) => status === 'rejected')
    if (failure !== undefined)
      this.#logger.warn(
        { err: (failure as PromiseRejectedResult).reason },
        'records were not put, and will be put again',
      )
    return records.filter((_, i) => results[i]?.status === 'rejected')
  }

  close(): Promise<void> {
    return this.#producer.close()
  }
}
