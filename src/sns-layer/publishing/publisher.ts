import { type Clock, hasCode, type Logger, type Random } from '../../base/index.ts'
import type { LogId, LogStore } from '../../log/index.ts'
import { type Commit, commitPrepared, type PreparedSend, type Queues } from '../../sqs-layer/index.ts'
import { topicArnOf } from '../control/sns-arn.ts'
import type { SubscriptionState } from '../control/subscription-state.ts'
import type { TopicState } from '../control/topic-state.ts'
import type { TopicSubscriptions } from '../control/topic-subscriptions.ts'
import { fanOutTooLarge } from '../errors.ts'
import type { FifoLog } from '../fifo/fifo-log.ts'
import type { FilterPort } from '../ports.ts'
import type { TopicMessage } from '../topic-message.ts'
import { OutboundMessages } from '../topic-protection.ts'
import { Audience, type Rejected } from './audience.ts'
import { FanOut, type FanOutParts, type Unready } from './fan-out.ts'
import { type FanOutTarget, FanOutTargets, type QueueTarget } from './fan-out-target.ts'
import { type Published, type PublishRequest, sizeOfRequest } from './publish-request.ts'
import { TopicCounters } from './topic-counters.ts'

export interface PublisherParts extends FanOutParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly queues: Queues
  readonly filters: FilterPort
  /** @throws TOPIC_NOT_FOUND, LOG_CORRUPT */
  subscriptions(topic: TopicState): Promise<TopicSubscriptions>
  /** The same in this turn; undefined when that is not possible. */
  subscriptionsNow(topic: TopicState): TopicSubscriptions | undefined
  /** Of a FIFO topic. @throws as `subscriptions` */
  fifoLog(topic: TopicState): Promise<FifoLog>
}

interface OpenTopic {
  readonly topic: TopicState
  readonly subscriptions: TopicSubscriptions
  readonly audience: Audience
  /** Of a FIFO topic. */
  readonly fifoLog: FifoLog | undefined
}

/** What a publish says before anybody has got it. */
interface Batch {
  readonly messages: readonly TopicMessage[]
  readonly published: readonly Published[]
  /** Of a FIFO topic: what its own log gets. */
  readonly prepared: readonly PreparedSend[]
}

/** What the attempts of one publish share. */
interface Means {
  readonly outbound: OutboundMessages
  /** Queues that could not be opened. */
  readonly unreadable: Set<QueueTarget>
}

type Attempt = (Commit & Pick<Batch, 'published'>) | { readonly unready: Unready }

/** A queue that is being deleted fails a commit that it is in. So often in a row is more than chance. */
const triesMax = 20

/** Publishes messages: to all subscriptions of a topic that want them, in one commit. */
export class Publisher {
  readonly #parts: PublisherParts
  readonly #targets: FanOutTargets
  readonly #audiences = new WeakMap<TopicSubscriptions, Audience>()
  readonly #counters = new Map<LogId, TopicCounters>()

  constructor(parts: PublisherParts) {
    this.#parts = parts
    this.#targets = new FanOutTargets(parts)
  }

  /**
   * Publishes messages in one step; resolves when they are durable for every subscriber.
   * @throws TOPIC_NOT_FOUND, TOPIC_RATE_EXCEEDED, and what LogStore.commit throws; then no subscriber has any of them
   */
  async publish(topic: TopicState, requests: readonly PublishRequest[]): Promise<readonly Published[]> {
    const open = await this.#open(topic)
    open.fifoLog?.admit(requests)
    const standard = this.#standardBatch(topic, requests)
    const means = { outbound: new OutboundMessages(topic), unreadable: new Set<QueueTarget>() }
    for (let tries = 1; ; ) {
      while (open.subscriptions.handedOver !== undefined) await open.subscriptions.handedOver
      const attempt = this.#attempt(open, fifoBatch(open, requests) ?? standard, means)
      if ('unready' in attempt) {
        await this.#makeReady(topic, attempt.unready, means)
        continue
      }
      const { published, isTaken, done } = attempt
      try {
        await done
        this.#count(topic, requests)
        return published
      } catch (error) {
        if (hasCode(error, 'LOG_COMMIT_TOO_LARGE')) throw fanOutTooLarge(error)
        if (isTaken || !hasCode(error, 'LOG_DROPPED') || tries++ === triesMax) throw error
        /* When the deletions under way are done the next try knows what is gone. */
        await this.#parts.queues.control.settled()
        await this.#parts.subscriptions(topic)
      }
    }
  }

  targetOf(subscription: SubscriptionState): FanOutTarget {
    return this.#targets.of(subscription)
  }

  /** Opens the queues of a subscription that are closed and can be read. */
  async openQueuesOf({ queue, deadLetterQueue }: FanOutTarget): Promise<void> {
    const queues = [queue, deadLetterQueue].filter((target) => target !== undefined)
    await this.#targets.open(queues.filter(({ isClosed }) => isClosed))
  }

  counters({ subscriptions }: TopicState): TopicCounters {
    const known = this.#counters.get(subscriptions)
    if (known !== undefined) return known
    const counters = new TopicCounters()
    this.#counters.set(subscriptions, counters)
    return counters
  }

  /** Undefined for a topic to which nothing was published since the start. */
  countersIfAny({ subscriptions }: TopicState): TopicCounters | undefined {
    return this.#counters.get(subscriptions)
  }

  /** To be called for a topic that is deleted. */
  forget({ subscriptions }: TopicState): void {
    this.#counters.delete(subscriptions)
  }

  async #open(topic: TopicState): Promise<OpenTopic> {
    const subscriptions = this.#parts.subscriptionsNow(topic) ?? (await this.#parts.subscriptions(topic))
    const fifoLog = topic.isFifo ? await this.#parts.fifoLog(topic) : undefined
    return { topic, subscriptions, audience: this.audience(subscriptions), fifoLog }
  }

  audience(subscriptions: TopicSubscriptions): Audience {
    const known = this.#audiences.get(subscriptions)
    if (known !== undefined) return known
    const audience = new Audience(subscriptions, this.#targets)
    this.#audiences.set(subscriptions, audience)
    return audience
  }

  /** All of it in one turn. Nothing is done if something has to be made ready first. */
  #attempt({ topic, audience }: OpenTopic, batch: Batch, { outbound, unreadable }: Means): Attempt {
    const { messages, published, prepared } = batch
    const fanOut = new FanOut(this.#parts, topic.account, unreadable)
    const rejected: Rejected[] = []
    for (const message of messages) {
      const byFilters = audience.select(message, (target) => {
        const allowed = outbound.messageFor(message, target.subscription.owner)
        if (allowed === undefined) fanOut.fail()
        else fanOut.add(allowed, target)
      })
      rejected.push(...byFilters)
    }
    const { unready } = fanOut
    if (unready !== undefined) return { unready }
    const { isTaken, done } = commitPrepared(this.#parts.store, [...prepared, ...fanOut.prepare()])
    const count = () => {
      const counters = this.counters(topic)
      for (const { reason, count } of rejected) counters.filteredOut[reason] += count
      fanOut.count(counters)
    }
    return { published, isTaken, done: done.then(count) }
  }

  async #makeReady(
    { settings }: TopicState,
    { unsigned, closed }: Unready,
    { unreadable }: Means,
  ): Promise<void> {
    const { envelopes } = this.#parts
    const signing = Array.from(unsigned, (message) => envelopes.sign(message, settings.signatureVersion))
    const [unopened] = await Promise.all([this.#targets.open(closed), ...signing])
    for (const queue of unopened) unreadable.add(queue)
  }

  /** The same messages for every attempt: what is signed once stays so. */
  #standardBatch(topic: TopicState, requests: readonly PublishRequest[]): Batch {
    const { clock, random } = this.#parts
    const own = {
      topicArn: topicArnOf(topic),
      timeMs: clock.nowMs(),
      sequenceNumber: undefined,
      replayed: false,
    }
    const messages = requests.map((request) => ({ ...request, ...own, messageId: random.uuid() }))
    const published = messages.map(({ messageId }) => ({ messageId, sequenceNumber: undefined }))
    return { messages, published, prepared: [] }
  }

  #count(topic: TopicState, requests: readonly PublishRequest[]): void {
    const counters = this.counters(topic)
    counters.published += requests.length
    for (const request of requests) counters.publishedBytes += sizeOfRequest(request)
  }
}

/** Undefined for a topic that is none. */
function fifoBatch(
  { fifoLog, subscriptions }: OpenTopic,
  requests: readonly PublishRequest[],
): Batch | undefined {
  if (fifoLog === undefined) return undefined
  const batch = fifoLog.prepare(requests, subscriptions.held.size > 0)
  return { ...batch, prepared: [batch.send] }
}
