import { type Clock, inSlices } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import type { ControlLog } from '../control/control-log.ts'
import type { StreamControl } from '../control/stream-control.ts'
import type { Transitions } from '../control/transitions.ts'
import { tooManyStreamShards } from '../errors.ts'
import { reshardShardsMax, streamShardsKeptMax, streamShardsMax } from '../limits.ts'
import { type Owner, ownerOf } from '../owner.ts'
import { isOpen, type StreamChange, type StreamState } from '../stream-state.ts'
import type { StreamsInUse } from '../streams-in-use.ts'
import { type Reshaped, reshape } from './reshape.ts'
import type { ReshardStep } from './reshard-plan.ts'
import { evenSteps, mergeSteps, splitSteps } from './reshard-steps.ts'

/** What a reshard is to do, decided on the stream as it is when its turn has come. */
export interface ReshardDecision {
  readonly steps: readonly ReshardStep[]
  /** What else the stream becomes in the same commit. */
  readonly change?: StreamChange
}

interface ReshardingParts {
  readonly log: ControlLog
  readonly control: StreamControl
  readonly store: LogStore
  readonly clock: Clock
  readonly transitions: Transitions
  readonly inUse: StreamsInUse
}

/**
 * Splits and merges shards: closes parents and opens their children in one commit. Knows what is possible, and nothing of
 * what users may: see ReshardRequests.
 *
 * A closed shard must have all of its records: those handed to the store before its end was taken go to the journal
 * before the event or with it, and no others may follow. So the stream changes hands (`Stream.handOver`) from before
 * the ends are taken until the commit has settled, and puts wait that long.
 */
export class Resharding {
  readonly #parts: ReshardingParts

  constructor(parts: ReshardingParts) {
    this.#parts = parts
  }

  /** @throws as `reshard`, SHARD_NOT_FOUND, SHARD_CLOSED, HASH_KEY_INVALID. See `splitSteps` */
  split(owner: Owner, name: string, shardId: string, at: bigint): Promise<StreamState> {
    return this.reshard(owner, name, (stream) => ({ steps: splitSteps(stream, shardId, at) }))
  }

  /** @throws as `reshard`, SHARD_NOT_FOUND, SHARD_CLOSED, SHARDS_NOT_ADJACENT */
  merge(owner: Owner, name: string, shardId: string, adjacentId: string): Promise<StreamState> {
    return this.reshard(owner, name, (stream) => ({ steps: mergeSteps(stream, shardId, adjacentId) }))
  }

  /** Makes `count` open shards of all that there are. @throws as `reshard` */
  scaleTo(owner: Owner, name: string, count: number): Promise<StreamState> {
    return this.reshard(owner, name, async (stream) => ({ steps: await inSlices(evenSteps(stream, count)) }))
  }

  /**
   * Durable when it resolves, with the stream as it was before.
   * @param decide gives what is to be done, undefined for nothing. What it throws is thrown, with nothing done. It may take its
   *   time: the stream stays as it is
   * @throws STREAM_NOT_FOUND, STREAM_NOT_ACTIVE, STREAM_QUOTA_EXCEEDED (more shards than a stream can have)
   */
  reshard(
    owner: Owner,
    name: string,
    decide: (stream: StreamState) => ReshardDecision | undefined | Promise<ReshardDecision | undefined>,
  ): Promise<StreamState> {
    return this.#parts.control.mutate(owner, name, async (stream) => {
      const decision = await decide(stream)
      if (decision === undefined) return stream
      refuseTooMany(stream, decision.steps)
      await this.#parts.inUse.open(stream).handOver(() => this.#commit(stream, decision))
      return stream
    })
  }

  async #commit(stream: StreamState, { steps, change }: ReshardDecision): Promise<void> {
    const { store, clock, log, transitions } = this.#parts
    const reshaped: Reshaped = await inSlices(reshape(stream, steps, store, clock.nowMs()))
    await log.commit({
      kind: 'stream-resharded',
      owner: ownerOf(stream),
      name: stream.name,
      ...reshaped,
      change: { ...change, updatingUntilMs: transitions.endMs() },
    })
  }
}

/** Bounds that `limits` do not lift. See quotas.ts. */
function refuseTooMany(stream: StreamState, steps: readonly ReshardStep[]): void {
  let made = 0
  let additional = 0
  for (const { kind } of steps) {
    made += kind === 'split' ? 2 : 1
    additional += kind === 'split' ? 1 : -1
  }
  const refuseOver = (limit: number, current: number, more: number, what: string) => {
    if (more > 0 && current + more > limit) {
      throw tooManyStreamShards(stream, what, { current, limit, additional: more })
    }
  }
  refuseOver(streamShardsMax, stream.shards.filter(isOpen).length, additional, 'open shards')
  refuseOver(reshardShardsMax, 0, made, 'shards made at once')
  refuseOver(streamShardsKeptMax, stream.shards.length, made, 'shards, open and closed,')
}
