import {
  defaultSubscriptionSettings,
  type SubscriptionState,
} from '../../../src/sns-layer/control/subscription-state.ts'
import { defaultTopicSettings, type TopicState } from '../../../src/sns-layer/control/topic-state.ts'
import type { Letter } from '../../../src/sns-layer/delivery/letter.ts'
import { effectivePolicy } from '../../../src/sns-layer/delivery/policy/delivery-policy.ts'
import type { Delivery } from '../../../src/sns-layer/delivery/target.ts'
import type { TopicMessage } from '../../../src/sns-layer/topic-message.ts'

export const publishedMs = 1_767_323_045_678
export const topicArn = 'arn:aws:sns:us-east-1:000000000000:orders'

export const topic: TopicState = {
  account: '000000000000',
  region: 'us-east-1',
  name: 'orders',
  isFifo: false,
  createdMs: 0,
  subscriptions: 5000,
  published: 5001,
  archivedSinceMs: null,
  settings: defaultTopicSettings,
  tags: [],
  dataProtectionPolicy: null,
}

export const message: TopicMessage = {
  messageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  topicArn,
  subject: 'Subject',
  message: 'Hello',
  messageOf: {},
  attributes: [
    { name: 'colour', dataType: 'String', value: 'red' },
    { name: 'bytes', dataType: 'Binary', value: Buffer.from([0, 255]) },
  ],
  timeMs: publishedMs,
  groupId: undefined,
  deduplicationId: undefined,
  sequenceNumber: undefined,
  replayed: false,
}

export function subscriptionOf(
  endpoint: string,
  settings: Partial<SubscriptionState['settings']> = {},
): SubscriptionState {
  return {
    arn: `${topicArn}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`,
    topicArn,
    id: '2bcfbf39-05c3-41de-beaa-fcfcc21c8f55',
    ordinal: 0,
    owner: '000000000000',
    protocol: 'http',
    endpoint,
    createdMs: 0,
    confirmed: true,
    confirmationWasAuthenticated: true,
    unsubscribeNeedsOwner: false,
    replay: null,
    settings: { ...defaultSubscriptionSettings, ...settings },
  }
}

export const notification: Letter = { type: 'Notification', message }

export function deliveryTo(subscription: SubscriptionState, letter: Letter = notification): Delivery {
  return { id: 'd-1', topic, subscription, letter, attempt: 1, policy: effectivePolicy(undefined, undefined) }
}
