import { defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts'

export interface ThrottlePolicy {
  /** Deliveries a second, of each subscription. */
  readonly maxReceivesPerSecond: number
}

export interface RequestPolicy {
  readonly headerContentType: string
}

/**
 * How messages are delivered to one HTTP or HTTPS endpoint. What is null is not set, and what a topic says holds.
 * The attribute DeliveryPolicy of a subscription.
 */
export interface DeliveryPolicy {
  readonly healthyRetryPolicy: RetryPolicy | null
  readonly throttlePolicy: ThrottlePolicy | null
  readonly requestPolicy: RequestPolicy | null
}

/** The same for all HTTP and HTTPS endpoints of a topic: its attribute DeliveryPolicy. */
export interface TopicDeliveryPolicy {
  readonly defaultHealthyRetryPolicy: RetryPolicy | null
  /** What subscriptions say does not count. */
  readonly disableSubscriptionOverrides: boolean
  readonly defaultThrottlePolicy: ThrottlePolicy | null
  readonly defaultRequestPolicy: RequestPolicy | null
}

/** What holds for one subscription. */
export interface EffectiveDeliveryPolicy {
  readonly healthyRetryPolicy: RetryPolicy
  readonly throttlePolicy: ThrottlePolicy | null
  readonly requestPolicy: RequestPolicy
}

/** Source: Amazon SNS Developer Guide, "HTTP/HTTPS headers". */
export const defaultRequestPolicy: RequestPolicy = { headerContentType: 'text/plain; charset=UTF-8' }

/** What the topic says, what the subscription says instead if it may, and the defaults. */
export function effectivePolicy(
  topic: TopicDeliveryPolicy | undefined,
  subscription: DeliveryPolicy | undefined,
): EffectiveDeliveryPolicy {
  const own = topic?.disableSubscriptionOverrides === true ? undefined : subscription
  return {
    healthyRetryPolicy: own?.healthyRetryPolicy ?? topic?.defaultHealthyRetryPolicy ?? defaultRetryPolicy,
    throttlePolicy: own?.throttlePolicy ?? topic?.defaultThrottlePolicy ?? null,
    requestPolicy: own?.requestPolicy ?? topic?.defaultRequestPolicy ?? defaultRequestPolicy,
  }
}

/** The attribute EffectiveDeliveryPolicy of a topic, in AWS's form. */
export function topicPolicyText(topic: TopicDeliveryPolicy | undefined): string {
  const { healthyRetryPolicy, throttlePolicy, requestPolicy } = effectivePolicy(topic, undefined)
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: healthyRetryPolicy,
      disableSubscriptionOverrides: topic?.disableSubscriptionOverrides ?? false,
      ...(throttlePolicy !== null && { defaultThrottlePolicy: throttlePolicy }),
      defaultRequestPolicy: requestPolicy,
    },
  })
}

/** The attribute EffectiveDeliveryPolicy of a subscription, in AWS's form. */
export function subscriptionPolicyText(
  topic: TopicDeliveryPolicy | undefined,
  subscription: DeliveryPolicy | undefined,
): string {
  const { healthyRetryPolicy, throttlePolicy, requestPolicy } = effectivePolicy(topic, subscription)
  return JSON.stringify({
    healthyRetryPolicy,
    sicklyRetryPolicy: null,
    throttlePolicy,
    requestPolicy,
    guaranteed: false,
  })
}
