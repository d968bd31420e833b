import type { Clock } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import { timestampInFuture } from '../reading/errors.ts'
import { latestArrivalMs } from '../reading/starting-position.ts'
import { retentionHorizonMs, type StreamState } from '../stream-state.ts'
import type { QueuePosition, QueueStart } from './queue-state.ts'

interface TimedStore {
  readonly store: LogStore
  readonly clock: Clock
}

/**
 * Where a queue begins in the shards that there are now; in those that it does not name, at the first record.
 * @throws TIMESTAMP_INVALID for a time that has not come
 */
export async function startsOf(
  timedStore: TimedStore,
  { shards }: StreamState,
  position: QueuePosition,
): Promise<QueueStart[]> {
  const { store, clock } = timedStore
  if (position.type === 'TRIM_HORIZON') return []
  if (position.type === 'LATEST')
    return shards.map(({ index, log }) => ({ shard: index, offset: store.bounds(log).end }))
  const latestMs = shards.reduce(
    (latest, shard) => Math.max(latest, latestArrivalMs(timedStore, shard)),
    clock.nowMs(),
  )
  if (position.timestampMs > latestMs) throw timestampInFuture(position.timestampMs, latestMs)
  const starts: QueueStart[] = []
  for (const { index, log } of shards)
    starts.push({ shard: index, offset: await store.offsetAt(log, position.timestampMs) })
  return starts
}

/** Source: API reference of QueueStartingPosition, Timestamp in an answer. */
export function effectiveStartMs(stream: StreamState, position: QueuePosition, nowMs: number): number {
  if (position.type === 'LATEST') return nowMs
  const earliestMs = Math.max(stream.createdMs, retentionHorizonMs(stream, nowMs))
  return position.type === 'TRIM_HORIZON' ? earliestMs : Math.max(position.timestampMs, earliestMs)
}
