import { type Clock, type Logger, passOnBug, type Random } from '../base/index.ts'
import type { LogId, LogStore, Offset } from '../log/index.ts'
import type { Owner, Queues } from '../sqs-layer/index.ts'
import { type ReplayPlace, Replays } from './archive/replays.ts'
import { askQueue } from './ask-queue.ts'
import { ConfirmationTokens } from './confirmation-tokens.ts'
import type { SubscriptionName } from './control/sns-arn.ts'
import type { ReplayPolicy, SubscriptionState } from './control/subscription-state.ts'
import { TopicControl } from './control/topic-control.ts'
import { TopicControlLog } from './control/topic-control-log.ts'
import type { TopicState } from './control/topic-state.ts'
import { TopicSubscriptions } from './control/topic-subscriptions.ts'
import { subscriptionNotFound, topicNotFound } from './errors.ts'
import { FifoLog } from './fifo/fifo-log.ts'
import { PageTokens } from './page-tokens.ts'
import type { DeliveryPort, EnvelopePort, FilterPort } from './ports.ts'
import { Publisher } from './publishing/publisher.ts'

export interface TopicsOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** `off` lifts AWS's quotas. */
  readonly limits: 'aws' | 'off'
  readonly queues: Queues
  readonly filters: FilterPort
  readonly deliveries: DeliveryPort
  readonly envelopes: EnvelopePort
}

const tokenKeySize = 32

/** Opens the topics that the store holds. @throws as TopicControlLog.open */
export async function openTopics(options: TopicsOptions): Promise<Topics> {
  const log = await TopicControlLog.open(options)
  if (log.state.tokenKey === undefined) {
    await log.commit({ kind: 'token-key', key: options.random.bytes(tokenKeySize) })
  }
  const topics = new Topics(options, log)
  topics.resumeAll()
  return topics
}

/** The topics of everyone: `control` to make and find them, `subscriptions` to who has subscribed. */
export class Topics {
  readonly control: TopicControl
  readonly queues: Queues
  readonly filters: FilterPort
  readonly deliveries: DeliveryPort
  readonly envelopes: EnvelopePort
  readonly publisher: Publisher
  readonly pageTokens: PageTokens
  readonly confirmations: ConfirmationTokens
  readonly #options: TopicsOptions
  readonly #replays: Replays
  #isClosed = false
  #resuming: Promise<void> = Promise.resolve()
  readonly #log: TopicControlLog
  /** Those in use since the start, by log. Who has subscribed is read when it is first asked. */
  readonly #subscriptions = new Map<LogId, Promise<TopicSubscriptions>>()
  /** Those of them that have been read. */
  readonly #opened = new Map<LogId, TopicSubscriptions>()
  /** The same of what was published to FIFO topics. */
  readonly #fifoLogs = new Map<LogId, Promise<FifoLog>>()

  /** See `openTopics`. */
  constructor(options: TopicsOptions, log: TopicControlLog) {
    this.queues = options.queues
    this.filters = options.filters
    this.deliveries = options.deliveries
    this.control = new TopicControl({ ...options, log })
    this.control.changed = (before, now) => this.#changed(before, now)
    this.envelopes = options.envelopes
    this.publisher = new Publisher({
      ...options,
      subscriptions: (topic) => this.subscriptions(topic),
      subscriptionsNow: (topic) => this.subscriptionsNow(topic),
      fifoLog: (topic) => this.#fifoLog(topic),
    })
    this.#replays = new Replays({ ...options, publisher: this.publisher })
    this.pageTokens = new PageTokens(log.state.tokenKey!, options.random)
    this.confirmations = new ConfirmationTokens(log.state.tokenKey!, options)
    this.#options = options
    this.#log = log
  }

  nowMs(): number {
    return this.#options.clock.nowMs()
  }

  /** @throws TOPIC_NOT_FOUND (deleted while they were read), LOG_CORRUPT */
  async subscriptions(topic: TopicState): Promise<TopicSubscriptions> {
    const open = await this.#open(topic)
    if (this.control.find(topic)?.subscriptions !== topic.subscriptions) throw topicNotFound()
    return open
  }

  /** The same in this turn; undefined for those that have to be read first, and of a topic that is gone. */
  subscriptionsNow(topic: TopicState): TopicSubscriptions | undefined {
    const isThere = this.control.find(topic)?.subscriptions === topic.subscriptions
    return isThere ? this.#opened.get(topic.subscriptions) : undefined
  }

  /** @throws SUBSCRIPTION_NOT_FOUND, LOG_CORRUPT */
  async subscription(
    name: SubscriptionName,
  ): Promise<{ topic: TopicState; subscriptions: TopicSubscriptions; subscription: SubscriptionState }> {
    const topic = this.control.find(name)
    if (topic === undefined) throw subscriptionNotFound()
    const subscriptions = await this.#open(topic)
    return { topic, subscriptions, subscription: subscriptions.get(name.id) }
  }

  /** Sends the endpoint of a subscription the token that confirms it. Resolves when that is durable, or was tried. */
  async requestConfirmation(topic: TopicState, subscription: SubscriptionState): Promise<void> {
    const token = this.confirmations.create(subscription)
    if (subscription.protocol === 'sqs') await askQueue(this.#options, topic, subscription, token)
    else await this.deliveries.requestConfirmation(topic, subscription, token)
  }

  /** Tells the endpoint of a subscription that has ended. */
  async sayFarewell(subscription: SubscriptionState): Promise<void> {
    await this.deliveries.sayFarewell(subscription, this.confirmations.create(subscription))
  }

  /** The topics in which an account may have subscriptions, by ARN: its own, and those of others that have been opened by a policy. */
  topicsFor({ account, region }: Owner): TopicState[] {
    const foreign = [...this.control.all()].filter(
      (topic) => topic.region === region && topic.account !== account && topic.settings.policy !== null,
    )
    return [...this.control.list({ account, region }), ...foreign].sort(byAccountAndName)
  }

  /** Of a FIFO topic. @throws TOPIC_NOT_FOUND, LOG_CORRUPT */
  async replayPlace(topic: TopicState): Promise<ReplayPlace> {
    const fifoLog = await this.#fifoLog(topic)
    return { topic, subscriptions: await this.subscriptions(topic), fifoLog }
  }

  /** What `fromMs` to `toMs` is, in what was published. */
  async rangeOf(
    { fifoLog }: ReplayPlace,
    { fromMs, toMs }: ReplayPolicy,
  ): Promise<{ from: Offset; end: Offset }> {
    const { store } = this.#options
    const { published } = fifoLog.topic
    /* Without an end it is whatever has come when the replay begins. */
    const end = toMs === null ? Number.POSITIVE_INFINITY : await store.offsetAt(published, toMs + 1)
    return { from: await store.offsetAt(published, fromMs), end }
  }

  /** To be called when a replay has begun, or was stopped. */
  resumeReplays(place: ReplayPlace): void {
    this.#replays.resume(place)
  }

  /** Goes on with the replays that the last life of the server has left. To be called once. */
  resumeAll(): void {
    const topics = [...this.control.all()].filter(({ isFifo }) => isFifo)
    this.#resuming = this.#resumeTopics(topics)
  }

  async #resumeTopics(topics: readonly TopicState[]): Promise<void> {
    for (const topic of topics) {
      if (this.#isClosed) return
      try {
        this.#replays.resume(await this.replayPlace(topic))
      } catch (error) {
        passOnBug(error)
        const { logger } = this.#options
        logger.warn({ err: error, topic: topic.name }, 'the replays of a topic cannot be gone on with')
      }
    }
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#resuming
    await this.#replays.close()
    const opened = await Promise.allSettled(this.#subscriptions.values())
    for (const open of opened) if (open.status === 'fulfilled') await open.value.settled()
    const logs = await Promise.allSettled(this.#fifoLogs.values())
    for (const log of logs) if (log.status === 'fulfilled') await log.value.settled()
    await this.#log.settled()
  }

  #changed(before: TopicState, now: TopicState | undefined): void {
    if (now === undefined) {
      this.#subscriptions.delete(before.subscriptions)
      this.#opened.delete(before.subscriptions)
      this.#fifoLogs.delete(before.published)
      this.publisher.forget(before)
      return
    }
    void this.#fifoLogs.get(before.published)?.then(
      (log) => log.update(now),
      () => undefined,
    )
  }

  async #fifoLog(topic: TopicState): Promise<FifoLog> {
    let opening = this.#fifoLogs.get(topic.published)
    if (opening === undefined) {
      opening = FifoLog.open(this.#options, topic)
      this.#fifoLogs.set(topic.published, opening)
      opening.catch(() => this.#fifoLogs.delete(topic.published))
    }
    const log = await opening
    const now = this.control.find(topic)
    if (now?.published !== topic.published) throw topicNotFound()
    log.update(now)
    const subscriptions = await this.#open(topic)
    log.neededFrom = () => subscriptions.neededFrom
    return log
  }

  #open(topic: TopicState): Promise<TopicSubscriptions> {
    const id = topic.subscriptions
    const known = this.#subscriptions.get(id)
    if (known !== undefined) return known
    const opening = TopicSubscriptions.open(this.#options, topic)
    this.#subscriptions.set(id, opening)
    opening.then(
      (opened) => {
        if (this.#subscriptions.get(id) === opening) this.#opened.set(id, opened)
      },
      () => this.#subscriptions.delete(id),
    )
    return opening
  }
}

function byAccountAndName(a: TopicState, b: TopicState): number {
  if (a.account !== b.account) return a.account < b.account ? -1 : 1
  return a.name < b.name ? -1 : 1
}
