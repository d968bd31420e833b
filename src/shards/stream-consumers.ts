import type { AccountSettings } from './account-settings.ts'
import type { ConsumerName } from './consumer-arn.ts'
import {
  type ConsumerChange,
  type ConsumerState,
  type ConsumerStatus,
  consumerLabel,
  consumerStatusOf,
} from './consumer-state.ts'
import {
  consumerExists,
  consumerNotFound,
  streamNotActive,
  tooManyConsumers,
  tooManyConsumersInCreation,
} from './errors.ts'
import type { Owner } from './owner.ts'
import { withTags } from './settings/tags.ts'
import { secondsOf } from './shard.ts'
import type { StreamControl, StreamControlOptions } from './stream-control.ts'
import type { StreamState } from './stream-state.ts'

interface StreamConsumersOptions extends Omit<StreamControlOptions, 'store'> {
  readonly control: StreamControl
  readonly accounts: AccountSettings
}

/** The consumers with enhanced fan-out: which are registered with which stream. */
export class StreamConsumers {
  readonly #options: StreamConsumersOptions
  /** The latest time seen: a consumer that was seen ACTIVE stays so when the wall clock steps back. */
  #latestMs = 0

  constructor(options: StreamConsumersOptions) {
    this.#options = options
  }

  /** Undefined for a deregistered consumer of which nothing is seen any more. */
  statusOf(consumer: ConsumerState): ConsumerStatus | undefined {
    this.#latestMs = Math.max(this.#latestMs, this.#options.clock.nowMs())
    return consumerStatusOf(consumer, this.#latestMs)
  }

  find(owner: Owner, stream: string, name: string): ConsumerState | undefined {
    const consumer = this.#options.log.state.consumers.get(owner, stream, name)
    return consumer !== undefined && this.statusOf(consumer) !== undefined ? consumer : undefined
  }

  /** The consumer of that name, whatever its state. @throws STREAM_NOT_FOUND, CONSUMER_NOT_FOUND */
  get(owner: Owner, stream: string, name: string): ConsumerState {
    const { account, region } = this.#options.control.get(owner, stream)
    const consumer = this.find(owner, stream, name)
    if (consumer === undefined) throw consumerNotFound({ account, region, stream, name })
    return consumer
  }

  /** The consumer that an ARN names: none that had its name before or has it now. @throws CONSUMER_NOT_FOUND */
  getByArn({ stream, name, createdSeconds }: ConsumerName): ConsumerState {
    const consumer = this.find(stream, stream.name, name)
    if (consumer === undefined || secondsOf(consumer.createdMs) !== createdSeconds) {
      const { account, region } = stream
      throw consumerNotFound({ account, region, stream: stream.name, name }, createdSeconds)
    }
    return consumer
  }

  /** Every consumer of everyone. */
  *all(): Generator<ConsumerState> {
    for (const consumer of this.#options.log.state.consumers.all()) {
      if (this.statusOf(consumer) !== undefined) yield consumer
    }
  }

  /** The consumers of a stream, by name. */
  list(stream: StreamState): ConsumerState[] {
    const { consumers } = this.#options.log.state
    const seen = [...consumers.ofStream(stream, stream.name)].filter(
      (consumer) => this.statusOf(consumer) !== undefined,
    )
    return seen.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /**
   * Registers a consumer; durable when it resolves.
   * @throws STREAM_NOT_FOUND, STREAM_NOT_ACTIVE, CONSUMER_EXISTS, CONSUMER_QUOTA_EXCEEDED, STREAM_TAGS_INVALID
   */
  register(
    owner: Owner,
    streamName: string,
    name: string,
    tags: Readonly<Record<string, string>> = {},
  ): Promise<ConsumerState> {
    const { control, log, clock, transitionMs } = this.#options
    return log.inTurn(async () => {
      const stream = control.get(owner, streamName)
      const status = control.statusOf(stream)
      if (status !== undefined && status !== 'ACTIVE') throw streamNotActive(streamName, stream, status)
      const { account, region } = stream
      const known = this.find(owner, streamName, name)
      if (known !== undefined) throw consumerExists(known)
      const entries = withTags(consumerLabel({ ...owner, name }), [], tags)
      this.#checkQuotas(stream)
      const nowMs = clock.nowMs()
      // Without a transition it is ACTIVE at any time, should the clock step back after this.
      const activeAtMs = transitionMs === 0 ? 0 : nowMs + transitionMs
      const times = { createdMs: nowMs, activeAtMs }
      const consumer: ConsumerState = { account, region, stream: streamName, name, ...times, tags: entries }
      await log.commit({ kind: 'consumer-registered', consumer })
      return consumer
    })
  }

  /**
   * Deregisters the consumer that `find` gives by then, which ends its subscriptions. One that is being deregistered
   * already stays so.
   * @throws what `find` throws
   */
  deregister(find: () => ConsumerState): Promise<void> {
    const { log, clock, transitionMs } = this.#options
    return log.inTurn(async () => {
      const { account, region, stream, name, goneAtMs } = find()
      if (goneAtMs !== undefined) return
      await log.commit({
        kind: 'consumer-deregistered',
        owner: { account, region },
        name: stream,
        consumer: name,
        goneAtMs: transitionMs === 0 ? 0 : clock.nowMs() + transitionMs,
      })
    })
  }

  /**
   * Changes what a consumer is set to; durable when it resolves.
   * @param find gives the consumer as it is by then
   * @param decide gives the change. What either throws is thrown
   */
  change(find: () => ConsumerState, decide: (consumer: ConsumerState) => ConsumerChange): Promise<void> {
    const { log } = this.#options
    return log.inTurn(async () => {
      const consumer = find()
      const { account, region, stream, name } = consumer
      const change = decide(consumer)
      const owner = { account, region }
      await log.commit({ kind: 'consumer-changed', owner, name: stream, consumer: name, change })
    })
  }

  #checkQuotas(stream: StreamState): void {
    const { accounts, quotas } = this.#options
    const { consumersInCreation, consumersPerAdvantageStream, consumersPerStream } = quotas.of(stream)
    const hasMore = stream.mode === 'ON_DEMAND' && accounts.hasAdvantage(stream)
    const limit = hasMore ? consumersPerAdvantageStream : consumersPerStream
    const current = this.list(stream).length
    if (current >= limit) throw tooManyConsumers(stream, current, limit)
    let creating = 0
    for (const consumer of this.#options.log.state.consumers.ofOwner(stream)) {
      if (this.statusOf(consumer) === 'CREATING') creating++
    }
    if (creating >= consumersInCreation) throw tooManyConsumersInCreation(stream, consumersInCreation)
  }
}
