import type { Clock, Logger, Random } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import { commitPrepared, type PreparedSend } from '../../sqs-layer/index.ts'
import type { Protocol, SubscriptionState } from '../control/subscription-state.ts'
import type { TopicState } from '../control/topic-state.ts'
import { invalidParameter } from '../errors.ts'
import type { DeliveryPort } from '../ports.ts'
import { type TopicMessage, textFor } from '../topic-message.ts'
import type { AttemptParts } from './attempt.ts'
import { DeliveryCounters } from './delivery-counters.ts'
import { type Farewell, farewellBytes, farewellRecipient } from './farewell.ts'
import { DeliveryLanes } from './lanes/delivery-lanes.ts'
import type { Recipient } from './lanes/verdict.ts'
import { letterBytes } from './letter.ts'
import { parseDeliveryPolicy, parseTopicDeliveryPolicy } from './policy/parse-policy.ts'
import { recipientFor, type Subscribed } from './recipients.ts'
import type { Target } from './target.ts'

export interface DeliveriesOptions extends Omit<AttemptParts, 'countersOf'> {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly targets: readonly Target[]
}

/** What the deliveries ask of the topics. */
export interface SubscriptionLookup {
  /** A subscription as it is now, also one that is not confirmed. */
  subscribed(arn: string): Promise<Subscribed | undefined>
  topic(arn: string): TopicState | undefined
}

/**
 * Deliveries to everything but queues of this server. A message is durable in the lane of its subscription by the commit that publishes
 * it, and leaves it when it is delivered, given up, or in the subscription's dead-letter queue.
 */
export class Deliveries implements DeliveryPort {
  readonly #options: DeliveriesOptions
  readonly #targets: ReadonlyMap<Protocol, Target>
  readonly #attempts: AttemptParts
  readonly #counters = new Map<string, DeliveryCounters>()
  #lanes: DeliveryLanes | undefined
  #lookup: SubscriptionLookup | undefined

  private constructor(options: DeliveriesOptions) {
    this.#options = options
    this.#targets = new Map(
      options.targets.flatMap((target) => target.protocols.map((protocol) => [protocol, target] as const)),
    )
    this.#attempts = { ...options, countersOf: (topicArn) => this.countersOf(topicArn) }
  }

  /** Opens what the store holds. Nothing is delivered before `start`. @throws as DeliveryLanes.open */
  static async open(options: DeliveriesOptions): Promise<Deliveries> {
    const deliveries = new Deliveries(options)
    const recipientOf = (name: string) => deliveries.#recipientOf(name)
    deliveries.#lanes = await DeliveryLanes.open({ ...options, recipientOf })
    return deliveries
  }

  start(lookup: SubscriptionLookup): void {
    this.#lookup = lookup
    this.lanes.start()
  }

  get lanes(): DeliveryLanes {
    return this.#lanes!
  }

  countersOf(topicArn: string): DeliveryCounters {
    const known = this.#counters.get(topicArn) ?? new DeliveryCounters()
    this.#counters.set(topicArn, known)
    return known
  }

  /** By topic, of those that have had deliveries since the start. */
  counters(): ReadonlyMap<string, DeliveryCounters> {
    return this.#counters
  }

  /** To be called when a topic is deleted. */
  forgetTopic(topicArn: string): void {
    this.#counters.delete(topicArn)
  }

  delivers(protocol: Protocol): boolean {
    return this.#targets.has(protocol)
  }

  needsConfirmation(protocol: Protocol): boolean {
    return this.#targets.get(protocol)?.needsConfirmation === true
  }

  /** @throws TOPIC_PARAMETER_INVALID */
  checkEndpoint(protocol: Protocol, endpoint: string): void {
    const target = this.#targets.get(protocol)
    if (target === undefined)
      throw invalidParameter(`Protocol: this server does not deliver to ${protocol}; see docs/api-status.md`)
    const fault = target.endpointFault(protocol, endpoint)
    if (fault !== undefined) throw invalidParameter(fault)
  }

  /** @throws TOPIC_PARAMETER_INVALID for a text that is no delivery policy */
  checkPolicy(policy: string, of: 'topic' | 'subscription'): void {
    const parsed = of === 'topic' ? parseTopicDeliveryPolicy(policy) : parseDeliveryPolicy(policy, true)
    if (typeof parsed === 'string') throw invalidParameter(parsed)
  }

  /** Messages for a subscription, ready for a commit in this turn. See commitPrepared. */
  prepare({ arn, topicArn, protocol }: SubscriptionState, messages: readonly TopicMessage[]): PreparedSend {
    const isFifo = topicArn.endsWith('.fifo')
    const works = messages.map((message) => ({
      body: letterBytes({ type: 'Notification', message: own(message, protocol) }),
      groupId: isFifo ? (message.groupId ?? '') : undefined,
    }))
    return this.lanes.prepare(arn, isFifo, works)
  }

  /** Asks the endpoint whether it wants to be subscribed. Resolves when that is durable. @throws as LogStore.commit */
  async requestConfirmation(
    _topic: TopicState,
    subscription: SubscriptionState,
    token: string,
  ): Promise<void> {
    const { clock, random } = this.#options
    const letter = {
      type: 'SubscriptionConfirmation',
      messageId: random.uuid(),
      token,
      timeMs: clock.nowMs(),
    } as const
    await this.#deliver(subscription.arn, letterBytes(letter))
  }

  /** Tells an endpoint that was asked before that it is subscribed no more. Resolves when that is durable. @throws as LogStore.commit */
  async sayFarewell(subscription: SubscriptionState, token: string): Promise<void> {
    if (!this.needsConfirmation(subscription.protocol)) return
    const { clock, random } = this.#options
    const letter = {
      type: 'UnsubscribeConfirmation',
      messageId: random.uuid(),
      token,
      timeMs: clock.nowMs(),
    } as const
    const farewell: Farewell = { letter, subscription }
    await this.#deliver(farewellLane + subscription.arn, farewellBytes(farewell))
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  close(): Promise<void> {
    return this.lanes.close()
  }

  async #deliver(lane: string, body: Buffer): Promise<void> {
    const prepared = this.lanes.prepare(lane, false, [{ body, groupId: undefined }])
    await commitPrepared(this.#options.store, [prepared]).done
  }

  async #recipientOf(name: string): Promise<Recipient | undefined> {
    const lookup = this.#lookup!
    if (name.startsWith(farewellLane)) return farewellRecipient(this.#attempts, this.#targets, lookup)
    const subscribed = await lookup.subscribed(name)
    return subscribed && recipientFor(this.#attempts, this.#targets, subscribed)
  }
}

/** Before the ARN of a subscription that is no more: the lane of what its endpoint is told about that. */
const farewellLane = 'farewell '

/** The message as one protocol gets it. Which platform an endpoint is of is seen when it is delivered. */
function own(message: TopicMessage, protocol: Protocol): TopicMessage {
  const messageOf = protocol === 'application' ? message.messageOf : {}
  return { ...message, message: textFor(message, protocol), messageOf }
}
