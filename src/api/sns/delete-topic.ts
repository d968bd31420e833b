import { mayCall, topicIsArchived } from '../../sns-layer/index.ts'
import { defineOperation } from './operation.ts'
import { topicArnIn, topicNameOf } from './topic-address.ts'

/**
 * Deletes a topic with its subscriptions. To delete one that is not there is no error.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html
 * @throws InvalidState for a topic whose messages are archived, InvalidParameter, AuthorizationError
 */
export const deleteTopic = defineOperation({
  name: 'DeleteTopic',
  access: { action: 'sns:DeleteTopic', resource: topicArnIn },
  async run(input, { topics }, { caller }) {
    const name = topicNameOf(input, caller)
    const topic = topics.control.find(name)
    if (topic !== undefined) mayCall(caller.account, topic, 'SNS:DeleteTopic')
    if (topic !== undefined && topic.settings.archiveDays !== null) throw topicIsArchived()
    await topics.control.delete(name)
  },
})
