import type { Clock } from '../base/index.ts'
import type { LogStore } from '../log/index.ts'
import { type AccountUsage, usageOf } from './account-usage.ts'
import { consumerStatusOf } from './consumer-state.ts'
import type { ControlLog } from './control-log.ts'
import {
  streamExists,
  streamHasConsumers,
  streamNotActive,
  streamNotFound,
  tooManyOnDemandStreams,
  tooManyShards,
  tooManyStreamsInTransition,
} from './errors.ts'
import { newStream, type StreamRequest, shardCountOf } from './new-stream.ts'
import { type Owner, ownerOf } from './owner.ts'
import { type RegionalQuotas, streamShardsMax } from './quotas.ts'
import { checkDistribution } from './settings/distribution.ts'
import { withTags } from './settings/tags.ts'
import {
  isOpen,
  type StreamChange,
  type StreamMode,
  type StreamState,
  type StreamStatus,
  statusOf,
} from './stream-state.ts'

export interface StreamControlOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly log: ControlLog
  readonly quotas: RegionalQuotas
  /** How long CREATING, UPDATING and DELETING are seen, in milliseconds. */
  readonly transitionMs: number
}

/** The control plane: which streams there are, and what they are set to. */
export class StreamControl {
  readonly #options: StreamControlOptions
  /** The latest time seen: a stream that was seen ACTIVE stays so when the wall clock steps back. */
  #latestMs = 0

  constructor(options: StreamControlOptions) {
    this.#options = options
  }

  /** The stream, whatever its state. @throws STREAM_NOT_FOUND */
  get(owner: Owner, name: string): StreamState {
    const stream = this.find(owner, name)
    if (stream === undefined) throw streamNotFound(name, owner)
    return stream
  }

  find(owner: Owner, name: string): StreamState | undefined {
    const stream = this.#options.log.state.streams.get(owner, name)
    return stream !== undefined && this.statusOf(stream) !== undefined ? stream : undefined
  }

  /** Undefined for a deleted stream of which nothing is seen any more. */
  statusOf(stream: StreamState): StreamStatus | undefined {
    this.#latestMs = Math.max(this.#latestMs, this.#options.clock.nowMs())
    return statusOf(stream, this.#latestMs)
  }

  /** The stream, if it can be written and read now: ACTIVE or UPDATING. */
  findActive(owner: Owner, name: string): StreamState | undefined {
    const stream = this.#options.log.state.streams.get(owner, name)
    if (stream === undefined) return undefined
    const status = this.statusOf(stream)
    return status === 'ACTIVE' || status === 'UPDATING' ? stream : undefined
  }

  /** The streams of one account in one region, by name. */
  list(owner: Owner): StreamState[] {
    const seen = [...this.#options.log.state.streams.ofOwner(owner)].filter(
      (stream) => this.statusOf(stream) !== undefined,
    )
    return seen.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Every stream that has records, of everyone. */
  *all(): Generator<StreamState> {
    for (const stream of this.#options.log.state.streams.all())
      if (stream.goneAtMs === undefined) yield stream
  }

  /**
   * Makes a stream; durable when it resolves.
   * @throws STREAM_EXISTS, STREAM_QUOTA_EXCEEDED, STREAM_TAGS_INVALID, STREAM_SETTING_INVALID
   */
  create(owner: Owner, request: StreamRequest): Promise<void> {
    return this.#options.log.inTurn(async () => {
      if (this.find(owner, request.name) !== undefined) throw streamExists(request.name, owner)
      withTags(`Stream ${request.name} under account ${owner.account}`, [], request.tags ?? {})
      checkDistribution({ ...request, account: owner.account }, request.distribution)
      this.#checkQuotas(owner, request)
      const additional = shardCountOf(request)
      if (additional > streamShardsMax)
        throw tooManyShards(owner, { current: 0, limit: streamShardsMax, additional })
      const { clock, store, transitionMs, log } = this.#options
      const nowMs = clock.nowMs()
      // Without a transition it is ACTIVE at any time, should the clock step back after this.
      const times = { nowMs, activeAtMs: transitionMs === 0 ? 0 : nowMs + transitionMs }
      const stream = newStream(owner, request, times, () => store.newLogId())
      await log.commit({ kind: 'stream-created', stream })
    })
  }

  /**
   * Deletes a stream with its records, in one step, and with its consumers if it may have any. Resolves with what it was.
   * @throws STREAM_NOT_FOUND, STREAM_NOT_ACTIVE, STREAM_HAS_CONSUMERS
   */
  delete(owner: Owner, name: string, { withConsumers = false } = {}): Promise<StreamState> {
    return this.#options.log.inTurn(async () => {
      const stream = this.get(owner, name)
      this.#refuseUnlessActive(stream)
      if (!withConsumers && this.#hasConsumers(stream)) throw streamHasConsumers(name, stream)
      const { clock, log, transitionMs } = this.#options
      const goneAtMs = transitionMs === 0 ? 0 : clock.nowMs() + transitionMs
      const logs = stream.shards.map((shard) => shard.log)
      await log.commit({ kind: 'stream-deleted', owner: ownerOf(stream), name, goneAtMs }, [], logs)
      return stream
    })
  }

  /**
   * Changes what a stream is set to; durable when it resolves.
   * @param decide gives the change for the stream as it is then, undefined for none. What it throws is thrown
   * @throws STREAM_NOT_FOUND, STREAM_NOT_ACTIVE
   */
  change(
    owner: Owner,
    name: string,
    decide: (stream: StreamState) => StreamChange | undefined,
  ): Promise<void> {
    return this.mutate(owner, name, async (stream) => {
      const change = decide(stream)
      if (change === undefined) return
      await this.#options.log.commit({ kind: 'stream-changed', owner: ownerOf(stream), name, change })
    })
  }

  /**
   * Runs `mutate` in turn, with the stream as it is then. What it throws is thrown.
   * @throws STREAM_NOT_FOUND, STREAM_NOT_ACTIVE
   */
  mutate<Result>(
    owner: Owner,
    name: string,
    mutate: (stream: StreamState) => Promise<Result>,
  ): Promise<Result> {
    return this.#options.log.inTurn(() => {
      const stream = this.get(owner, name)
      this.#refuseUnlessActive(stream)
      return mutate(stream)
    })
  }

  /** The same for what AWS does while the stream is seen UPDATING. It holds at once, though. */
  update(
    owner: Owner,
    name: string,
    decide: (stream: StreamState) => StreamChange | undefined,
  ): Promise<void> {
    return this.change(owner, name, (stream) => {
      const change = decide(stream)
      const updatingUntilMs = this.updatingUntilMs()
      return change && updatingUntilMs !== undefined ? { ...change, updatingUntilMs } : change
    })
  }

  /** What the account uses of its quotas in the region. */
  usage(owner: Owner): AccountUsage {
    return usageOf(this.list(owner))
  }

  /** Whether there is room in the quotas for the stream in another mode. @throws STREAM_QUOTA_EXCEEDED */
  checkModeQuota(stream: StreamState, mode: StreamMode): void {
    if (mode === stream.mode) return
    if (mode === 'ON_DEMAND') this.#checkOnDemandQuota(stream)
    else this.checkShardQuota(stream, stream.shards.filter(isOpen).length)
  }

  /** Until when UPDATING is to be seen of a stream that changes now; undefined for not at all. */
  updatingUntilMs(): number | undefined {
    const { clock, transitionMs } = this.#options
    return transitionMs === 0 ? undefined : clock.nowMs() + transitionMs
  }

  #refuseUnlessActive(stream: StreamState): void {
    const status = this.statusOf(stream)
    if (status !== undefined && status !== 'ACTIVE') throw streamNotActive(stream.name, stream, status)
  }

  #hasConsumers(stream: StreamState): boolean {
    for (const consumer of this.#options.log.state.consumers.ofStream(stream, stream.name)) {
      if (consumerStatusOf(consumer, this.#latestMs) !== undefined) return true
    }
    return false
  }

  /** @throws STREAM_QUOTA_EXCEEDED when as many streams as may be are made, changed or deleted already */
  checkTransitions(owner: Owner): void {
    const limit = this.#options.quotas.of(owner).streamsInTransition
    const inTransition = this.list(owner).filter((stream) => this.statusOf(stream) !== 'ACTIVE').length
    if (inTransition >= limit) throw tooManyStreamsInTransition(owner, limit)
  }

  /** @throws STREAM_QUOTA_EXCEEDED when the account cannot have so many open shards more in provisioned streams */
  checkShardQuota(owner: Owner, additional: number): void {
    const limit = this.#options.quotas.of(owner).shardsPerAccount
    const current = this.usage(owner).openShards
    if (current + additional > limit) throw tooManyShards(owner, { current, limit, additional })
  }

  #checkOnDemandQuota(owner: Owner): void {
    const limit = this.#options.quotas.of(owner).onDemandStreamsPerAccount
    const current = this.usage(owner).onDemandStreams
    if (current >= limit) throw tooManyOnDemandStreams(owner, current, limit)
  }

  #checkQuotas(owner: Owner, request: StreamRequest): void {
    this.checkTransitions(owner)
    if (request.mode === 'ON_DEMAND') this.#checkOnDemandQuota(owner)
    else this.checkShardQuota(owner, shardCountOf(request))
  }
}
