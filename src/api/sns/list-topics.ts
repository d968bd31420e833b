import { topicArnOf } from '../../sns-layer/index.ts'
import { defineOperation } from './operation.ts'
import { nextPage, pageMax, pageStart } from './pages.ts'

/**
 * The caller's topics by name.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html
 * @throws InvalidParameter
 */
export const listTopics = defineOperation({
  name: 'ListTopics',
  access: { action: 'sns:ListTopics', resource: () => '*' },
  async run({ NextToken }, { topics }, { caller }) {
    const list = ['ListTopics', caller.account, caller.region]
    const after = pageStart(NextToken, topics.pageTokens, list)
    const rest = topics.control.list(caller).filter(({ name }) => name > after)
    const page = rest.slice(0, pageMax)
    return {
      Topics: page.map((topic) => ({ TopicArn: topicArnOf(topic) })),
      NextToken: nextPage(page.length < rest.length ? page.at(-1)?.name : undefined, topics.pageTokens, list),
    }
  },
})
