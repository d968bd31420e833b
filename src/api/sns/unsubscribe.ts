import { accessDenied } from '../../sns-layer/index.ts'
import { defineOperation } from './operation.ts'
import { subscriptionArnIn, subscriptionNameOf } from './topic-address.ts'

/**
 * Ends a subscription. To end one that is not there is no error. Where the confirmation asked for it, only its owner and the topic's may.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
 * @throws InvalidParameter, AuthorizationError
 */
export const unsubscribe = defineOperation({
  name: 'Unsubscribe',
  access: { action: 'sns:Unsubscribe', resource: subscriptionArnIn },
  async run(input, { topics }, { caller }) {
    const name = subscriptionNameOf(input, caller)
    const topic = topics.control.find(name)
    if (topic === undefined) return
    const subscriptions = await topics.subscriptions(topic)
    const subscription = subscriptions.table.get(name.id)
    const owners = [topic.account, subscription?.owner]
    if (subscription?.unsubscribeNeedsOwner === true && !owners.includes(caller.account)) {
      throw accessDenied(caller.account, 'SNS:Unsubscribe', input.SubscriptionArn)
    }
    await subscriptions.unsubscribe(name.id)
    if (subscription?.confirmed === true) await topics.sayFarewell(subscription)
  },
})
