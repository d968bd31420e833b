import { type Clock, CodedError, passOnBug } from '../../base/index.ts'
import type { Delivery, Destination, FailedRecord, SinkRecord } from '../destinations/destination.ts'
import type { DeliverySettings } from '../destinations/destination-kind.ts'
import { deliveryFailed } from '../errors.ts'
import type { FullBuffer } from './buffer.ts'
import type { GivenUpRecord } from './error-output.ts'
import type { AttemptCounters } from './firehose-metrics.ts'

/** Between two attempts. AWS documents how long it retries, and not how often. */
const pauseMsMin = 500
const pauseMsMax = 30_000

export interface AttemptsParts {
  readonly destination: Destination
  readonly settings: Pick<DeliverySettings, 'retryMs' | 'attemptMs'>
  readonly clock: Clock
  readonly counters: AttemptCounters
  /** Says what went wrong with an attempt. */
  failed(code: string, message: string): void
}

type Failure = Omit<FailedRecord, 'index'>

interface Left {
  readonly record: SinkRecord
  readonly failure: Failure
}

/**
 * Delivers the records of one buffer, again and again until all are confirmed, or the time for that is over.
 * @param endMs when their source does not keep them any more: then nothing is tried any more
 * @returns those that are not confirmed; undefined when `stop` aborts
 */
export async function deliverWithRetries(
  parts: AttemptsParts,
  { id, records }: Pick<FullBuffer, 'id' | 'records'>,
  endMs: number,
  stop: AbortSignal,
): Promise<GivenUpRecord[] | undefined> {
  const { clock, settings } = parts
  const givenUp: GivenUpRecord[] = []
  const startedMs = clock.monotonicMs()
  const { retryMs = Number.POSITIVE_INFINITY } = settings
  let left: readonly SinkRecord[] = records
  for (let attempt = 1; ; attempt++) {
    const failed = await attemptOnce(parts, { id, attempt, records: left }, stop)
    if (stop.aborted) return undefined
    const restMs = retryMs - (clock.monotonicMs() - startedMs)
    const isLast = restMs <= 0 || clock.nowMs() >= endMs
    const gone = failed.filter(({ failure }) => isLast || !failure.retryable)
    for (const item of gone) givenUp.push({ ...item, attempts: attempt, endedMs: clock.nowMs() })
    if (gone.length === failed.length) return givenUp
    left = failed.filter(({ failure }) => failure.retryable).map(({ record }) => record)
    await clock.sleep(Math.min(pauseMsMin * 2 ** Math.min(attempt - 1, 10), pauseMsMax, restMs), stop)
    if (stop.aborted) return undefined
  }
}

/** @returns the records that this attempt leaves */
async function attemptOnce(
  parts: AttemptsParts,
  request: Omit<Delivery, 'signal'>,
  stop: AbortSignal,
): Promise<Left[]> {
  const { counters } = parts
  const { records } = request
  counters.attempts++
  try {
    const failed = await withinTime(parts, request, stop)
    const left = failed.map(({ index, ...failure }) => ({ record: records[index]!, failure }))
    countConfirmed(counters, records, left)
    const [first] = failed
    if (first !== undefined) fail(parts, first.code, first.message)
    return left
  } catch (error) {
    passOnBug(error)
    const code = error instanceof CodedError ? error.code : 'FIREHOSE_DELIVERY_FAILED'
    const message = error instanceof Error ? error.message : String(error)
    if (!stop.aborted) fail(parts, code, message)
    return records.map((record) => ({ record, failure: { code, message, retryable: true } }))
  }
}

function fail({ counters, failed }: AttemptsParts, code: string, message: string): void {
  counters.failedAttempts++
  failed(code, message)
}

/** What comes after the attempt is over does not count, be it success or failure. */
async function withinTime(
  { destination, settings, clock }: AttemptsParts,
  request: Omit<Delivery, 'signal'>,
  stop: AbortSignal,
): Promise<readonly FailedRecord[]> {
  const attempt = new AbortController()
  const end = () => attempt.abort()
  stop.addEventListener('abort', end)
  const over = new AbortController()
  try {
    const delivered = destination.deliver({ ...request, signal: attempt.signal })
    const timedOut = clock
      .sleep(settings.attemptMs, over.signal)
      .then(() => Promise.reject(deliveryFailed('The destination did not answer in time.')))
    timedOut.catch(() => undefined)
    const stopped = new Promise<never>((_, reject) => {
      attempt.signal.addEventListener('abort', () => reject(deliveryFailed('The delivery was stopped.')))
    })
    delivered.catch(() => undefined)
    stopped.catch(() => undefined)
    return await Promise.race([delivered, timedOut, stopped])
  } finally {
    over.abort()
    attempt.abort()
    stop.removeEventListener('abort', end)
  }
}

function countConfirmed(
  counters: AttemptCounters,
  records: readonly SinkRecord[],
  left: readonly Left[],
): void {
  counters.deliveredRecords += records.length - left.length
  for (const { data } of records) counters.deliveredBytes += data.length
  for (const { record } of left) counters.deliveredBytes -= record.data.length
}
