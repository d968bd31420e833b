export {
  type DeliveryPolicy,
  type EffectiveDeliveryPolicy,
  effectivePolicy,
  subscriptionPolicyText,
  type TopicDeliveryPolicy,
  topicPolicyText,
} from './policy/delivery-policy.ts'
export { parseDeliveryPolicy, parseTopicDeliveryPolicy } from './policy/parse-policy.ts'
