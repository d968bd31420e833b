import type { Clock } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import type { ControlLog } from '../control/control-log.ts'
import type { StreamControl } from '../control/stream-control.ts'
import { streamNotFound } from '../errors.ts'
import type { RegionalQuotas } from '../quotas.ts'
import type { ShardReader } from '../reading/shard-reader.ts'
import { secondsOf } from '../shard.ts'
import type { ShardState } from '../stream-state.ts'
import { PushThrottle } from '../throttle.ts'
import { consumerArnOf } from './consumer-arn.ts'
import type { ConsumerState } from './consumer-state.ts'
import { consumerNotActive, consumerNotFound, subscriptionExists, subscriptionTakenOver } from './errors.ts'
import type { StreamConsumers } from './stream-consumers.ts'
import { Subscription, type SubscriptionParts } from './subscription.ts'

/** So long a subscription cannot be taken over. Source: API reference of SubscribeToShard. */
const exclusiveMs = 5_000
/** What is remembered of a consumer and a shard means nothing when it is older: the throttle has made up for the largest record. */
const rememberedMs = 30_000
/** Looking for what is too old is not worth while below this. */
const rememberedMin = 1_024

/** One consumer's reading of one shard. */
interface ConsumerShard {
  readonly throttle: PushThrottle | undefined
  active: Subscription | undefined
  subscribedMs: number
}

interface SubscriptionsOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly log: ControlLog
  readonly control: StreamControl
  readonly consumers: StreamConsumers
  readonly reader: ShardReader
  readonly quotas: RegionalQuotas
  /** `off` lifts throttles and waiting times. */
  readonly limits: 'aws' | 'off'
}

type SubscriptionRequest = Pick<
  SubscriptionParts,
  'consumer' | 'stream' | 'shard' | 'state' | 'offset' | 'signal'
>

/** The subscriptions of all consumers: one at a time for each consumer and shard. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions
  readonly #active = new Set<Subscription>()
  readonly #byShard = new Map<string, ConsumerShard>()
  #forgetAt = rememberedMin

  constructor(options: SubscriptionsOptions) {
    this.#options = options
    options.log.onChange(() => {
      for (const subscription of this.#active) this.#followChange(subscription)
    })
  }

  get activeCount(): number {
    return this.#active.size
  }

  /**
   * The checks before a subscription.
   * @throws CONSUMER_NOT_ACTIVE, SUBSCRIPTION_EXISTS
   */
  admit(consumer: ConsumerState, shard: ShardState): void {
    const { clock, consumers, limits } = this.#options
    if (consumers.statusOf(consumer) !== 'ACTIVE') throw consumerNotActive(consumer)
    if (limits === 'off') return
    const known = this.#byShard.get(keyOf(consumer, shard))
    if (known !== undefined && clock.monotonicMs() - known.subscribedMs < exclusiveMs)
      throw subscriptionExists()
  }

  /** Begins a subscription that `admit` let pass. The one before it, if there is one, ends. */
  open(request: SubscriptionRequest): Subscription {
    const known = this.#consumerShard(request.consumer, request.state)
    known.active?.end(subscriptionTakenOver())
    known.subscribedMs = this.#options.clock.monotonicMs()
    const subscription = new Subscription({
      ...this.#options,
      ...request,
      throttle: known.throttle,
      onEnd: (ended) => {
        this.#active.delete(ended)
        if (known.active === ended) known.active = undefined
      },
    })
    known.active = subscription
    this.#active.add(subscription)
    if (request.signal.aborted) subscription.end()
    this.#followChange(subscription)
    return subscription
  }

  endAll(): void {
    for (const subscription of this.#active) subscription.end()
  }

  /** States are never changed but replaced, so whether one is the same says whether it has changed. */
  #followChange(subscription: Subscription): void {
    const { consumer, stream } = subscription
    const current = this.#options.control.findActive(stream, stream.name)
    if (current?.createdMs !== stream.createdMs) subscription.end(streamNotFound(stream.name, stream))
    else if (!this.#isThere(consumer))
      subscription.end(consumerNotFound(consumer, secondsOf(consumer.createdMs)))
    else if (current !== stream) subscription.follow(current)
  }

  #isThere({ account, region, stream, name, createdMs }: ConsumerState): boolean {
    const current = this.#options.consumers.find({ account, region }, stream, name)
    return current?.createdMs === createdMs && current.goneAtMs === undefined
  }

  #consumerShard(consumer: ConsumerState, shard: ShardState): ConsumerShard {
    const key = keyOf(consumer, shard)
    const known = this.#byShard.get(key)
    if (known !== undefined) return known
    this.#forgetOld()
    const { clock, limits, quotas } = this.#options
    const throttle = limits === 'aws' ? new PushThrottle(clock, quotas.of(consumer)) : undefined
    const added = { throttle, active: undefined, subscribedMs: Number.NEGATIVE_INFINITY }
    this.#byShard.set(key, added)
    return added
  }

  /** Keeps the map at twice what it has to hold, at the most. */
  #forgetOld(): void {
    if (this.#byShard.size < this.#forgetAt) return
    const oldMs = this.#options.clock.monotonicMs() - rememberedMs
    for (const [key, { active, subscribedMs }] of this.#byShard) {
      if (active === undefined && subscribedMs < oldMs) this.#byShard.delete(key)
    }
    this.#forgetAt = Math.max(rememberedMin, 2 * this.#byShard.size)
  }
}

function keyOf(consumer: ConsumerState, { log }: ShardState): string {
  return `${log} ${consumerArnOf(consumer)}`
}
