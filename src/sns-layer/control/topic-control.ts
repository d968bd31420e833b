import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import type { Owner } from '../../sqs-layer/index.ts'
import { topicExists, topicLimitExceeded, topicNotFound } from '../errors.ts'
import type { TopicName } from './sns-arn.ts'
import type { TopicControlLog } from './topic-control-log.ts'
import {
  defaultTopicSettings,
  type Tag,
  type TopicChange,
  type TopicSettings,
  type TopicState,
} from './topic-state.ts'

export interface TopicControlOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly log: TopicControlLog
  readonly limits: 'aws' | 'off'
}

export interface TopicRequest {
  /** One that ends in `.fifo` makes a FIFO topic. */
  readonly name: string
  /** What the request gives; what it leaves out is the default, and is not compared with a topic that is there. */
  readonly settings?: Partial<TopicSettings>
  readonly tags?: readonly Tag[]
  readonly dataProtectionPolicy?: string | null
}

/** Source: AWS General Reference, "Amazon SNS endpoints and quotas". Of one account in one region. */
const topicsMax = 100_000
const fifoTopicsMax = 1_000

/** The control plane: which topics there are, and what they are set to. */
export class TopicControl {
  /** Told of a topic that was changed (or, without a topic as it is now, deleted), when that is durable. */
  changed: (before: TopicState, now: TopicState | undefined) => void = () => undefined
  readonly #options: TopicControlOptions

  constructor(options: TopicControlOptions) {
    this.#options = options
  }

  find(topic: TopicName): TopicState | undefined {
    return this.#options.log.state.topics.get(topic, topic.name)
  }

  /** @throws TOPIC_NOT_FOUND */
  get(name: TopicName): TopicState {
    const topic = this.find(name)
    if (topic === undefined) throw topicNotFound()
    return topic
  }

  /** The topics of one account in one region, by name. */
  list(owner: Owner): TopicState[] {
    return [...this.#options.log.state.topics.ofOwner(owner).values()].sort(byName)
  }

  /** Every topic of everyone. */
  all(): Iterable<TopicState> {
    return this.#options.log.state.topics.all()
  }

  /**
   * Makes a topic, or finds the one of that name if it has the settings and tags of the request. Durable when it resolves.
   * @throws TOPIC_EXISTS, TOPIC_LIMIT_EXCEEDED
   */
  create({ account, region }: Owner, request: TopicRequest): Promise<TopicState> {
    const name = { account, region, name: request.name }
    return this.#options.log.inTurn(async () => {
      const known = this.find(name)
      if (known !== undefined) {
        compare(known, request)
        return known
      }
      const topic = this.#newTopic(name, request)
      this.#refuseTooMany(topic)
      await this.#options.log.commit({ kind: 'topic-created', topic })
      return this.get(name)
    })
  }

  /** Deletes a topic with its subscriptions and its archive, in one step. Nothing is done where there is none. */
  delete({ account, region, name }: TopicName): Promise<void> {
    const owner = { account, region }
    return this.#options.log.inTurn(async () => {
      const topic = this.find({ ...owner, name })
      if (topic === undefined) return
      const { subscriptions, published } = topic
      await this.#options.log.commit({ kind: 'topic-deleted', owner, name }, [subscriptions, published])
      this.changed(topic, undefined)
    })
  }

  /**
   * Changes what a topic is set to; durable when it resolves.
   * @param decide gives the change for the topic as it is then. What it throws is thrown
   * @throws TOPIC_NOT_FOUND
   */
  change(name: TopicName, decide: (topic: TopicState) => TopicChange): Promise<void> {
    return this.#options.log.inTurn(async () => {
      const topic = this.get(name)
      const { account, region } = topic
      const change = this.#withArchive(topic, decide(topic))
      await this.#options.log.commit({
        kind: 'topic-changed',
        owner: { account, region },
        name: topic.name,
        change,
      })
      this.changed(topic, this.get(name))
    })
  }

  /** What is archived begins when archiving is turned on, and ends when it is turned off. */
  #withArchive({ archivedSinceMs }: TopicState, change: TopicChange): TopicChange {
    const days = change.settings?.archiveDays
    if (days === undefined || (days !== null && archivedSinceMs !== null)) return change
    return { ...change, archivedSinceMs: days === null ? null : this.#options.clock.nowMs() }
  }

  #newTopic(name: TopicName, request: TopicRequest): TopicState {
    const { store, clock } = this.#options
    const settings = { ...defaultTopicSettings, ...request.settings }
    const nowMs = clock.nowMs()
    return {
      ...name,
      isFifo: name.name.endsWith('.fifo'),
      createdMs: nowMs,
      subscriptions: store.newLogId(),
      published: store.newLogId(),
      archivedSinceMs: settings.archiveDays === null ? null : nowMs,
      settings,
      tags: request.tags ?? [],
      dataProtectionPolicy: request.dataProtectionPolicy ?? null,
    }
  }

  #refuseTooMany({ isFifo, ...owner }: TopicState): void {
    const { limits, log } = this.#options
    const topics = log.state.topics.ofOwner(owner)
    if (limits === 'off') return
    if (topics.size >= topicsMax) throw topicLimitExceeded(topicsMax)
    if (!isFifo || topics.size < fifoTopicsMax) return
    let fifo = 0
    for (const topic of topics.values()) if (topic.isFifo) fifo++
    if (fifo >= fifoTopicsMax) throw topicLimitExceeded(fifoTopicsMax)
  }
}

const byName = (a: TopicState, b: TopicState) => (a.name < b.name ? -1 : 1)

/** @throws TOPIC_EXISTS */
function compare(topic: TopicState, { settings = {}, tags, dataProtectionPolicy }: TopicRequest): void {
  for (const [member, value] of Object.entries(settings)) {
    if (!isDeepStrictEqual(topic.settings[member as keyof TopicSettings], value))
      throw topicExists('Attributes', 'attributes')
  }
  if (tags !== undefined && tags.length > 0 && !isDeepStrictEqual(sorted(tags), sorted(topic.tags)))
    throw topicExists('Tags', 'tags')
  if (typeof dataProtectionPolicy === 'string' && dataProtectionPolicy !== topic.dataProtectionPolicy)
    throw topicExists('DataProtectionPolicy', 'data protection policy')
}

function sorted(tags: readonly Tag[]): Tag[] {
  return [...tags].sort((a, b) => (a.key < b.key ? -1 : 1))
}
