import { invalidParameter, type TopicState, topicArnOf } from '../../sns-layer/index.ts'
import { type Policy, type PolicyLimits, parsePolicy } from '../policy-grammar.ts'

/** Sources: SNS Developer Guide, "Access control", and AddPermission: 30 KB, 100 statements, any of the actions below. */
const limits: PolicyLimits = {
  bytesMax: 30_720,
  statementsMax: 100,
  actionsMax: 50,
  principalsMax: 100,
  actionPattern: /^(?:\*|sns:[a-z*?]+)$/i,
}

/** What a topic's policy may be about. Source: SNS Developer Guide, "Amazon SNS API permissions". */
export const ownerActions = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
] as const

/** Source of the text: https://github.com/cloud-custodian/cloud-custodian/issues/1779. @throws TOPIC_PARAMETER_INVALID */
export function readTopicPolicy(text: string): Policy {
  const policy = parsePolicy(text, limits)
  if (policy === undefined) throw invalidParameter('Policy Error: null')
  return policy
}

/** The policy of a topic that nobody has given one, as AWS has it. */
export function defaultPolicy(topic: TopicState): Policy {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ownerActions.map((action) => `SNS:${action}`),
        Resource: topicArnOf(topic),
        Condition: { StringEquals: { 'AWS:SourceOwner': topic.account } },
      },
    ],
  }
}
