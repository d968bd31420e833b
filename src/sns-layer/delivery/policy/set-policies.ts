import type { SubscriptionState } from '../../control/subscription-state.ts'
import type { TopicState } from '../../control/topic-state.ts'
import {
  type EffectiveDeliveryPolicy,
  effectivePolicy,
  subscriptionPolicyText,
  topicPolicyText,
} from './delivery-policy.ts'
import { parseDeliveryPolicy, parseTopicDeliveryPolicy } from './parse-policy.ts'

/** What holds for a subscription of a topic. */
export function effectivePolicyOf(
  topic: TopicState,
  subscription: SubscriptionState,
): EffectiveDeliveryPolicy {
  return effectivePolicy(ofTopic(topic), ofSubscription(subscription))
}

/** The attribute EffectiveDeliveryPolicy of a topic. */
export function effectiveTopicPolicyText(topic: TopicState): string {
  return topicPolicyText(ofTopic(topic))
}

/** The attribute EffectiveDeliveryPolicy of a subscription. */
export function effectiveSubscriptionPolicyText(topic: TopicState, subscription: SubscriptionState): string {
  return subscriptionPolicyText(ofTopic(topic), ofSubscription(subscription))
}

/* They were checked when they were set. */

function ofTopic({ settings }: TopicState) {
  const policy = settings.deliveryPolicy === null ? '' : parseTopicDeliveryPolicy(settings.deliveryPolicy)
  return typeof policy === 'string' ? undefined : policy
}

function ofSubscription({ settings }: SubscriptionState) {
  const policy = settings.deliveryPolicy === null ? '' : parseDeliveryPolicy(settings.deliveryPolicy, true)
  return typeof policy === 'string' ? undefined : policy
}
