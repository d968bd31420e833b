import type { Clock } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import { channelStatusOf } from '../channels/channel-state.ts'
import { streamHasChannels } from '../channels/errors.ts'
import { consumerStatusOf } from '../consumers/consumer-state.ts'
import {
  streamExists,
  streamHasConsumers,
  streamNotActive,
  streamNotFound,
  tooManyShards,
} from '../errors.ts'
import { streamShardsMax } from '../limits.ts'
import { type Owner, ownerOf } from '../owner.ts'
import { streamHasQueues } from '../queues/errors.ts'
import { queueStatusOf } from '../queues/queue-state.ts'
import type { RegionalQuotas } from '../quotas.ts'
import { checkDistribution } from '../settings/distribution.ts'
import { withTags } from '../settings/tags.ts'
import { streamLabel } from '../stream-label.ts'
import { type StreamChange, type StreamState, type StreamStatus, statusOf } from '../stream-state.ts'
import type { ControlLog } from './control-log.ts'
import { newStream, type StreamRequest, shardCountOf } from './new-stream.ts'
import { QuotaUsage } from './quota-usage.ts'
import type { Transitions } from './transitions.ts'

interface StreamControlOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly log: ControlLog
  readonly quotas: RegionalQuotas
  readonly transitions: Transitions
}

/** The control plane: which streams there are, and what they are set to. */
export class StreamControl {
  /** What accounts use of their quotas. */
  readonly usage: QuotaUsage
  readonly #options: StreamControlOptions

  constructor(options: StreamControlOptions) {
    this.usage = new QuotaUsage(this, options.quotas)
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
    return statusOf(stream, this.#options.transitions.nowMs())
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
   * @param check what else must hold when its turn has come. What it throws is thrown
   * @throws STREAM_EXISTS, STREAM_QUOTA_EXCEEDED, STREAM_TAGS_INVALID, STREAM_SETTING_INVALID
   */
  create(owner: Owner, request: StreamRequest, check: () => void = () => undefined): Promise<void> {
    return this.#options.log.inTurn(async () => {
      if (this.find(owner, request.name) !== undefined) throw streamExists(request.name, owner)
      withTags(streamLabel({ ...owner, name: request.name }, 'Stream'), [], request.tags ?? {})
      checkDistribution({ ...request, account: owner.account }, request.distribution)
      check()
      this.usage.checkNew(owner, request)
      const additional = shardCountOf(request)
      if (additional > streamShardsMax)
        throw tooManyShards(owner, { current: 0, limit: streamShardsMax, additional })
      const { clock, store, transitions, log } = this.#options
      const times = { nowMs: clock.nowMs(), activeAtMs: transitions.endMs() }
      const stream = newStream(owner, request, times, () => store.newLogId())
      await log.commit({ kind: 'stream-created', stream })
    })
  }

  /**
   * Deletes a stream with its records, in one step, and with its consumers if it may have any. Resolves with what it was.
   * @throws STREAM_NOT_FOUND, STREAM_NOT_ACTIVE, STREAM_HAS_CONSUMERS, STREAM_HAS_QUEUES, STREAM_HAS_CHANNELS
   */
  delete(owner: Owner, name: string, { withConsumers = false } = {}): Promise<StreamState> {
    return this.#options.log.inTurn(async () => {
      const stream = this.get(owner, name)
      this.#refuseUnlessActive(stream)
      if (this.#hasQueues(stream)) throw streamHasQueues('DeleteStream', stream)
      if (this.#hasChannels(stream)) throw streamHasChannels('DeleteStream', stream)
      if (!withConsumers && this.#hasConsumers(stream)) throw streamHasConsumers(name, stream)
      const { log, transitions } = this.#options
      const goneAtMs = transitions.endMs()
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

  /** As `change`, for what AWS does while the stream is seen UPDATING. Here it holds at once. */
  update(
    owner: Owner,
    name: string,
    decide: (stream: StreamState) => StreamChange | undefined,
  ): Promise<void> {
    return this.change(owner, name, (stream) => {
      const change = decide(stream)
      return change && { ...change, updatingUntilMs: this.#options.transitions.endMs() }
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

  #refuseUnlessActive(stream: StreamState): void {
    const status = this.statusOf(stream)
    if (status !== undefined && status !== 'ACTIVE') throw streamNotActive(stream.name, stream, status)
  }

  #hasConsumers(stream: StreamState): boolean {
    const nowMs = this.#options.transitions.nowMs()
    for (const consumer of this.#options.log.state.consumers.ofStream(stream, stream.name)) {
      if (consumerStatusOf(consumer, nowMs) !== undefined) return true
    }
    return false
  }

  #hasQueues(stream: StreamState): boolean {
    const nowMs = this.#options.transitions.nowMs()
    for (const queue of this.#options.log.state.queues.ofOwner(stream))
      if (queue.stream === stream.name && queueStatusOf(queue, nowMs) !== undefined) return true
    return false
  }

  #hasChannels(stream: StreamState): boolean {
    const nowMs = this.#options.transitions.nowMs()
    for (const channel of this.#options.log.state.channels.ofOwner(stream))
      if (channel.stream === stream.name && channelStatusOf(channel, nowMs) !== undefined) return true
    return false
  }
}
