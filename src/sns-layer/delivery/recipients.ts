import type { Work } from '../../sqs-layer/index.ts'
import type { Protocol, SubscriptionState } from '../control/subscription-state.ts'
import type { TopicState } from '../control/topic-state.ts'
import { Attempt, type AttemptParts } from './attempt.ts'
import type { Recipient } from './lanes/verdict.ts'
import { letterOf } from './letter.ts'
import { effectivePolicyOf } from './policy/set-policies.ts'
import type { Target } from './target.ts'

/** A subscription as it is now, with its topic. */
export interface Subscribed {
  readonly topic: TopicState
  readonly subscription: SubscriptionState
}

/** A subscription with the policy that holds for it. @param parts of its attempts */
export function recipientFor(
  parts: AttemptParts,
  targets: ReadonlyMap<Protocol, Target>,
  { topic, subscription }: Subscribed,
): Recipient {
  const target = targets.get(subscription.protocol)
  const policy = effectivePolicyOf(topic, subscription)
  const isHttp = target !== undefined && target.retryPolicy === undefined
  return {
    deliveriesPerSecond: isHttp ? policy.throttlePolicy?.maxReceivesPerSecond : undefined,
    attempt(work: Work, signal: AbortSignal) {
      const id = parts.random.uuid()
      const delivery = {
        id,
        topic,
        subscription,
        letter: letterOf(work.body),
        attempt: work.attempts + 1,
        policy,
      }
      return new Attempt(parts, target, delivery, work).make(signal)
    },
  }
}
