import { invalidParameter, type Published, sizeOfRequest } from '../../sns-layer/index.ts'
import { defineOperation } from './operation.ts'
import { publishRequest } from './publish-entry.ts'
import type { PublishInput } from './shapes.ts'
import { topicOf } from './topic-address.ts'

/** Source: API reference of Publish: of one message, and of a batch. */
export const messageBytesMax = 262_144

/**
 * Publishes a message to everyone who has subscribed to a topic, in one step.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 * @throws NotFound, InvalidParameter, ParameterValueInvalid, AuthorizationError, Throttled
 */
export const publish = defineOperation({
  name: 'Publish',
  access: {
    action: 'sns:Publish',
    resource: ({ TopicArn, TargetArn }) => TopicArn ?? TargetArn ?? '*',
  },
  async run(input, context, { caller }) {
    const topic = topicOf({ TopicArn: targetOf(input) }, context, caller, 'SNS:Publish')
    const request = publishRequest(input, topic)
    /* Source of the text: https://github.com/wellcomecollection/platform/issues/1460. */
    if (sizeOfRequest(request) > messageBytesMax) throw invalidParameter('Message too long')
    const [published] = await context.topics.publisher.publish(topic, [request])
    return describePublished(published!)
  },
})

export function describePublished({ messageId, sequenceNumber }: Published) {
  return { MessageId: messageId, SequenceNumber: sequenceNumber }
}

function targetOf({ TopicArn, TargetArn, PhoneNumber }: PublishInput): string {
  const given = [TopicArn, TargetArn, PhoneNumber].filter((target) => target !== undefined && target !== '')
  if (given.length === 0) {
    throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter')
  }
  if (given.length > 1) {
    throw invalidParameter('TopicArn, TargetArn and PhoneNumber Reason: only one of them can be given')
  }
  if (given[0] === PhoneNumber) {
    throw invalidParameter(
      'PhoneNumber Reason: Millrace does not publish to phone numbers yet; see docs/api-status.md',
    )
  }
  if (/^arn:aws(?:-[a-z-]+)?:sns:[a-z0-9-]+:\d{12}:endpoint\//.test(given[0]!)) {
    throw invalidParameter(
      'TargetArn Reason: Millrace does not publish to endpoints yet; see docs/api-status.md',
    )
  }
  return given[0]!
}
