import type { Clock, Logger } from '../../base/index.ts'
import type { Destination, SinkRecord } from '../destinations/destination.ts'
import type { DeliverySettings } from '../destinations/destination-kind.ts'
import { conversionFailed } from '../destinations/s3/extended-s3.ts'
import { type AttemptsParts, deliverWithRetries } from './attempts.ts'
import type { FullBuffer } from './buffer.ts'
import { asItCame, errorLines, type GivenUpRecord } from './error-output.ts'
import { AttemptCounters, type DeliveryCounters } from './firehose-metrics.ts'

export interface BufferDeliveryParts {
  /** Whose delivery it is, for the log. */
  readonly label: Readonly<Record<string, string>>
  readonly settings: Pick<DeliverySettings, 'retryMs' | 'attemptMs' | 'errorOutputType'>
  readonly destination: Destination
  /** Where records go that are given up, as lines that say why, by what they failed at: `processing-failed` and so on. */
  readonly errorsOf: (errorOutputType: string) => Destination
  /** Where every record goes as it came, if it does. */
  readonly backup: Destination | undefined
  readonly retentionMs: number
  readonly clock: Clock
  readonly logger: Logger
  readonly counters: DeliveryCounters
}

/** As long as the source keeps the records: without a bucket there is nowhere to put them. */
const bucketSettings = { retryMs: undefined, attemptMs: 15 * 60_000 }

/**
 * Brings one buffer to where it belongs: to the backup, to the destination, and what the destination does not take to the
 * error output. Only then its position may move.
 */
export class BufferDelivery {
  readonly #parts: BufferDeliveryParts

  constructor(parts: BufferDeliveryParts) {
    this.#parts = parts
  }

  /** @returns false when `stop` aborts before each record is somewhere, or not kept any more by the source */
  async deliver(buffer: FullBuffer, stop: AbortSignal): Promise<boolean> {
    if (!(await this.#store(buffer, stop))) return false
    const left = await this.#deliver(buffer, stop)
    if (left === undefined) return false
    const givenUp = byOutputType([...buffer.failed, ...left], this.#parts.settings.errorOutputType)
    for (const [type, some] of givenUp) if (!(await this.#giveUp(buffer, type, some, stop))) return false
    return true
  }

  /** @returns undefined when `stop` aborts */
  async #deliver({ id, records }: FullBuffer, stop: AbortSignal): Promise<GivenUpRecord[] | undefined> {
    if (records.length === 0) return []
    const { destination, settings } = this.#parts
    const parts = { ...this.#attempts(destination), settings }
    const left = await deliverWithRetries(parts, { id, records }, this.#endMs(records), stop)
    if (settings.errorOutputType !== conversionFailed) return left
    return left?.map((one) => ({ ...one, record: asItCame(one.record) }))
  }

  #endMs(records: readonly SinkRecord[]): number {
    const newestMs = records.reduce((newest, { arrivalMs }) => Math.max(newest, arrivalMs), 0)
    return newestMs + this.#parts.retentionMs
  }

  async #store({ id, backup: records }: FullBuffer, stop: AbortSignal): Promise<boolean> {
    const { counters, backup } = this.#parts
    if (backup === undefined || records.length === 0) return true
    const parts = { ...this.#attempts(backup), settings: bucketSettings, counters: counters.backup }
    const lost = await deliverWithRetries(parts, { id, records }, this.#endMs(records), stop)
    if (lost === undefined) return false
    if (lost.length > 0) this.#sayExpired(lost.length, 'backed up')
    return true
  }

  async #giveUp(
    { id }: FullBuffer,
    errorOutputType: string,
    givenUp: readonly GivenUpRecord[],
    stop: AbortSignal,
  ): Promise<boolean> {
    const { counters } = this.#parts
    const errors = this.#parts.errorsOf(errorOutputType)
    const lines = errorLines(givenUp)
    const records = givenUp.map(({ record }, i) => ({ ...record, data: lines[i]! }))
    const parts = { ...this.#attempts(errors), settings: bucketSettings, counters: new AttemptCounters() }
    const lost = await deliverWithRetries(parts, { id, records }, this.#endMs(records), stop)
    if (lost === undefined) return false
    counters.failedRecords += records.length - lost.length
    counters.expiredRecords += lost.length
    if (lost.length > 0)
      this.#sayExpired(lost.length, 'delivered, nor its failure written to the error output')
    return true
  }

  #attempts(destination: Destination): Omit<AttemptsParts, 'settings'> {
    const { clock, counters, logger, label } = this.#parts
    const failed = (code: string, message: string) => {
      counters.lastError = { atMs: clock.nowMs(), code, message }
      logger.warn({ ...label, code }, `a delivery failed: ${message}`)
    }
    return { destination, clock, counters, failed }
  }

  #sayExpired(records: number, what: string): void {
    const { logger, label } = this.#parts
    logger.error({ ...label, records }, `records could not be ${what} for as long as their source keeps them`)
  }
}

function byOutputType(givenUp: readonly GivenUpRecord[], standard: string): Map<string, GivenUpRecord[]> {
  return Map.groupBy(givenUp, ({ errorOutputType = standard }) => errorOutputType)
}
