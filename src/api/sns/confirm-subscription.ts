import { invalidParameter, type Topics } from '../../sns-layer/index.ts'
import { defineOperation } from './operation.ts'
import { topicArnIn, topicNameOf } from './topic-address.ts'
import { truthOf } from './topic-attributes.ts'

/**
 * Confirms, by the token that the endpoint was sent, that it wants what is published. Whoever has the token may.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 * @throws NotFound, InvalidParameter
 */
export const confirmSubscription = defineOperation({
  name: 'ConfirmSubscription',
  access: { action: 'sns:ConfirmSubscription', resource: topicArnIn },
  async run(input, { topics }, { caller }) {
    const topic = topics.control.get(topicNameOf(input, caller))
    const id = idIn(input, topics)
    const needsOwner =
      input.AuthenticateOnUnsubscribe !== undefined &&
      truthOf(input.AuthenticateOnUnsubscribe, 'AuthenticateOnUnsubscribe')
    const subscriptions = await topics.subscriptions(topic)
    await subscriptions.change(id, () => ({ confirmed: true, unsubscribeNeedsOwner: needsOwner }))
    return { SubscriptionArn: subscriptions.get(id).arn }
  },
})

/** Source of the text: the pattern of AWS's others. */
function idIn({ TopicArn, Token }: { TopicArn: string; Token: string }, topics: Topics): string {
  const id = topics.confirmations.open(TopicArn, Token)
  if (id === undefined) throw invalidParameter('Token')
  return id
}
