import { assert, type Slices, slicesOf } from '../../base/index.ts'
import type { LogBounds, LogId } from '../../log/index.ts'
import { numbersFromSecondsOf, secondsOf } from '../shard.ts'
import { type ClosedShard, findShard, type ShardState, type StreamState } from '../stream-state.ts'
import type { ReshardStep } from './reshard-plan.ts'
import { nextIndexOf } from './reshard-steps.ts'

/** Which shards of a stream are closed, and which are made. */
export interface Reshaped {
  readonly closed: readonly ClosedShard[]
  /** By index. One that lives for no time, since a later step takes it, is closed and empty. */
  readonly opened: readonly ShardState[]
}

export interface ShardLogs {
  bounds(log: LogId): LogBounds
  newLogId(): LogId
}

/** Some milliseconds of work. */
const stepsPerSlice = 512

/**
 * What `steps` make of the stream at this moment. Records may not be handed to its logs any more until this is over, so that
 * what is closed here has all of its records.
 */
export function* reshape(
  stream: StreamState,
  steps: readonly ReshardStep[],
  logs: ShardLogs,
  nowMs: number,
): Slices<Reshaped> {
  const isSliceOver = slicesOf(stepsPerSlice)
  const parents: ShardState[] = []
  for (const step of steps) {
    if (isSliceOver()) yield
    parents.push(...takenBy(step).flatMap((index) => findShard(stream, index) ?? []))
  }
  const atMs = momentOf(parents, logs, nowMs)
  const closed = parents.map(({ index, log }) => ({
    index,
    closedMs: atMs,
    endOffset: logs.bounds(log).next,
  }))
  const births = new Births(stream, logs, atMs)
  for (const step of steps) {
    if (isSliceOver()) yield
    births.take(step)
  }
  return { closed, opened: births.shards }
}

/**
 * One time for all that is closed and made: later than the last record of every shard that is closed, and than its
 * creation. So the times of its children's records do not fall, and a moment belongs to one of them only.
 */
function momentOf(parents: readonly ShardState[], logs: ShardLogs, nowMs: number): number {
  let atMs = nowMs
  for (const { createdMs, log } of parents) {
    atMs = Math.max(atMs, createdMs + 1, logs.bounds(log).lastTimeMs + 1)
  }
  return atMs
}

function takenBy(step: ReshardStep): readonly number[] {
  return step.kind === 'split' ? [step.index] : [step.index, step.adjacent]
}

class Births {
  readonly shards: ShardState[] = []
  readonly #stream: StreamState
  readonly #logs: ShardLogs
  readonly #atMs: number
  readonly #firstIndex: number

  constructor(stream: StreamState, logs: ShardLogs, atMs: number) {
    this.#stream = stream
    this.#logs = logs
    this.#atMs = atMs
    this.#firstIndex = nextIndexOf(stream)
  }

  take(step: ReshardStep): void {
    const one = this.#parent(step.index)
    if (step.kind === 'split') {
      this.#make([one], one.startingHashKey, (step.at - 1n).toString())
      this.#make([one], step.at.toString(), one.endingHashKey)
    } else {
      const other = this.#parent(step.adjacent)
      const [lower, upper] =
        BigInt(one.startingHashKey) < BigInt(other.startingHashKey) ? [one, other] : [other, one]
      this.#make([one, other], lower.startingHashKey, upper.endingHashKey)
    }
  }

  /** One of this reshard's own lives for no time. */
  #parent(index: number): ShardState {
    const own = this.shards[index - this.#firstIndex]
    if (own !== undefined) {
      this.shards[index - this.#firstIndex] = { ...own, closedMs: this.#atMs, endOffset: 0 }
    }
    const shard = own ?? findShard(this.#stream, index)
    assert(shard !== undefined && shard.closedMs === undefined, 'steps are made for the stream as it is')
    return shard
  }

  #make(parents: readonly [ShardState, ShardState?], startingHashKey: string, endingHashKey: string): void {
    const [parent, adjacent] = parents
    const createdSeconds = secondsOf(this.#atMs)
    let fromSeconds = Math.max(createdSeconds, numbersFromSecondsOf(parent) + 1)
    if (adjacent !== undefined) fromSeconds = Math.max(fromSeconds, numbersFromSecondsOf(adjacent) + 1)
    this.shards.push({
      index: this.#firstIndex + this.shards.length,
      log: this.#logs.newLogId(),
      startingHashKey,
      endingHashKey,
      createdMs: this.#atMs,
      ...(fromSeconds !== createdSeconds && { numbersFromSeconds: fromSeconds }),
      parent: parent.index,
      ...(adjacent !== undefined && { adjacentParent: adjacent.index }),
    })
  }
}
