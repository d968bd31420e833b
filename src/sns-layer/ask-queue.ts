import { type Clock, hasCode, type Logger, type Random } from '../base/index.ts'
import type { LogStore } from '../log/index.ts'
import { commitPrepared, parseQueueArn, type Queues } from '../sqs-layer/index.ts'
import { topicArnOf } from './control/sns-arn.ts'
import type { SubscriptionState } from './control/subscription-state.ts'
import type { TopicState } from './control/topic-state.ts'
import type { EnvelopePort } from './ports.ts'

export interface AskQueueParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly queues: Queues
  readonly envelopes: EnvelopePort
}

/**
 * Asks the owner of a queue, by a message in it, whether the queue is to be subscribed. Resolves when the message is durable. A queue that does
 * not take it, or is gone, leaves the subscription pending: Subscribe asks again.
 * Source: SNS Developer Guide, "Sending Amazon SNS messages to an Amazon SQS queue in a different account".
 * @throws LOG_CORRUPT, and what LogStore.commit throws
 */
export async function askQueue(
  parts: AskQueueParts,
  topic: TopicState,
  { id, arn, endpoint }: SubscriptionState,
  token: string,
): Promise<void> {
  const name = parseQueueArn(endpoint)!
  try {
    const queue = await parts.queues.open(name, name.name)
    const { messageId, body } = await requestOf(parts, topic, token)
    /* The requests of one subscription are a group in a FIFO queue, and each is a message of its own: ours. */
    const message = queue.state.isFifo ? { body, groupId: id, deduplicationId: messageId } : { body }
    const prepared = queue.prepare([message], topic.account)
    await commitPrepared(parts.store, [prepared]).done
    const [outcome] = prepared.outcomes
    if (outcome?.kind === 'refused') throw outcome.error
  } catch (error) {
    if (!leavesItPending(error)) throw error
    parts.logger.warn({ err: error, subscription: arn }, 'a queue cannot be asked to confirm a subscription')
  }
}

/** The queue is gone, is being deleted, or is set to smaller messages. */
function leavesItPending(error: unknown): boolean {
  return (
    hasCode(error, 'QUEUE_NOT_FOUND') || hasCode(error, 'LOG_DROPPED') || hasCode(error, 'MESSAGE_TOO_LARGE')
  )
}

async function requestOf(
  { clock, random, envelopes }: AskQueueParts,
  topic: TopicState,
  token: string,
): Promise<{ messageId: string; body: Buffer }> {
  const messageId = random.uuid()
  const { signatureVersion } = topic.settings
  const timeMs = clock.nowMs()
  const request = { messageId, topicArn: topicArnOf(topic), token, timeMs, signatureVersion }
  return { messageId, body: Buffer.from(await envelopes.confirmation(request)) }
}
