import { type Clock, hasCode, type Logger, passOnBug } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import type { Queues } from '../../sqs-layer/index.ts'
import type { SubscriptionState } from '../control/subscription-state.ts'
import type { TopicState } from '../control/topic-state.ts'
import type { SubscriptionStep, TopicSubscriptions } from '../control/topic-subscriptions.ts'
import type { FifoLog } from '../fifo/fifo-log.ts'
import { FanOut, type FanOutParts } from '../publishing/fan-out.ts'
import { wants } from '../publishing/fan-out-target.ts'
import type { Publisher } from '../publishing/publisher.ts'
import { type ArchiveBatch, readArchive } from './archive-reader.ts'
import { advancedReplay, failedReplay, type ReplayState, rangeEnd } from './replay-state.ts'

export interface ReplaysParts extends FanOutParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  readonly queues: Queues
  readonly publisher: Publisher
}

/** One topic of which something is replayed. */
export interface ReplayPlace {
  readonly topic: TopicState
  readonly subscriptions: TopicSubscriptions
  readonly fifoLog: FifoLog
}

/** Before a step that the store had no room for is tried again. */
const retryMs = 1000
/** So many messages behind, publishes to the topic wait until the subscription has caught up: else it never might. */
const handOverMax = 100

/**
 * Sends subscriptions what was published before, step by step: each is one commit of messages to the queue and of how far the replay has come. So
 * nothing is sent twice or left out, and a restart goes on where the last commit was.
 */
export class Replays {
  readonly #parts: ReplaysParts
  readonly #running = new Map<string, Promise<void>>()
  readonly #closing = new AbortController()

  constructor(parts: ReplaysParts) {
    this.#parts = parts
  }

  /** Goes on with every replay of a topic that is under way. */
  resume(place: ReplayPlace): void {
    for (const id of place.subscriptions.held) {
      if (this.#closing.signal.aborted || this.#running.has(id)) continue
      /* One whose commit is still on its way is held already. Its run would end at once, and call this again: for ever, as no commit gets its turn. */
      if (!place.subscriptions.table.get(id)?.replay?.isUnderWay) continue
      const ended = () => {
        this.#running.delete(id)
        /* Another may have begun when this one had looked for the last time. */
        this.resume(place)
      }
      this.#running.set(
        id,
        this.#run(place, id).then(ended, (error) => this.#gaveUp(id, error)),
      )
    }
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#running.values())
  }

  async #run(place: ReplayPlace, id: string): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const subscription = place.subscriptions.table.get(id)
      if (!subscription?.replay?.isUnderWay) return
      await this.#step(place, subscription, subscription.replay)
    }
  }

  async #step(place: ReplayPlace, subscription: SubscriptionState, replay: ReplayState): Promise<void> {
    const { fifoLog, subscriptions } = place
    const isNear = replay.next >= replay.end && fifoLog.next - replay.next <= handOverMax
    const handOver = isNear ? subscriptions.handOver() : undefined
    try {
      if (isNear) await fifoLog.durable()
      const batch = await this.#read(place, replay)
      await this.#openTarget(subscription)
      await subscriptions.step(subscription, (now) => this.#plan(place, now, batch))
    } catch (error) {
      await this.#afterFailure(error)
    } finally {
      handOver?.()
    }
  }

  /** A part of the archive that cannot be read, or is there no more, ends the replay; what comes behind is not held back. */
  async #read(place: ReplayPlace, replay: ReplayState): Promise<ArchiveBatch | undefined> {
    const isGone = replay.next < replay.end && place.fifoLog.topic.archivedSinceMs === null
    if (isGone) return undefined
    try {
      return await readArchive(this.#parts.store, place.fifoLog, {
        from: replay.next,
        end: rangeEnd(replay),
        replayedBefore: replay.end,
      })
    } catch (error) {
      if (!hasCode(error, 'LOG_CORRUPT')) throw error
      this.#parts.logger.warn({ err: error, topic: place.topic.name }, 'a replay has failed')
      return undefined
    }
  }

  async #openTarget(subscription: SubscriptionState): Promise<void> {
    const target = this.#parts.publisher.targetOf(subscription)
    await this.#parts.publisher.openQueuesOf(target)
  }

  /** In the turn of the commit. */
  #plan(
    { topic, fifoLog }: ReplayPlace,
    subscription: SubscriptionState,
    batch: ArchiveBatch | undefined,
  ): SubscriptionStep {
    const replay = subscription.replay!
    if (batch === undefined) {
      return { change: { replay: failedReplay(replay, fifoLog.next) }, prepared: [] }
    }
    const target = this.#parts.publisher.targetOf(subscription)
    const fanOut = new FanOut(this.#parts, topic.account)
    for (const message of batch.messages) if (wants(target, message)) fanOut.add(message, target)
    return {
      change: { replay: advancedReplay(replay, batch.next, fifoLog.next) },
      prepared: fanOut.prepare(),
    }
  }

  /** @throws what no retry helps against */
  async #afterFailure(error: unknown): Promise<void> {
    /* A queue that is being deleted is gone at the next try. */
    if (hasCode(error, 'LOG_DROPPED')) await this.#parts.queues.control.settled()
    else if (hasCode(error, 'LOG_BUSY')) await this.#parts.clock.sleep(retryMs, this.#closing.signal)
    else throw error
  }

  #gaveUp(id: string, error: unknown): void {
    this.#running.delete(id)
    passOnBug(error)
    if (hasCode(error, 'TOPIC_NOT_FOUND') || hasCode(error, 'LOG_STORE_CLOSED')) return
    this.#parts.logger.warn(
      { err: error, subscription: id },
      'a replay has stopped; it goes on after a restart',
    )
  }
}
