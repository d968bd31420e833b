import { accessDenied, type SubscriptionState, type Topics } from '../../sns-layer/index.ts'
import type { Caller } from '../caller.ts'
import { describeAttributes } from './describe-subscription.ts'
import { defineOperation } from './operation.ts'
import { changeReplay } from './replay.ts'
import { readSubscriptionAttributes } from './subscription-attributes.ts'
import { subscriptionArnIn, subscriptionNameOf } from './topic-address.ts'

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html
 * @throws NotFound, InvalidParameter, AuthorizationError
 */
export const getSubscriptionAttributes = defineOperation({
  name: 'GetSubscriptionAttributes',
  access: { action: 'sns:GetSubscriptionAttributes', resource: subscriptionArnIn },
  async run(input, { topics }, { caller }) {
    const action = 'SNS:GetSubscriptionAttributes'
    const { topic, subscription } = await ownSubscription(input, topics, caller, action)
    return { Attributes: describeAttributes(topic, subscription) }
  },
})

/**
 * Sets one attribute of a subscription; one without a value is what it is by default again.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html
 * @throws NotFound, InvalidParameter, AuthorizationError
 */
export const setSubscriptionAttributes = defineOperation({
  name: 'SetSubscriptionAttributes',
  access: { action: 'sns:SetSubscriptionAttributes', resource: subscriptionArnIn },
  async run(input, { topics }, { caller }) {
    const { AttributeName: name, AttributeValue: text = '' } = input
    const found = await ownSubscription(input, topics, caller, 'SNS:SetSubscriptionAttributes')
    const read = ({ protocol, settings }: SubscriptionState) => {
      const reading = { topics, topic: found.topic, protocol, settings }
      return readSubscriptionAttributes({ [name]: text }, reading, () => 'AttributeName')
    }
    const { replayPolicy } = read(found.subscription)
    if (replayPolicy === undefined) {
      await found.subscriptions.change(found.subscription.id, (now) => ({ settings: read(now) }))
    } else await changeReplay(topics, found, replayPolicy)
  },
})

/** A subscription is its owner's and the topic owner's to look at and to set. */
async function ownSubscription(
  input: { readonly SubscriptionArn: string },
  topics: Topics,
  caller: Caller,
  action: string,
) {
  const found = await topics.subscription(subscriptionNameOf(input, caller))
  if (caller.account !== found.subscription.owner && caller.account !== found.topic.account) {
    throw accessDenied(caller.account, action, input.SubscriptionArn)
  }
  return found
}
