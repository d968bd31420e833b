import type { Clock } from '../../base/index.ts'
import type { LogStore, Offset } from '../../log/index.ts'
import { parseSequenceNumber } from '../sequence-number.ts'
import { numbersFromSecondsOf } from '../shard.ts'
import type { ShardState, StreamState } from '../stream-state.ts'
import {
  invalidStartingNumber,
  numberOfOtherShard,
  type ReadingOperation,
  type StartingNumber,
  timestampInFuture,
} from './errors.ts'

/** Where a reader wants to begin. */
export type StartingPosition =
  | { readonly type: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: string }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestampMs: number }

interface TimedStore {
  readonly store: LogStore
  readonly clock: Clock
}

/** No record of the shard has arrived later. Times in it do not fall, so a wall clock that steps back is behind them. */
export function latestArrivalMs({ store, clock }: TimedStore, { log, createdMs }: ShardState): number {
  return Math.max(clock.nowMs(), createdMs, store.bounds(log).lastTimeMs)
}

/**
 * The offset that a starting position of a shard comes to at this moment. What retention has taken in the meantime is
 * for the read to pass over.
 * @throws SEQUENCE_NUMBER_INVALID, TIMESTAMP_INVALID
 */
export async function startingOffset(
  timedStore: TimedStore,
  stream: StreamState,
  shard: ShardState,
  position: StartingPosition,
  operation: ReadingOperation = 'GetShardIterator',
): Promise<Offset> {
  const { store } = timedStore
  switch (position.type) {
    case 'TRIM_HORIZON':
      return store.bounds(shard.log).start
    case 'LATEST':
      return store.bounds(shard.log).end
    case 'AT_TIMESTAMP': {
      const latestMs = latestArrivalMs(timedStore, shard)
      if (position.timestampMs > latestMs) throw timestampInFuture(position.timestampMs, latestMs)
      return store.offsetAt(shard.log, position.timestampMs)
    }
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const { end } = store.bounds(shard.log)
      const asked = { text: position.sequenceNumber, operation, shardIndex: shard.index, stream: stream.name }
      const offset = offsetOf(asked, end, stream, shard)
      return position.type === 'AT_SEQUENCE_NUMBER' ? Math.max(0, offset) : Math.min(end, offset + 1)
    }
  }
}

/**
 * The offset that a sequence number of this shard stands for: -1 for the number that it starts with, its end for the
 * one that it ends with.
 */
function offsetOf(asked: StartingNumber, end: Offset, stream: StreamState, shard: ShardState): Offset {
  const parsed = parseSequenceNumber(asked.text)
  if (parsed.kind === 'invalid') throw invalidStartingNumber(asked, stream)
  const foreign = ' because it did not come from this stream'
  if (parsed.kind === 'old') throw invalidStartingNumber(asked, stream, foreign)
  if (parsed.shardIndex !== shard.index) throw numberOfOtherShard(parsed.shardIndex, shard.index)
  if (parsed.startSeconds !== numbersFromSecondsOf(shard)) throw invalidStartingNumber(asked, stream, foreign)
  if (parsed.offset === Number.POSITIVE_INFINITY && shard.closedMs !== undefined) return end
  if (parsed.offset >= end) throw invalidStartingNumber(asked, stream, foreign)
  return parsed.offset
}
