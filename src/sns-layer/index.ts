export { mayCall, maySend } from './access.ts'
export { startedReplay, stoppedReplay } from './archive/replay-state.ts'
export {
  parseSubscriptionArn,
  parseTopicArn,
  type SubscriptionName,
  type TopicName,
  topicArnOf,
} from './control/sns-arn.ts'
export {
  defaultSubscriptionSettings,
  type FilterPolicyScope,
  type Protocol,
  protocols,
  type ReplayPolicy,
  type SubscriptionChange,
  type SubscriptionSettings,
  type SubscriptionState,
} from './control/subscription-state.ts'
export type { TopicControl, TopicRequest } from './control/topic-control.ts'
export {
  defaultTopicSettings,
  type FifoThroughputScope,
  type Tag,
  type TopicChange,
  type TopicSettings,
  type TopicState,
} from './control/topic-state.ts'
export type { SubscribeRequest, TopicSubscriptions } from './control/topic-subscriptions.ts'
export { Envelopes } from './envelopes.ts'
export {
  accessDenied,
  invalidParameter,
  type SnsError,
  type SnsErrorCode,
  subscriptionNotFound,
  tooManyTags,
  topicIsArchived,
  topicNotFound,
} from './errors.ts'
export { filterPolicies } from './filter-policies.ts'
export { attributeTexts, type Messaging } from './messaging.ts'
export type { PageTokens } from './page-tokens.ts'
export {
  type DeliveryPort,
  type EnvelopePort,
  type FilterPort,
  noDeliveries,
  noEnvelopes,
  noFilters,
} from './ports.ts'
export { DataProtection, type ProtectionErrorCode } from './protection/index.ts'
export { type Published, type PublishRequest, sizeOfRequest } from './publishing/publish-request.ts'
export type { TopicCounters } from './publishing/topic-counters.ts'
export { type TopicMessage, textFor } from './topic-message.ts'
export { protectionOf } from './topic-protection.ts'
export { openTopics, type Topics, type TopicsOptions } from './topics.ts'
