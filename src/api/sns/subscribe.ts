import { defaultSubscriptionSettings, invalidParameter } from '../../sns-layer/index.ts'
import { defineOperation } from './operation.ts'
import { refuseReplay, subscribeOrReplay } from './replay.ts'
import { readSubscriptionAttributes, refuseEnvelope } from './subscription-attributes.ts'
import { checkEndpoint, protocolOf } from './subscription-endpoint.ts'
import { topicArnIn, topicOf } from './topic-address.ts'

/**
 * Subscribes an endpoint to a topic, or finds its subscription if it has the same attributes.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 * @throws NotFound, InvalidParameter, AuthorizationError, SubscriptionLimitExceeded, FilterPolicyLimitExceeded
 */
export const subscribe = defineOperation({
  name: 'Subscribe',
  access: { action: 'sns:Subscribe', resource: topicArnIn },
  async run(input, context, { caller }) {
    const { topics } = context
    const { Endpoint: endpoint = '', Attributes = {}, ReturnSubscriptionArn = false } = input
    const protocol = protocolOf(input.Protocol)
    const topic = topicOf(input, context, caller, 'SNS:Subscribe')
    if (endpoint === '') throw invalidParameter('Endpoint')
    const mustConfirm = checkEndpoint({ topic, protocol, endpoint }, topics, caller.account)
    const reading = {
      topics,
      topic,
      protocol,
      settings: defaultSubscriptionSettings,
      within: 'Attributes Reason: ',
    }
    const settings = readSubscriptionAttributes(
      Attributes,
      reading,
      (name) => `Attributes Reason: Unknown attribute ${name}`,
    )
    if (protocol === 'firehose' && typeof settings.subscriptionRoleArn !== 'string') {
      throw invalidParameter('Attributes Reason: SubscriptionRoleArn is required for the protocol firehose')
    }
    refuseEnvelope(settings.rawMessageDelivery === true && !mustConfirm, protocol, topics)
    if (mustConfirm) refuseReplay(settings.replayPolicy)
    const request = { owner: caller.account, protocol, endpoint, confirmed: !mustConfirm, settings }
    const subscription = await subscribeOrReplay(topics, topic, request)
    if (!subscription.confirmed) await topics.requestConfirmation(topic, subscription)
    const isShown = subscription.confirmed || ReturnSubscriptionArn
    return { SubscriptionArn: isShown ? subscription.arn : 'pending confirmation' }
  },
})
