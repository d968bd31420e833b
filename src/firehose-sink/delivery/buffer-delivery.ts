import type { Clock, Logger } from '../../base/index.ts'
import type { Destination, SinkRecord } from '../destinations/destination.ts'
import type { DeliverySettings, DeliveryStreamLabel } from '../destinations/destination-kind.ts'
import { type AttemptsParts, deliverWithRetries } from './attempts.ts'
import type { FullBuffer } from './buffer.ts'
import { errorLines, type GivenUpRecord } from './error-output.ts'
import { DeliveryCounters } from './firehose-metrics.ts'

export interface BufferDeliveryParts {
  readonly stream: DeliveryStreamLabel
  readonly settings: DeliverySettings
  readonly destination: Destination
  /** Where records go that are given up, as lines that say why. */
  readonly errors: Destination
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
    const endMs = this.#endMs(buffer.records)
    const { backup, destination, settings } = this.#parts
    if (backup !== undefined && !(await this.#store(backup, buffer, endMs, stop))) return false
    const parts = { ...this.#attempts(destination), settings }
    const givenUp = await deliverWithRetries(parts, buffer, endMs, stop)
    if (givenUp === undefined) return false
    return givenUp.length === 0 || (await this.#giveUp(buffer, givenUp, endMs, stop))
  }

  #endMs(records: readonly SinkRecord[]): number {
    const newestMs = records.reduce((newest, { arrivalMs }) => Math.max(newest, arrivalMs), 0)
    return newestMs + this.#parts.retentionMs
  }

  async #store(backup: Destination, buffer: FullBuffer, endMs: number, stop: AbortSignal): Promise<boolean> {
    const { counters } = this.#parts
    const parts = { ...this.#attempts(backup), settings: bucketSettings, counters: new DeliveryCounters() }
    const lost = await deliverWithRetries(parts, buffer, endMs, stop)
    if (lost === undefined) return false
    if (lost.length > 0) this.#sayExpired(lost.length, 'backed up')
    counters.backedUpRecords += buffer.records.length - lost.length
    counters.backedUpBytes += lost.length === 0 ? buffer.bytes : 0
    return true
  }

  async #giveUp(
    { id }: FullBuffer,
    givenUp: readonly GivenUpRecord[],
    endMs: number,
    stop: AbortSignal,
  ): Promise<boolean> {
    const { counters, errors } = this.#parts
    const lines = errorLines(givenUp)
    const records = givenUp.map(({ record }, i) => ({ ...record, data: lines[i]! }))
    const parts = { ...this.#attempts(errors), settings: bucketSettings, counters: new DeliveryCounters() }
    const lost = await deliverWithRetries(parts, { id, records }, endMs, stop)
    if (lost === undefined) return false
    counters.failedRecords += records.length - lost.length
    counters.expiredRecords += lost.length
    if (lost.length > 0)
      this.#sayExpired(lost.length, 'delivered, nor its failure written to the error output')
    return true
  }

  #attempts(destination: Destination): Omit<AttemptsParts, 'settings'> {
    const { clock, counters, logger, stream } = this.#parts
    const failed = (code: string, message: string) => {
      counters.lastError = { atMs: clock.nowMs(), code, message }
      logger.warn({ deliveryStream: stream.arn, code }, `a delivery failed: ${message}`)
    }
    return { destination, clock, counters, failed }
  }

  #sayExpired(records: number, what: string): void {
    const { logger, stream } = this.#parts
    const fields = { deliveryStream: stream.arn, records }
    logger.error(fields, `records could not be ${what} for as long as their source keeps them`)
  }
}
