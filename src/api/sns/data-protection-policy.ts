import { DataProtection, invalidParameter } from '../../sns-layer/index.ts'
import { defineOperation } from './operation.ts'
import { topicOf } from './topic-address.ts'

const resourceArnIn = ({ ResourceArn }: { readonly ResourceArn: string }) => ResourceArn

/**
 * The data protection policy of a topic as it was put; empty without one.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_GetDataProtectionPolicy.html
 * @throws NotFound, InvalidParameter, AuthorizationError
 */
export const getDataProtectionPolicy = defineOperation({
  name: 'GetDataProtectionPolicy',
  access: { action: 'sns:GetDataProtectionPolicy', resource: resourceArnIn },
  async run({ ResourceArn }, context, { caller }) {
    const topic = topicOf({ TopicArn: ResourceArn }, context, caller, 'SNS:GetDataProtectionPolicy')
    return { DataProtectionPolicy: topic.dataProtectionPolicy ?? '' }
  },
})

/**
 * Sets the data protection policy of a topic; an empty one takes it away.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_PutDataProtectionPolicy.html
 * @throws NotFound, InvalidParameter, AuthorizationError
 */
export const putDataProtectionPolicy = defineOperation({
  name: 'PutDataProtectionPolicy',
  access: { action: 'sns:PutDataProtectionPolicy', resource: resourceArnIn },
  async run({ ResourceArn, DataProtectionPolicy }, context, { caller }) {
    const topic = topicOf({ TopicArn: ResourceArn }, context, caller, 'SNS:PutDataProtectionPolicy')
    const dataProtectionPolicy = readDataProtectionPolicy(DataProtectionPolicy, topic.isFifo)
    await context.topics.control.change(topic, () => ({ dataProtectionPolicy }))
  },
})

/** @returns the text of a good policy, null for an empty one @throws DATA_PROTECTION_POLICY_INVALID, TOPIC_PARAMETER_INVALID */
export function readDataProtectionPolicy(text: string, isFifo: boolean): string | null {
  if (text === '') return null
  // Text ours. Source of the rule: SNS Developer Guide, "Message data protection": standard topics only.
  if (isFifo)
    throw invalidParameter('DataProtectionPolicy Reason: FIFO topics cannot have a data protection policy')
  DataProtection.compile(text)
  return text
}
