import type { Clock } from '../base/index.ts'
import type { LogId } from '../log/index.ts'
import type { Quotas } from './quotas.ts'
import { SequenceNumbers } from './sequence-number.ts'
import { shardIdOf } from './shard-id.ts'
import { Counters } from './stream-counters.ts'
import type { ShardState } from './stream-state.ts'
import { ReadThrottle, WriteThrottle } from './throttle.ts'

/** What the throttles of a shard need. */
export interface ShardLimits {
  readonly clock: Clock
  readonly quotas: Quotas
}

/** One shard as the data plane works with it: made when it is first written or read, so that an idle one costs nothing. */
export class Shard {
  readonly index: number
  readonly id: string
  readonly log: LogId
  /** No record arrives before, whatever the clock does: arrival times do not fall from a shard to its children. */
  readonly createdMs: number
  readonly numbers: SequenceNumbers
  readonly counters = new Counters()
  /** Undefined where there are no limits. */
  readonly writes: WriteThrottle | undefined
  readonly reads: ReadThrottle | undefined

  /** @param limits of the throttles; undefined for none */
  constructor(state: ShardState, limits: ShardLimits | undefined) {
    this.index = state.index
    this.id = shardIdOf(state.index)
    this.log = state.log
    this.createdMs = state.createdMs
    this.numbers = new SequenceNumbers(state.index, numbersFromSecondsOf(state))
    this.writes = limits && new WriteThrottle(limits.clock, limits.quotas)
    this.reads = limits && new ReadThrottle(limits.clock, limits.quotas)
  }
}

/** Sequence numbers carry times in whole seconds. */
export function secondsOf(ms: number): number {
  return Math.floor(ms / 1000)
}

/** The second that all sequence numbers of a shard begin with. */
export function numbersFromSecondsOf({ createdMs, numbersFromSeconds }: ShardState): number {
  return numbersFromSeconds ?? secondsOf(createdMs)
}
