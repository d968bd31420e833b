import { defaultTopicSettings, invalidParameter, topicArnOf } from '../../sns-layer/index.ts'
import { readDataProtectionPolicy } from './data-protection-policy.ts'
import { defineOperation } from './operation.ts'
import { readTopicAttributes, truthOf } from './topic-attributes.ts'
import { withTags } from './topic-tags.ts'

const standardName = /^[A-Za-z0-9_-]{1,256}$/
const fifoName = /^(?=.{6,256}$)[A-Za-z0-9_-]+\.fifo$/

/**
 * Makes a topic, or finds the one that has the name and the same attributes and tags.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 * @throws InvalidParameter, TopicLimitExceeded, TagLimitExceeded
 */
export const createTopic = defineOperation({
  name: 'CreateTopic',
  access: {
    action: 'sns:CreateTopic',
    resource: ({ Name }, caller) => topicArnOf({ ...caller, name: Name }),
  },
  async run({ Name: name, Attributes = {}, Tags = [], DataProtectionPolicy }, { topics }, { caller }) {
    const { FifoTopic, ...attributes } = Attributes
    const isFifo = FifoTopic !== undefined && truthOf(FifoTopic, 'FifoTopic')
    checkName(name, isFifo)
    const dataProtectionPolicy = readDataProtectionPolicy(DataProtectionPolicy ?? '', isFifo)
    const context = { isFifo, deliveries: topics.deliveries, feedback: defaultTopicSettings.feedback }
    const settings = readTopicAttributes(
      attributes,
      context,
      (unknown) => `Attributes Reason: Unknown attribute ${unknown}`,
    )
    const topic = await topics.control.create(caller, {
      name,
      settings,
      tags: withTags([], Tags),
      dataProtectionPolicy,
    })
    return { TopicArn: topicArnOf(topic) }
  },
})

/** Source of the text: https://github.com/awsdocs/aws-cloudformation-user-guide/pull/860. */
function checkName(name: string, isFifo: boolean): void {
  if (!(isFifo ? fifoName : standardName).test(name)) throw invalidParameter('Topic Name')
}
