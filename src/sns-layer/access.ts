import { topicArnOf } from './control/sns-arn.ts'
import type { TopicState } from './control/topic-state.ts'
import { accessDenied } from './errors.ts'

/*
 * Who may do what with topics: here and nowhere else. Policies are kept and shown, and what they say is not decided yet. Until then a topic
 * without a policy is its owner's alone, as AWS's default policy has it, and one with a policy is open to every account: somebody wanted to
 * share it.
 */

/** @throws TOPIC_ACCESS_DENIED */
export function mayCall(account: string, topic: TopicState, action: string): void {
  if (account === topic.account || topic.settings.policy !== null) return
  throw accessDenied(account, action, topicArnOf(topic))
}

/** Whether a topic may send to a queue. On AWS the queue's policy says so; here every topic may, until policies are decided. */
export function maySend(_topic: TopicState, _queueArn: string): boolean {
  return true
}
