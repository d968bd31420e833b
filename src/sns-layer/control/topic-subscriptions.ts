import { isDeepStrictEqual } from 'node:util'
import { type Clock, hasCode, type Logger, type Random } from '../../base/index.ts'
import { type LogStore, type Offset, StateLog } from '../../log/index.ts'
import type { PreparedSend } from '../../sqs-layer/index.ts'
import type { ReplayState } from '../archive/replay-state.ts'
import {
  filterPolicyLimitExceeded,
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
  /** Begins a replay with a new subscription; called in the turn of its commit. */
  readonly replay?: () => ReplayState
}

/** A change, and the messages that go to the subscription in the same commit. */
export interface SubscriptionStep {
  readonly change: SubscriptionChange
  readonly prepared: readonly PreparedSend[]
}

/** Source: AWS General Reference, "Amazon SNS endpoints and quotas". AWS counts those that are pending for an account, this server for a topic. */
const subscriptionsMax = 12_500_000
const pendingMax = 5_000
/** Source: SNS Developer Guide, "Filter policy constraints", a topic's quota by default. The 10,000 of an account are not counted. */
const filteredMax = 200
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
  #handedOver: Promise<void> | undefined

  readonly #topic: TopicState

  private constructor(
    parts: TopicSubscriptionsParts,
    topic: TopicState,
    table: SubscriptionTable,
    events: StateLog<SubscriptionEvent>,
  ) {
    this.#parts = parts
    this.#topic = topic
    this.table = table
    this.#events = events
    for (const { id, replay } of table.list) if (replay?.isUnderWay) this.held.add(id)
  }

  /** @throws what StateLog.open throws, SNS_EVENT_UNKNOWN */
  static async open(parts: TopicSubscriptionsParts, topic: TopicState): Promise<TopicSubscriptions> {
    const table = new SubscriptionTable(topicArnOf(topic), topic.account)
    const options = { ...parts, log: topic.subscriptions, machine: table }
    return new TopicSubscriptions(parts, topic, table, await StateLog.open<SubscriptionEvent>(options))
  }

  /** The first message of what was published that one of those held has not had yet. */
  get neededFrom(): Offset {
    let first = Number.POSITIVE_INFINITY
    for (const id of this.held) first = Math.min(first, this.table.get(id)?.replay?.next ?? 0)
    return first
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
   * @throws TOPIC_PARAMETER_INVALID (it has others), SUBSCRIPTION_LIMIT_EXCEEDED, FILTER_POLICY_LIMIT_EXCEEDED, TOPIC_NOT_FOUND (deleted meanwhile)
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
        replay: request.replay?.() ?? null,
      }
      const settings = settingsOwn(request.settings)
      await this.#commit({ kind: 'subscribed', subscription: { ...subscription, settings } })
      return this.get(id)
    })
  }

  /**
   * Durable when it resolves. @param decide gives the change for the subscription as it is then. What it throws is thrown
   * @throws SUBSCRIPTION_NOT_FOUND, FILTER_POLICY_LIMIT_EXCEEDED, TOPIC_NOT_FOUND
   */
  change(id: string, decide: (subscription: SubscriptionState) => SubscriptionChange): Promise<void> {
    return this.#inTurn(async () => {
      const subscription = this.get(id)
      const change = decide(subscription)
      if (subscription.settings.filterPolicy === null) this.#refuseTooManyFilters(change.settings)
      await this.#commit({ kind: 'subscription-changed', id, change })
    })
  }

  /**
   * Changes a subscription and sends it messages, in one commit.
   * @param plan gives both, in the turn of the commit. Not called when the subscription is another by then
   * @throws as `change`, and LOG_DROPPED when one of the queues is being deleted
   */
  step(before: SubscriptionState, plan: (now: SubscriptionState) => SubscriptionStep): Promise<void> {
    return this.#inTurn(async () => {
      if (this.table.get(before.id) !== before) return
      const { change, prepared } = plan(before)
      await this.#commit({ kind: 'subscription-changed', id: before.id, change }, prepared)
    })
  }

  /** Keeps publishes to the topic waiting, see `handedOver`, until what it returns is called. */
  handOver(): () => void {
    let end: () => void = () => undefined
    const handedOver = new Promise<void>((resolve) => {
      end = resolve
    })
    this.#handedOver = handedOver
    return () => {
      if (this.#handedOver === handedOver) this.#handedOver = undefined
      end()
    }
  }

  /** Resolves when a subscription that is catching up has done so; undefined when none is. */
  get handedOver(): Promise<void> | undefined {
    return this.#handedOver
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

  #refuseTooMany({ confirmed, settings }: SubscribeRequest): void {
    this.#refuseTooManyFilters(settings)
    if (this.#parts.limits === 'off') return
    const { count, pendingCount } = this.table
    if (count >= subscriptionsMax) throw subscriptionLimitExceeded('A topic', subscriptionsMax)
    if (!confirmed && pendingCount >= pendingMax)
      throw subscriptionLimitExceeded('A topic that nobody has confirmed them of', pendingMax)
  }

  /** @param settings that a subscription without a filter policy gets */
  #refuseTooManyFilters({ filterPolicy = null }: Partial<SubscriptionSettings> = {}): void {
    if (this.#parts.limits === 'off' || filterPolicy === null) return
    if (this.table.filteredCount >= filteredMax) throw filterPolicyLimitExceeded(filteredMax)
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

  async #commit(event: SubscriptionEvent, prepared: readonly PreparedSend[] = []): Promise<void> {
    const { store } = this.#parts
    const appends = prepared.flatMap((send) => send.appends)
    const before = store.bounds(this.#topic.subscriptions).next
    const committed = this.#events.commit(event, appends)
    if (store.bounds(this.#topic.subscriptions).next > before) {
      for (const send of prepared) send.taken(committed)
      this.#follow(event)
    }
    try {
      await committed
    } catch (error) {
      throw hasCode(error, 'LOG_DROPPED') && appends.length === 0 ? topicNotFound() : error
    } finally {
      for (const send of prepared) send.release()
    }
    for (const send of prepared) send.sent()
  }

  /** In the turn in which the store has taken the event in: what is published from now on is committed behind it. */
  #follow(event: SubscriptionEvent): void {
    if (event.kind === 'unsubscribed') this.held.delete(event.id)
    else if (event.kind === 'subscribed') this.#hold(event.subscription.id, event.subscription.replay)
    else if (event.change.replay !== undefined) this.#hold(event.id, event.change.replay)
  }

  #hold(id: string, replay: ReplayState | null): void {
    if (replay?.isUnderWay) this.held.add(id)
    else this.held.delete(id)
  }
}
