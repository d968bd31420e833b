import type { Protocol, SubscriptionState } from '../control/subscription-state.ts'
import type { TopicState } from '../control/topic-state.ts'
import { Attempt, type AttemptParts } from './attempt.ts'
import type { Recipient } from './lanes/verdict.ts'
import type { ConfirmationLetter } from './letter.ts'
import { effectivePolicy } from './policy/delivery-policy.ts'
import type { Target } from './target.ts'

/** What an endpoint is told when its subscription has ended: the subscription comes along, for nobody else has it any more. */
export interface Farewell {
  readonly letter: ConfirmationLetter
  readonly subscription: SubscriptionState
}

/** JSON. Names and members are part of the disk format. */
export const farewellBytes = (farewell: Farewell): Buffer => Buffer.from(JSON.stringify(farewell))

/** Farewells are delivered as long as the topic is there. */
export function farewellRecipient(
  parts: AttemptParts,
  targets: ReadonlyMap<Protocol, Target>,
  topics: { topic(arn: string): TopicState | undefined },
): Recipient {
  return {
    deliveriesPerSecond: undefined,
    async attempt(work, signal) {
      const { letter, subscription } = JSON.parse(Buffer.from(work.body).toString()) as Farewell
      const topic = topics.topic(subscription.topicArn)
      if (topic === undefined) return { kind: 'done', isHealthy: true }
      const policy = effectivePolicy(undefined, undefined)
      const delivery = {
        id: parts.random.uuid(),
        topic,
        subscription,
        letter,
        attempt: work.attempts + 1,
        policy,
      }
      return new Attempt(parts, targets.get(subscription.protocol), delivery, work).make(signal)
    },
  }
}
