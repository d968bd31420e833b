import { invalidParameter, type Published, protectionOf, sizeOfRequest } from '../../sns-layer/index.ts'
import { defineOperation } from './operation.ts'
import { publishToEndpoint, publishToPhone } from './publish-direct.ts'
import { messageBytesMax, publishRequest } from './publish-entry.ts'
import type { PublishInput } from './shapes.ts'
import { topicOf } from './topic-address.ts'

/**
 * Publishes a message to everyone who has subscribed to a topic, in one step; or to a phone number or an endpoint.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 * @throws NotFound, InvalidParameter, ParameterValueInvalid, AuthorizationError, Throttled, EndpointDisabled,
 * PlatformApplicationDisabled
 */
export const publish = defineOperation({
  name: 'Publish',
  access: {
    action: 'sns:Publish',
    resource: ({ TopicArn, TargetArn }) => TopicArn ?? TargetArn ?? '*',
  },
  async run(input, context, { caller, signal }) {
    const target = targetOf(input)
    const direct = { messaging: context.messaging, caller, nowMs: context.topics.nowMs(), signal }
    if (target === input.PhoneNumber) return { MessageId: await publishToPhone(input, direct) }
    if (endpointArn.test(target)) return { MessageId: await publishToEndpoint(target, input, direct) }
    const topic = topicOf({ TopicArn: target }, context, caller, 'SNS:Publish')
    const request = publishRequest(input, topic)
    /* Source of the text: https://github.com/wellcomecollection/platform/issues/1460. */
    if (sizeOfRequest(request) > messageBytesMax) throw invalidParameter('Message too long')
    const allowed = protectionOf(topic)?.apply(request, 'Inbound', caller.account) ?? request
    const [published] = await context.topics.publisher.publish(topic, [allowed])
    return describePublished(published!)
  },
})

export function describePublished({ messageId, sequenceNumber }: Published) {
  return { MessageId: messageId, SequenceNumber: sequenceNumber }
}

const endpointArn = /^arn:aws(?:-[a-z-]+)?:sns:[a-z0-9-]+:\d{12}:endpoint\//

function targetOf({ TopicArn, TargetArn, PhoneNumber }: PublishInput): string {
  const given = [TopicArn, TargetArn, PhoneNumber].filter((target) => target !== undefined && target !== '')
  if (given.length === 0) {
    throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter')
  }
  if (given.length > 1) {
    throw invalidParameter('TopicArn, TargetArn and PhoneNumber Reason: only one of them can be given')
  }
  return given[0]!
}
