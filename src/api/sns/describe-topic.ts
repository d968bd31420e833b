import { effectiveTopicPolicyText } from '../../sns-layer/delivery/index.ts'
import { type TopicState, type TopicSubscriptions, topicArnOf } from '../../sns-layer/index.ts'
import { archivePolicyText, beginningOfArchive } from './archive-policy.ts'
import { defaultPolicy } from './topic-policy.ts'

/** The attributes of a topic as GetTopicAttributes has them. Source: API reference of GetTopicAttributes. */
export function describeTopic(
  topic: TopicState,
  { table }: TopicSubscriptions,
  nowMs: number,
): Record<string, string> {
  const { settings } = topic
  const { policy, deliveryPolicy, kmsMasterKeyId } = settings
  const attributes: Record<string, string> = {
    TopicArn: topicArnOf(topic),
    Owner: topic.account,
    DisplayName: settings.displayName,
    Policy: policy ?? JSON.stringify(defaultPolicy(topic)),
    EffectiveDeliveryPolicy: effectiveTopicPolicyText(topic),
    SubscriptionsConfirmed: String(table.count - table.pendingCount),
    SubscriptionsPending: String(table.pendingCount),
    SubscriptionsDeleted: String(table.deletedCount),
    ...settings.feedback,
  }
  if (deliveryPolicy !== null) attributes.DeliveryPolicy = deliveryPolicy
  if (kmsMasterKeyId !== null) attributes.KmsMasterKeyId = kmsMasterKeyId
  if (settings.signatureVersion !== '1') attributes.SignatureVersion = settings.signatureVersion
  if (topic.isFifo) describeFifo(attributes, topic, nowMs)
  return attributes
}

function describeFifo(attributes: Record<string, string>, topic: TopicState, nowMs: number): void {
  const { archiveDays, contentBasedDeduplication, fifoThroughputScope } = topic.settings
  attributes.FifoTopic = 'true'
  attributes.ContentBasedDeduplication = String(contentBasedDeduplication)
  attributes.FifoThroughputScope = fifoThroughputScope
  const beginMs = beginningOfArchive(topic, nowMs)
  if (beginMs === undefined) return
  attributes.ArchivePolicy = archivePolicyText(archiveDays)
  attributes.BeginningArchiveTime = new Date(beginMs).toISOString()
}
