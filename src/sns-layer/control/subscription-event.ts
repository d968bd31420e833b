import type { SubscriptionChange, SubscriptionSettings, SubscriptionState } from './subscription-state.ts'

/** A subscription as its log has it: without what follows from the topic, and without settings that are AWS's. */
export interface StoredSubscription
  extends Omit<SubscriptionState, 'arn' | 'topicArn' | 'settings' | 'ordinal'> {
  readonly settings: Partial<SubscriptionSettings>
}

/** What happens to the subscriptions of one topic. Their log holds these, as msgpack: names and members are part of the disk format. */
export type SubscriptionEvent =
  | { readonly kind: 'subscribed'; readonly subscription: StoredSubscription }
  | { readonly kind: 'subscription-changed'; readonly id: string; readonly change: SubscriptionChange }
  | { readonly kind: 'unsubscribed'; readonly id: string }
