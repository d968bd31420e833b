import type { LogId } from '../../log/index.ts'

/** What went wrong last, for people. */
export interface LastError {
  readonly atMs: number
  readonly code: string
  readonly message: string
}

/** Of attempts to deliver to one place. */
export class AttemptCounters {
  deliveredBytes = 0
  deliveredRecords = 0
  attempts = 0
  failedAttempts = 0
}

/** What one delivery stream has done since the start, under the names that CloudWatch has for it. */
export class DeliveryCounters extends AttemptCounters {
  incomingBytes = 0
  incomingRecords = 0
  incomingPutRequests = 0
  throttledRecords = 0
  /** From the source, whatever it is: after a failure some again. */
  readBytes = 0
  readRecords = 0
  /** What processing has made, for the destination. */
  processedBytes = 0
  processedRecords = 0
  /** Of the backup of every record. */
  readonly backup = new AttemptCounters()
  /** Too large to be taken out of a topic. */
  failedValidationBytes = 0
  failedValidationRecords = 0
  /** To the error output. */
  failedRecords = 0
  /** Given up, as their source does not keep them any more. */
  expiredRecords = 0
  /** In memory: read, and not delivered yet. */
  bufferedBytes = 0
  bufferedRecords = 0
  /** When the first record arrived of the buffer that is delivered, and of the one that is gathered. Undefined: there is none. */
  deliveringMs: number | undefined
  gatheringMs: number | undefined
  /** The same of what is processed and not delivered yet. */
  openMs: number | undefined
  lastDeliveryMs: number | undefined
  lastError: LastError | undefined

  incoming(records: readonly Uint8Array[]): void {
    this.incomingPutRequests++
    this.incomingRecords += records.length
    for (const { length } of records) this.incomingBytes += length
  }

  /** Since when the oldest record waits in memory. Undefined: none does. */
  get oldestMs(): number | undefined {
    const { deliveringMs, openMs, gatheringMs } = this
    const oldestMs = [deliveringMs, openMs, gatheringMs].reduce<number>(
      (oldest, ms) => Math.min(oldest, ms ?? oldest),
      Number.POSITIVE_INFINITY,
    )
    return oldestMs === Number.POSITIVE_INFINITY ? undefined : oldestMs
  }

  nothingBuffered(): void {
    this.bufferedRecords = 0
    this.bufferedBytes = 0
    this.deliveringMs = undefined
    this.gatheringMs = undefined
    this.openMs = undefined
  }
}

/** The counters of every delivery stream that is there. */
export class FirehoseMetrics {
  readonly #counters = new Map<LogId, DeliveryCounters>()

  of(log: LogId): DeliveryCounters {
    let counters = this.#counters.get(log)
    if (counters === undefined) {
      counters = new DeliveryCounters()
      this.#counters.set(log, counters)
    }
    return counters
  }

  forget(log: LogId): void {
    this.#counters.delete(log)
  }
}
