import type { Clock } from '../../base/index.ts'
import type { ControlLog } from '../control/control-log.ts'
import type { StreamControl } from '../control/stream-control.ts'
import type { Transitions } from '../control/transitions.ts'
import { type Owner, ownerOf } from '../owner.ts'
import type { RegionalQuotas } from '../quotas.ts'
import { withTags } from '../settings/tags.ts'
import { secondsOf } from '../shard.ts'
import type { StreamState } from '../stream-state.ts'
import type { ConsumerName } from './consumer-arn.ts'
import type { ConsumerSlots } from './consumer-slots.ts'
import {
  type ConsumerChange,
  type ConsumerState,
  type ConsumerStatus,
  consumerLabel,
  consumerStatusOf,
} from './consumer-state.ts'
import { consumerExists, consumerNotFound, tooManyConsumersInCreation } from './errors.ts'

interface StreamConsumersOptions {
  readonly control: StreamControl
  readonly slots: ConsumerSlots
  readonly clock: Clock
  readonly log: ControlLog
  readonly quotas: RegionalQuotas
  readonly transitions: Transitions
}

/** The consumers with enhanced fan-out: which are registered with which stream. */
export class StreamConsumers {
  readonly #options: StreamConsumersOptions

  constructor(options: StreamConsumersOptions) {
    this.#options = options
  }

  /** Undefined for a deregistered consumer of which nothing is seen any more. */
  statusOf(consumer: ConsumerState): ConsumerStatus | undefined {
    return consumerStatusOf(consumer, this.#options.transitions.nowMs())
  }

  find(owner: Owner, stream: string, name: string): ConsumerState | undefined {
    const consumer = this.#options.log.state.consumers.get(owner, stream, name)
    return consumer !== undefined && this.statusOf(consumer) !== undefined ? consumer : undefined
  }

  /** The consumer of that name, whatever its state. @throws STREAM_NOT_FOUND, CONSUMER_NOT_FOUND */
  get(owner: Owner, stream: string, name: string): ConsumerState {
    this.#options.control.get(owner, stream)
    const consumer = this.find(owner, stream, name)
    if (consumer === undefined) throw consumerNotFound({ ...ownerOf(owner), stream, name })
    return consumer
  }

  /** The consumer that an ARN names: none that had its name before or has it now. @throws CONSUMER_NOT_FOUND */
  getByArn({ stream, name, createdSeconds }: ConsumerName): ConsumerState {
    const consumer = this.find(stream, stream.name, name)
    if (consumer === undefined || secondsOf(consumer.createdMs) !== createdSeconds) {
      throw consumerNotFound({ ...ownerOf(stream), stream: stream.name, name }, createdSeconds)
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
    const { control, log, clock, transitions } = this.#options
    return control.mutate(owner, streamName, async (stream) => {
      const known = this.find(owner, streamName, name)
      if (known !== undefined) throw consumerExists(known)
      const allTags = withTags(consumerLabel({ ...owner, name }), [], tags)
      this.#checkQuotas(stream)
      const consumer: ConsumerState = {
        ...ownerOf(stream),
        stream: streamName,
        name,
        createdMs: clock.nowMs(),
        activeAtMs: transitions.endMs(),
        tags: allTags,
      }
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
    const { log, transitions } = this.#options
    return log.inTurn(async () => {
      const consumer = find()
      if (consumer.goneAtMs !== undefined) return
      await log.commit({
        kind: 'consumer-deregistered',
        owner: ownerOf(consumer),
        name: consumer.stream,
        consumer: consumer.name,
        goneAtMs: transitions.endMs(),
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
      const { stream, name } = consumer
      const change = decide(consumer)
      const owner = ownerOf(consumer)
      await log.commit({ kind: 'consumer-changed', owner, name: stream, consumer: name, change })
    })
  }

  #checkQuotas(stream: StreamState): void {
    const { slots, quotas } = this.#options
    slots.checkOneMore(stream)
    const { consumersInCreation } = quotas.of(stream)
    let creating = 0
    for (const consumer of this.#options.log.state.consumers.ofOwner(stream)) {
      if (this.statusOf(consumer) === 'CREATING') creating++
    }
    if (creating >= consumersInCreation) throw tooManyConsumersInCreation(stream, consumersInCreation)
  }
}
