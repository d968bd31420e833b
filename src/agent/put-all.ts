import type { Clock } from '../base/index.ts'
import type { SinkRecord } from './record-sink.ts'

const pauseMs = 1_000
const pauseMsMax = 10_000

/**
 * Puts until all records are durable: what failed is put again, and only that. The pause doubles while nothing gets through.
 * @param put resolves to those that were not put, in their order
 * @returns false when it was given up because `signal` has aborted
 */
export async function putAll(
  records: readonly SinkRecord[],
  put: (records: readonly SinkRecord[]) => Promise<readonly SinkRecord[]>,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  let left = records
  let waitMs = pauseMs
  while (left.length > 0) {
    if (signal.aborted) return false
    const failed = await put(left)
    if (failed.length < left.length) waitMs = pauseMs
    if (failed.length > 0) await clock.sleep(waitMs, signal)
    waitMs = Math.min(pauseMsMax, 2 * waitMs)
    left = failed
  }
  return true
}
