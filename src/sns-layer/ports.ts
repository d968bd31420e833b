import { assert } from '../base/index.ts'
import type { PreparedSend } from '../sqs-layer/index.ts'
import type { FilterPolicyScope, Protocol, SubscriptionState } from './control/subscription-state.ts'
import type { TopicState } from './control/topic-state.ts'
import type { ConfirmationRequest } from './envelope/index.ts'
import { invalidParameter } from './errors.ts'
import type { Filter } from './filters/index.ts'
import type { TopicMessage } from './topic-message.ts'

/** Filter policies. What is asked for here and cannot be done is refused when it is asked for. */
export interface FilterPort {
  /** @param within what stands before the reason in an error @throws TOPIC_PARAMETER_INVALID for a text that is no policy */
  check(policy: string, scope: FilterPolicyScope, within: string): void
  /** Compiled; called once for each version of a subscription. Undefined for one that gets every message. */
  filterOf(subscription: SubscriptionState): Filter | undefined
}

/** Messages in AWS's envelope of JSON. */
export interface EnvelopePort {
  /** Whether there are envelopes. Without them queues can have raw messages only. */
  readonly available: boolean
  /**
   * Called once for a message, when the first queue needs it. Undefined for one that has to be signed first.
   * @returns the body for a subscription: each has its own address to unsubscribe
   */
  notification(message: TopicMessage): ((subscription: SubscriptionState) => Buffer) | undefined
  /** Makes the signature of a message for `notification`. @param version the topic's */
  sign(message: TopicMessage, version: '1' | '2'): Promise<unknown>
  /** What asks a queue of another account whether it wants to be subscribed, signed. */
  confirmation(request: ConfirmationRequest): Promise<string>
}

/** Deliveries to everything but queues of this server. */
export interface DeliveryPort {
  /** Whether subscriptions of a protocol can be served. */
  delivers(protocol: Protocol): boolean
  /** @throws TOPIC_PARAMETER_INVALID for what is no endpoint of that protocol */
  checkEndpoint(protocol: Protocol, endpoint: string): void
  /** @throws TOPIC_PARAMETER_INVALID for a text that is no delivery policy of a topic, or of a subscription */
  checkPolicy(policy: string, of: 'topic' | 'subscription'): void
  /** Whether subscriptions of a protocol wait until their endpoint has confirmed them. */
  needsConfirmation(protocol: Protocol): boolean
  /** Messages for a subscription, ready for the commit in which queues get theirs. Called for what `delivers` takes only. */
  prepare(subscription: SubscriptionState, messages: readonly TopicMessage[]): PreparedSend
  /** Sends the token to the endpoint. Resolves when the sending is durable, or was tried. */
  requestConfirmation(topic: TopicState, subscription: SubscriptionState, token: string): Promise<void>
  /** Tells the endpoint of a subscription that has ended, if it is one that is told. Resolves when that is durable. */
  sayFarewell(subscription: SubscriptionState, token: string): Promise<void>
}

/** Texts ours, all of them. */
export const noFilters: FilterPort = {
  check() {
    throw invalidParameter(
      'FilterPolicy: Millrace does not support filter policies yet; see docs/api-status.md',
    )
  },
  filterOf: () => undefined,
}

export const noDeliveries: DeliveryPort = {
  delivers: () => false,
  checkEndpoint(protocol) {
    throw invalidParameter(`Protocol: Millrace does not deliver to ${protocol} yet; see docs/api-status.md`)
  },
  checkPolicy() {
    throw invalidParameter(
      'DeliveryPolicy: Millrace does not support delivery policies yet; see docs/api-status.md',
    )
  },
  needsConfirmation: () => false,
  prepare: refuseUnavailable,
  requestConfirmation: () => Promise.resolve(),
  sayFarewell: () => Promise.resolve(),
}

export const noEnvelopes: EnvelopePort = {
  available: false,
  notification: refuseUnavailable,
  sign: () => Promise.resolve(),
  confirmation: refuseUnavailable,
}

/** No subscription is taken that would need it. */
function refuseUnavailable(): never {
  assert(false, 'a subscription that cannot be delivered to')
}
