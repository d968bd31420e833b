import type { FilterPolicyScope, Protocol, SubscriptionState } from './control/subscription-state.ts'
import type { TopicState } from './control/topic-state.ts'
import { invalidParameter } from './errors.ts'
import type { TopicMessage } from './topic-message.ts'

/** Whether a subscription gets a message. */
export type MessageFilter = (message: TopicMessage) => boolean

/** Filter policies. What is asked for here and cannot be done is refused when it is asked for. */
export interface FilterPort {
  /** @throws TOPIC_PARAMETER_INVALID for a text that is no policy */
  check(policy: string, scope: FilterPolicyScope): void
  /** Compiled; called once for each version of a subscription. Undefined for one that gets every message. */
  filterOf(subscription: SubscriptionState): MessageFilter | undefined
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
  /** Sends the token to the endpoint. Resolves when the sending is durable, or was tried. */
  requestConfirmation(topic: TopicState, subscription: SubscriptionState, token: string): Promise<void>
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
  requestConfirmation: () => Promise.resolve(),
}
