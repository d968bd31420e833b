import { type Clock, inSlices } from '../../base/index.ts'
import type { StreamControl } from '../control/stream-control.ts'
import type { Owner } from '../owner.ts'
import type { RegionalQuotas } from '../quotas.ts'
import { oneMoreTime } from '../settings/recent-times.ts'
import { isOpen, type StreamState } from '../stream-state.ts'
import {
  belowHalfShards,
  overCountUpdateLimit,
  overDoubleShards,
  streamOnDemand,
  tooManyCountUpdates,
} from './errors.ts'
import { evenSteps, mergeSteps, splitSteps } from './reshard-steps.ts'
import type { Resharding } from './resharding.ts'

interface ReshardRequestsParts {
  readonly resharding: Resharding
  readonly control: StreamControl
  readonly clock: Clock
  readonly quotas: RegionalQuotas
}

/**
 * What users may ask for: reshards of provisioned streams, within AWS's quotas.
 * Source: API references of SplitShard, MergeShards and UpdateShardCount.
 */
export class ReshardRequests {
  readonly #parts: ReshardRequestsParts

  constructor(parts: ReshardRequestsParts) {
    this.#parts = parts
  }

  /** @throws as Resharding.split, STREAM_ON_DEMAND, STREAM_QUOTA_EXCEEDED */
  async split(owner: Owner, name: string, shardId: string, at: bigint): Promise<void> {
    await this.#parts.resharding.reshard(owner, name, (stream) => {
      this.#admit(stream, 'SplitShard')
      const steps = splitSteps(stream, shardId, at)
      this.#parts.control.usage.checkShards(stream, 1)
      return { steps }
    })
  }

  /** @throws as Resharding.merge, STREAM_ON_DEMAND, STREAM_QUOTA_EXCEEDED */
  async merge(owner: Owner, name: string, shardId: string, adjacentId: string): Promise<void> {
    await this.#parts.resharding.reshard(owner, name, (stream) => {
      this.#admit(stream, 'MergeShards')
      return { steps: mergeSteps(stream, shardId, adjacentId) }
    })
  }

  /**
   * Resolves with the number of open shards that there were before.
   * @throws as Resharding.scaleTo, STREAM_ON_DEMAND, STREAM_QUOTA_EXCEEDED
   */
  async updateCount(owner: Owner, name: string, target: number): Promise<number> {
    const { resharding, clock, quotas } = this.#parts
    const before = await resharding.reshard(owner, name, async (stream) => {
      if (stream.mode === 'ON_DEMAND') throw streamOnDemand(stream, 'UpdateShardCount')
      this.#checkTarget(stream, target)
      const max = quotas.of(stream).shardCountUpdatesPerDay
      const countUpdatesMs = oneMoreTime(stream.countUpdatesMs, clock.nowMs(), max, () =>
        tooManyCountUpdates(stream, max),
      )
      return { steps: await inSlices(evenSteps(stream, target)), change: { countUpdatesMs } }
    })
    return before.shards.filter(isOpen).length
  }

  #admit(stream: StreamState, operation: string): void {
    if (stream.mode === 'ON_DEMAND') throw streamOnDemand(stream, operation)
    this.#parts.control.usage.checkTransitions(stream)
  }

  /** The shards of a scaling that live for no time count towards no quota here. */
  #checkTarget(stream: StreamState, target: number): void {
    const current = stream.shards.filter(isOpen).length
    const limit = this.#parts.quotas.of(stream).shardCountTarget
    // Without limits any number that a stream can have will do.
    if (limit === Number.POSITIVE_INFINITY) return
    if (target > 2 * current) throw overDoubleShards(current, target)
    if (2 * target < current) throw belowHalfShards(current, target)
    if (target > limit || (current > limit && target === limit)) {
      throw overCountUpdateLimit(current, target, limit)
    }
    if (target > current) this.#parts.control.usage.checkShards(stream, target - current)
  }
}
