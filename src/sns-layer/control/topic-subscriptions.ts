import { isDeepStrictEqual } from 'node:util'
import { type Clock, hasCode, type Logger, type Random } from '../../base/index.ts'
import { type LogStore, StateLog } from '../../log/index.ts'
import {
  subscriptionExists,
  subscriptionLimitExceeded,
  subscriptionNotFound,
  topicNotFound,
} from '../errors.ts'
import { topicArnOf } from './sns-arn.ts'
import type { SubscriptionEvent } from './subscription-event.ts'
import type {
  Protocol,
  SubscriptionChange,
  SubscriptionSettings,
  SubscriptionState,
} from './subscription-state.ts'
import { SubscriptionTable, settingsOwn } from './subscription-table.ts'
import type { TopicState } from './topic-state.ts'

export interface TopicSubscriptionsParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly limits: 'aws' | 'off'
}

export interface SubscribeRequest {
  /** The account that subscribes. */
  readonly owner: string
  readonly protocol: Protocol
  readonly endpoint: string
  /** Whether messages are delivered from now on, or when its endpoint has confirmed it. */
  readonly confirmed: boolean
  /** What the request gives; what it leaves out is the default, and is not compared with a subscription that is there. */
  readonly settings: Partial<SubscriptionSettings>
}

/** Source: AWS General Reference, "Amazon SNS endpoints and quotas". AWS counts those that are pending for an account, this server for a topic. */
const subscriptionsMax = 12_500_000
const pendingMax = 5_000
/** Source: API reference of ConfirmSubscription: how long its token is good. Then the subscription is gone. */
const pendingMs = 2 * 24 * 3_600_000

/** The subscriptions of one topic: its log, and the one way to change it. Mutations run one at a time. */
export class TopicSubscriptions {
  readonly table: SubscriptionTable
  /** Those that get nothing of what is published now, as they are being sent what was published before. Follows commits in their turn. */
  readonly held = new Set<string>()
  readonly #parts: TopicSubscriptionsParts
  readonly #events: StateLog<SubscriptionEvent>
  #idle: Promise<unknown> = Promise.resolve()

  private constructor(
    parts: TopicSubscriptionsParts,
    table: SubscriptionTable,
    events: StateLog<SubscriptionEvent>,
  ) {
    this.#parts = parts
    this.table = table
    this.#events = events
  }

  /** @throws what StateLog.open throws, SNS_EVENT_UNKNOWN */
  static async open(parts: TopicSubscriptionsParts, topic: TopicState): Promise<TopicSubscriptions> {
    const table = new SubscriptionTable(topicArnOf(topic), topic.account)
    const options = { ...parts, log: topic.subscriptions, machine: table }
    return new TopicSubscriptions(parts, table, await StateLog.open<SubscriptionEvent>(options))
  }

  /** @throws SUBSCRIPTION_NOT_FOUND, also for one that nobody has confirmed in time */
  get(id: string): SubscriptionState {
    const subscription = this.table.get(id)
    if (subscription === undefined || this.#isExpired(subscription)) throw subscriptionNotFound()
    return subscription
  }

  /** @param ordinal of the last one that was seen, -1 for none */
  *behind(ordinal: number): Generator<SubscriptionState> {
    for (let i = this.table.indexBehind(ordinal); i < this.table.list.length; i++) {
      const subscription = this.table.list[i]!
      if (!this.#isExpired(subscription)) yield subscription
    }
  }

  /**
   * Makes a subscription, or finds that of the endpoint if it has the settings of the request. Durable when it resolves.
   * @throws TOPIC_PARAMETER_INVALID (it has others), SUBSCRIPTION_LIMIT_EXCEEDED, TOPIC_NOT_FOUND (deleted meanwhile)
   */
  subscribe(request: SubscribeRequest): Promise<SubscriptionState> {
    return this.#inTurn(async () => {
      await this.#removeExpired()
      const known = this.table.find(request.protocol, request.endpoint)
      if (known !== undefined) return await this.#again(known, request)
      this.#refuseTooMany(request)
      const { clock, random } = this.#parts
      const id = random.uuid()
      const subscription = {
        id,
        owner: request.owner,
        protocol: request.protocol,
        endpoint: request.endpoint,
        createdMs: clock.nowMs(),
        confirmed: request.confirmed,
        confirmationWasAuthenticated: request.confirmed,
        unsubscribeNeedsOwner: false,
      }
      const settings = settingsOwn(request.settings)
      await this.#commit({ kind: 'subscribed', subscription: { ...subscription, settings } })
      return this.get(id)
    })
  }

  /**
   * Durable when it resolves. @param decide gives the change for the subscription as it is then. What it throws is thrown
   * @throws SUBSCRIPTION_NOT_FOUND, TOPIC_NOT_FOUND
   */
  change(id: string, decide: (subscription: SubscriptionState) => SubscriptionChange): Promise<void> {
    return this.#inTurn(async () => {
      const change = decide(this.get(id))
      await this.#commit({ kind: 'subscription-changed', id, change })
    })
  }

  /** Ends a subscription. Nothing is done where there is none. */
  unsubscribe(id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.table.get(id) !== undefined) await this.#commit({ kind: 'unsubscribed', id })
    })
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async settled(): Promise<void> {
    await this.#idle
    await this.#events.settled()
  }

  /** One that is pending is confirmed when its endpoint's owner subscribes it. */
  async #again(known: SubscriptionState, request: SubscribeRequest): Promise<SubscriptionState> {
    for (const [member, value] of Object.entries(request.settings)) {
      if (!isDeepStrictEqual(known.settings[member as keyof SubscriptionSettings], value))
        throw subscriptionExists()
    }
    if (known.confirmed || !request.confirmed) return known
    const change = { confirmed: true, confirmationWasAuthenticated: true }
    await this.#commit({ kind: 'subscription-changed', id: known.id, change })
    return this.get(known.id)
  }

  #refuseTooMany({ confirmed }: SubscribeRequest): void {
    if (this.#parts.limits === 'off') return
    const { count, pendingCount } = this.table
    if (count >= subscriptionsMax) throw subscriptionLimitExceeded('A topic', subscriptionsMax)
    if (!confirmed && pendingCount >= pendingMax)
      throw subscriptionLimitExceeded('A topic that nobody has confirmed them of', pendingMax)
  }

  #isExpired({ confirmed, createdMs }: SubscriptionState): boolean {
    return !confirmed && this.#parts.clock.nowMs() - createdMs >= pendingMs
  }

  async #removeExpired(): Promise<void> {
    if (this.table.pendingCount === 0) return
    const expired = this.table.list.filter((subscription) => this.#isExpired(subscription))
    for (const { id } of expired) await this.#commit({ kind: 'unsubscribed', id })
  }

  #inTurn<Result>(mutate: () => Promise<Result>): Promise<Result> {
    const done = this.#idle.then(mutate)
    this.#idle = done.catch(() => undefined)
    return done
  }

  async #commit(event: SubscriptionEvent): Promise<void> {
    try {
      await this.#events.commit(event)
    } catch (error) {
      throw hasCode(error, 'LOG_DROPPED') ? topicNotFound() : error
    }
  }
}
