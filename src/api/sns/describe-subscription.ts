import { effectiveSubscriptionPolicyText } from '../../sns-layer/delivery/index.ts'
import type { SubscriptionState, TopicState } from '../../sns-layer/index.ts'
import { replayPolicyText } from './replay-policy.ts'
import type { Subscription } from './shapes.ts'

/** The attributes of a subscription as GetSubscriptionAttributes has them. Source: its API reference. */
export function describeAttributes(
  topic: TopicState,
  subscription: SubscriptionState,
): Record<string, string> {
  const { settings } = subscription
  const attributes: Record<string, string> = {
    SubscriptionArn: subscription.arn,
    TopicArn: subscription.topicArn,
    Owner: subscription.owner,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    ConfirmationWasAuthenticated: String(subscription.confirmationWasAuthenticated),
    PendingConfirmation: String(!subscription.confirmed),
    RawMessageDelivery: String(settings.rawMessageDelivery),
  }
  if (settings.filterPolicy !== null) {
    attributes.FilterPolicy = settings.filterPolicy
    attributes.FilterPolicyScope = settings.filterPolicyScope
  }
  if (settings.deadLetterTargetArn !== null) {
    attributes.RedrivePolicy = JSON.stringify({ deadLetterTargetArn: settings.deadLetterTargetArn })
  }
  if (settings.deliveryPolicy !== null) attributes.DeliveryPolicy = settings.deliveryPolicy
  if (subscription.protocol === 'http' || subscription.protocol === 'https')
    attributes.EffectiveDeliveryPolicy = effectiveSubscriptionPolicyText(topic, subscription)
  if (settings.replayPolicy !== null) {
    attributes.ReplayPolicy = replayPolicyText(settings.replayPolicy)
    attributes.ReplayStatus = subscription.replay?.status ?? 'Pending'
  }
  if (settings.subscriptionRoleArn !== null) attributes.SubscriptionRoleArn = settings.subscriptionRoleArn
  return attributes
}

/** One line of a list. One that is pending has no ARN there: SNS Developer Guide, "Subscription confirmation". */
export function describeSubscription(subscription: SubscriptionState): Subscription {
  return {
    SubscriptionArn: subscription.confirmed ? subscription.arn : 'PendingConfirmation',
    Owner: subscription.owner,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: subscription.topicArn,
  }
}
