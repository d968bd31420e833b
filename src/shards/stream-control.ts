import type { Clock } from '../base/index.ts'
import type { LogStore, StateLog } from '../log/index.ts'
import {
  streamExists,
  streamNotActive,
  streamNotFound,
  tooManyOnDemandStreams,
  tooManyShards,
  tooManyStreamsInTransition,
} from './errors.ts'
import { checkTags, newStream, type StreamRequest, shardCountOf } from './new-stream.ts'
import { onDemandStreamsMax, shardsMax, streamShardsMax, streamsInTransitionMax } from './quotas.ts'
import { isOpen, type Owner, type StreamState, type StreamStatus, statusOf } from './stream-state.ts'
import type { ControlEvent, StreamTable } from './stream-table.ts'

export interface StreamControlOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly table: StreamTable
  readonly events: StateLog<ControlEvent>
  /** `off` lifts AWS's quotas. */
  readonly limits: 'aws' | 'off'
  /** How long CREATING and DELETING are seen, in milliseconds. */
  readonly transitionMs: number
}

/**
 * The control plane: which streams there are. Mutations run one at a time, each against the state that the one before
 * left; readers see a mutation once it is durable.
 */
export class StreamControl {
  readonly #options: StreamControlOptions
  /** The latest time seen: a stream that was seen ACTIVE stays so when the wall clock steps back. */
  #latestMs = 0
  /** Resolves when the last mutation asked for so far is done. */
  #idle: Promise<unknown> = Promise.resolve()

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
    const stream = this.#options.table.get(owner, name)
    return stream !== undefined && this.statusOf(stream) !== undefined ? stream : undefined
  }

  /** Undefined for a deleted stream of which nothing is seen any more. */
  statusOf(stream: StreamState): StreamStatus | undefined {
    this.#latestMs = Math.max(this.#latestMs, this.#options.clock.nowMs())
    return statusOf(stream, this.#latestMs)
  }

  /** The stream, if it can be written and read now. */
  findActive(owner: Owner, name: string): StreamState | undefined {
    const stream = this.#options.table.get(owner, name)
    return stream !== undefined && this.statusOf(stream) === 'ACTIVE' ? stream : undefined
  }

  /** The streams of one account in one region, by name. */
  list(owner: Owner): StreamState[] {
    const seen = [...this.#options.table.ofOwner(owner)].filter(
      (stream) => this.statusOf(stream) !== undefined,
    )
    return seen.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Every stream that has records, of everyone. */
  *all(): Generator<StreamState> {
    for (const stream of this.#options.table.all()) if (stream.goneAtMs === undefined) yield stream
  }

  /**
   * Makes a stream; durable when it resolves.
   * @throws STREAM_EXISTS, STREAM_QUOTA_EXCEEDED, STREAM_TAGS_INVALID
   */
  create(owner: Owner, request: StreamRequest): Promise<void> {
    return this.#inTurn(async () => {
      if (this.find(owner, request.name) !== undefined) throw streamExists(request.name, owner)
      checkTags(owner, request)
      if (this.#options.limits === 'aws') this.#checkQuotas(owner, request)
      const additional = shardCountOf(request)
      if (additional > streamShardsMax)
        throw tooManyShards(owner, { current: 0, limit: streamShardsMax, additional })
      const { clock, store, transitionMs, events } = this.#options
      const nowMs = clock.nowMs()
      // Without a transition it is ACTIVE at any time, should the clock step back after this.
      const times = { nowMs, activeAtMs: transitionMs === 0 ? 0 : nowMs + transitionMs }
      const stream = newStream(owner, request, times, () => store.newLogId())
      await events.commit({ kind: 'stream-created', stream })
    })
  }

  /** Deletes a stream with its records, in one step. @throws STREAM_NOT_FOUND, STREAM_NOT_ACTIVE */
  delete(owner: Owner, name: string): Promise<void> {
    return this.#inTurn(async () => {
      const stream = this.get(owner, name)
      const status = this.statusOf(stream)
      if (status !== undefined && status !== 'ACTIVE') throw streamNotActive(name, owner, status)
      const { clock, events, transitionMs } = this.#options
      const { account, region } = owner
      const goneAtMs = transitionMs === 0 ? 0 : clock.nowMs() + transitionMs
      const logs = stream.shards.map(({ log }) => log)
      await events.commit({ kind: 'stream-deleted', owner: { account, region }, name, goneAtMs }, [], logs)
    })
  }

  /** Resolves when the mutations asked for so far are done. */
  async settled(): Promise<void> {
    await this.#idle
  }

  #checkQuotas(owner: Owner, request: StreamRequest): void {
    const streams = this.list(owner)
    const inTransition = streams.filter((stream) => this.statusOf(stream) !== 'ACTIVE').length
    if (inTransition >= streamsInTransitionMax)
      throw tooManyStreamsInTransition(owner, streamsInTransitionMax)
    if (request.mode === 'ON_DEMAND') {
      const current = streams.filter(({ mode }) => mode === 'ON_DEMAND').length
      if (current >= onDemandStreamsMax) throw tooManyOnDemandStreams(owner, current, onDemandStreamsMax)
      return
    }
    const limit = shardsMax(owner.region)
    const additional = shardCountOf(request)
    const current = streams
      .filter(({ mode }) => mode === 'PROVISIONED')
      .reduce((sum, { shards }) => sum + shards.filter(isOpen).length, 0)
    if (current + additional > limit) throw tooManyShards(owner, { current, limit, additional })
  }

  #inTurn<Result>(mutate: () => Promise<Result>): Promise<Result> {
    const done = this.#idle.then(mutate)
    this.#idle = done.catch(() => undefined)
    return done
  }
}
