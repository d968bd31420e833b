import { invalidParameter, parseTopicArn, type Topics } from '../sns-layer/index.ts'
import type { PublishEvent } from '../sns-layer/push/index.ts'

/** Events of applications go to topics of the same owner only. */
export function publishTo(topics: Topics): PublishEvent {
  return async ({ account, region }, { topicArn, subject, message }) => {
    const name = parseTopicArn(topicArn)
    const isOwn = name?.account === account && name.region === region
    const topic = isOwn ? topics.control.find(name) : undefined
    if (topic === undefined || topic.isFifo) throw invalidParameter('TopicArn')
    const request = {
      subject,
      message,
      messageOf: {},
      attributes: [],
      groupId: undefined,
      deduplicationId: undefined,
      bytes: Buffer.byteLength(message),
    }
    await topics.publisher.publish(topic, [request])
  }
}
