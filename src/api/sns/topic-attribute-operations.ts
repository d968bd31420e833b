import { describeTopic } from './describe-topic.ts'
import { defineOperation } from './operation.ts'
import { topicArnIn, topicOf } from './topic-address.ts'
import { readTopicAttributes } from './topic-attributes.ts'

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
 * @throws NotFound, InvalidParameter, AuthorizationError
 */
export const getTopicAttributes = defineOperation({
  name: 'GetTopicAttributes',
  access: { action: 'sns:GetTopicAttributes', resource: topicArnIn },
  async run(input, context, { caller }) {
    const topic = topicOf(input, context, caller, 'SNS:GetTopicAttributes')
    const { topics } = context
    return { Attributes: describeTopic(topic, await topics.subscriptions(topic), topics.nowMs()) }
  },
})

/**
 * Sets one attribute of a topic; one without a value is what it is by default again.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
 * @throws NotFound, InvalidParameter, AuthorizationError
 */
export const setTopicAttributes = defineOperation({
  name: 'SetTopicAttributes',
  access: { action: 'sns:SetTopicAttributes', resource: topicArnIn },
  async run(input, context, { caller }) {
    const { AttributeName: name, AttributeValue: text = '' } = input
    const { topics } = context
    const topic = topicOf(input, context, caller, 'SNS:SetTopicAttributes')
    await topics.control.change(topic, ({ isFifo, settings: { feedback } }) => {
      const reading = { isFifo, feedback, deliveries: topics.deliveries }
      return { settings: readTopicAttributes({ [name]: text }, reading, () => 'AttributeName') }
    })
  },
})
