import { parseSubscriptionArn, type SubscriptionState, type Topics } from '../../sns-layer/index.ts'
import type { Caller } from '../caller.ts'
import { describeSubscription } from './describe-subscription.ts'
import { defineOperation } from './operation.ts'
import { nextPage, pageMax, pageStart } from './pages.ts'
import { topicArnIn, topicOf } from './topic-address.ts'

/**
 * The subscriptions of a topic in the order in which they were made.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 * @throws NotFound, InvalidParameter, AuthorizationError
 */
export const listSubscriptionsByTopic = defineOperation({
  name: 'ListSubscriptionsByTopic',
  access: { action: 'sns:ListSubscriptionsByTopic', resource: topicArnIn },
  async run(input, context, { caller }) {
    const { topics } = context
    const topic = topicOf(input, context, caller, 'SNS:ListSubscriptionsByTopic')
    const list = ['ListSubscriptionsByTopic', input.TopicArn]
    const after = pageStart(input.NextToken, topics.pageTokens, list)
    const subscriptions = await topics.subscriptions(topic)
    const page = new Page()
    for (const subscription of subscriptions.behind(after === '' ? -1 : Number(after))) {
      if (!page.takes(subscription)) break
    }
    const last = page.lastIfMore?.ordinal
    return page.answer(nextPage(last === undefined ? undefined : String(last), topics.pageTokens, list))
  },
})

/**
 * The caller's subscriptions, topic by topic.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html
 * @throws InvalidParameter
 */
export const listSubscriptions = defineOperation({
  name: 'ListSubscriptions',
  access: { action: 'sns:ListSubscriptions', resource: () => '*' },
  async run(input, { topics }, { caller }) {
    const list = ['ListSubscriptions', caller.account, caller.region]
    const after = pageStart(input.NextToken, topics.pageTokens, list)
    const page = new Page()
    await fill(page, after, topics, caller)
    const last = page.lastIfMore
    const place = last && `${last.ordinal} ${last.arn}`
    return page.answer(nextPage(place, topics.pageTokens, list))
  },
})

/** @param after the ordinal and the ARN of the last subscription that was told, or nothing */
async function fill(page: Page, after: string, topics: Topics, caller: Caller): Promise<void> {
  const [ordinal = '', arn = ''] = after.split(' ')
  const from = parseSubscriptionArn(arn)
  for (const topic of topics.topicsFor(caller)) {
    const isFirst = topic.account === from?.account && topic.name === from.name
    if (from !== undefined && !isFirst && isBefore(topic, from)) continue
    const subscriptions = await topics.subscriptions(topic)
    for (const subscription of subscriptions.behind(isFirst ? Number(ordinal) : -1)) {
      if (subscription.owner === caller.account && !page.takes(subscription)) return
    }
  }
}

/** In the order of `topicsFor`. */
function isBefore(
  topic: { account: string; name: string },
  from: { account: string; name: string },
): boolean {
  return topic.account === from.account ? topic.name < from.name : topic.account < from.account
}

class Page {
  readonly #items: SubscriptionState[] = []
  #isMore = false

  /** @returns false when the page was full before */
  takes(subscription: SubscriptionState): boolean {
    this.#isMore = this.#items.length === pageMax
    if (!this.#isMore) this.#items.push(subscription)
    return !this.#isMore
  }

  get lastIfMore(): SubscriptionState | undefined {
    return this.#isMore ? this.#items.at(-1) : undefined
  }

  answer(nextToken: string | undefined) {
    return { Subscriptions: this.#items.map(describeSubscription), NextToken: nextToken }
  }
}
