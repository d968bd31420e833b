import {
  invalidParameter,
  mayCall,
  parseSubscriptionArn,
  parseTopicArn,
  type SubscriptionName,
  type TopicName,
  type TopicState,
  type Topics,
} from '../../sns-layer/index.ts'
import type { Caller } from '../caller.ts'

/** The member by which inputs name a topic. */
interface TopicAddress {
  readonly TopicArn: string
}

interface SubscriptionAddress {
  readonly SubscriptionArn: string
}

/** The topic that an input names. @throws TOPIC_PARAMETER_INVALID for what is no topic of the caller's region */
export function topicNameOf({ TopicArn }: TopicAddress, { region }: Caller): TopicName {
  const name = parseTopicArn(TopicArn)
  if (name === undefined || name.region !== region) throw invalidArn('TopicArn', TopicArn)
  return name
}

/** @throws TOPIC_PARAMETER_INVALID, TOPIC_NOT_FOUND, TOPIC_ACCESS_DENIED for one that the caller may not do this with */
export function topicOf(
  address: TopicAddress,
  { topics }: { topics: Topics },
  caller: Caller,
  action: string,
): TopicState {
  const topic = topics.control.get(topicNameOf(address, caller))
  mayCall(caller.account, topic, action)
  return topic
}

/** @throws TOPIC_PARAMETER_INVALID for what is no subscription of the caller's region */
export function subscriptionNameOf(
  { SubscriptionArn }: SubscriptionAddress,
  { region }: Caller,
): SubscriptionName {
  const name = parseSubscriptionArn(SubscriptionArn)
  if (name === undefined || name.region !== region) throw invalidArn('SubscriptionArn', SubscriptionArn)
  return name
}

/** The resource that access control is asked about: what is no ARN of ours the operation refuses. */
export const topicArnIn = ({ TopicArn }: TopicAddress): string => TopicArn
export const subscriptionArnIn = ({ SubscriptionArn }: SubscriptionAddress): string => SubscriptionArn

/** Sources of the texts: https://github.com/aws-samples/amazon-rekognition-video-analyzer/issues/41 and https://github.com/boto/boto3/issues/1084. */
function invalidArn(parameter: string, arn: string): Error {
  const elements = arn.split(':', 7).length
  if (elements >= 6) return invalidParameter(parameter)
  return invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${elements}`)
}
