import { createHash } from 'node:crypto'
import type { Clock, Logger } from '../../base/index.ts'
import { passOnBug } from '../../base/index.ts'
import {
  frameHeaderSize,
  frameLength,
  frameOf,
  frameTimeMs,
  type LogStore,
  type Offset,
} from '../../log/index.ts'
import {
  DeduplicationWindow,
  deduplicationKey,
  deduplicationMs,
  messageIdSize,
  messageIdText,
  type PreparedSend,
  sequenceNumberOf,
  writeMessageId,
} from '../../sqs-layer/index.ts'
import { topicArnOf } from '../control/sns-arn.ts'
import type { TopicState } from '../control/topic-state.ts'
import type { Published, PublishRequest } from '../publishing/publish-request.ts'
import type { TopicMessage } from '../topic-message.ts'
import { type ArchivedMessage, keyIn, publishedRecord } from './published-record.ts'
import { TopicRate } from './topic-rate.ts'

export interface FifoLogParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  readonly limits: 'aws' | 'off'
}

/** What a publish is before anybody has got it. Good in the turn in which it was made. */
export interface FifoBatch {
  /** Without those that repeat others. */
  readonly messages: readonly TopicMessage[]
  /** Of every request. */
  readonly published: readonly Published[]
  /** What the log gets. */
  readonly send: PreparedSend
}

const readBytes = 1024 * 1024
const dayMs = 86_400_000
/** The log is trimmed each time that so many records have come. */
const trimEvery = 4096

/**
 * What was published to a FIFO topic, in order: from it follow sequence numbers and message ids, which messages repeat others, and the archive.
 * Only the deduplication window is in memory, and it is read again from the log at the first use after a start.
 */
export class FifoLog {
  readonly #parts: FifoLogParts
  #topic: TopicState
  readonly #window = new DeduplicationWindow()
  readonly #idSeed: Buffer
  readonly #rate: TopicRate
  #lastDone: Promise<unknown> = Promise.resolve()
  #trimming: Promise<void> | undefined
  /** The first message that a subscription still needs. */
  neededFrom: () => Offset = () => Number.POSITIVE_INFINITY
  #trimAt: Offset

  private constructor(parts: FifoLogParts, topic: TopicState) {
    this.#topic = topic
    this.#parts = parts
    this.#idSeed = createHash('sha256')
      .update(`${topicArnOf(topic)} ${topic.createdMs} ${topic.published}`)
      .digest()
    this.#rate = new TopicRate(parts.clock)
    this.#trimAt = parts.store.bounds(topic.published).start + trimEvery
  }

  /** @throws LOG_CORRUPT */
  static async open(parts: FifoLogParts, topic: TopicState): Promise<FifoLog> {
    const log = new FifoLog(parts, topic)
    await log.#readWindow()
    return log
  }

  get topic(): TopicState {
    return this.#topic
  }

  /** The message at an offset as the archive has it. */
  messageAt(offset: Offset, archived: ArchivedMessage, timeMs: number, replayed: boolean): TopicMessage {
    return { ...archived, ...this.#publishedAt(offset), topicArn: topicArnOf(this.#topic), timeMs, replayed }
  }

  /** Resolves when all that was published so far is durable. */
  async durable(): Promise<void> {
    await this.#lastDone.catch(() => undefined)
  }

  /** The offset that the next message gets. */
  get next(): Offset {
    return this.#parts.store.bounds(this.#topic.published).next
  }

  /** Takes over what the topic is set to. */
  update(topic: TopicState): void {
    const before = this.#topic
    this.#topic = topic
    if (before.archivedSinceMs !== null && topic.archivedSinceMs === null) this.#trimAt = 0
  }

  /** Counts messages against the rate of the topic. @throws TOPIC_RATE_EXCEEDED */
  admit(requests: readonly PublishRequest[]): void {
    if (this.#parts.limits === 'aws' && this.#topic.settings.fifoThroughputScope === 'Topic')
      this.#rate.admit(requests)
  }

  /** @param archive whether it has to be kept although the topic has no archive: a subscription has not had it yet */
  prepare(requests: readonly PublishRequest[], archive: boolean): FifoBatch {
    const { store, clock } = this.#parts
    const { published: log, archivedSinceMs } = this.#topic
    const isArchived = archive || archivedSinceMs !== null
    const first = this.next
    const timeMs = Math.max(clock.nowMs(), store.bounds(log).lastTimeMs)
    const messages: TopicMessage[] = []
    const keys: Buffer[] = []
    const frames: Buffer[] = []
    const published = requests.map((request) => {
      const key = this.#keyOf(request)
      const known = this.#find(key, keys, first, timeMs)
      if (known >= 0) return this.#publishedAt(known)
      const told = this.#publishedAt(first + messages.length)
      messages.push({ ...request, ...told, topicArn: topicArnOf(this.#topic), timeMs, replayed: false })
      keys.push(key)
      frames.push(frameOf(publishedRecord(key, isArchived ? request : undefined), timeMs))
      return told
    })
    const append = { log, count: frames.length, frames: Buffer.concat(frames) }
    return { messages, published, send: this.#sendOf(append, keys, timeMs) }
  }

  /** What the message at an offset is called. */
  #publishedAt(offset: Offset): Published {
    const id = Buffer.allocUnsafe(messageIdSize)
    writeMessageId(id, 0, this.#idSeed, offset)
    return { messageId: messageIdText(id, 0), sequenceNumber: sequenceNumberOf(this.#topic, offset) }
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async settled(): Promise<void> {
    await this.#trimming
  }

  #keyOf({ deduplicationId, groupId }: PublishRequest): Buffer {
    const { fifoThroughputScope } = this.#topic.settings
    return deduplicationKey(deduplicationId!, fifoThroughputScope === 'Topic' ? undefined : groupId)
  }

  /** The offset of the message that this one repeats; -1 if it is new. */
  #find(key: Buffer, before: readonly Buffer[], first: Offset, nowMs: number): Offset {
    const known = this.#window.find(key, nowMs)
    if (known >= 0) return known
    const earlier = before.findIndex((other) => other.equals(key))
    return earlier < 0 ? -1 : first + earlier
  }

  #sendOf(append: PreparedSend['appends'][number], keys: readonly Buffer[], timeMs: number): PreparedSend {
    const first = this.next
    return {
      appends: keys.length === 0 ? [] : [append],
      taken: (done) => {
        if (keys.length > 0) this.#lastDone = done
        for (const [i, key] of keys.entries()) this.#window.add(key, first + i, timeMs)
      },
      durable: () => this.#lastDone,
      sent: () => this.#trimIfDue(),
      release: () => undefined,
    }
  }

  async #readWindow(): Promise<void> {
    const { store, clock } = this.#parts
    const { published } = this.#topic
    let next = await store.offsetAt(published, clock.nowMs() - deduplicationMs)
    for (;;) {
      const batch = await store.read(published, next, { bytes: readBytes })
      if (batch.chunks.length === 0) return
      for (const { firstOffset, count, frames } of batch.chunks) this.#readFrames(firstOffset, count, frames)
      next = batch.next
    }
  }

  #readFrames(firstOffset: Offset, count: number, frames: Buffer): void {
    for (let i = 0, at = 0; i < count; i++) {
      const end = at + frameHeaderSize + frameLength(frames, at)
      const key = keyIn(frames.subarray(at + frameHeaderSize, end))
      this.#window.add(key, firstOffset + i, frameTimeMs(frames, at))
      at = end
    }
  }

  /** What is neither archived nor in the window goes. */
  #trimIfDue(): void {
    if (this.next < this.#trimAt || this.#trimming !== undefined) return
    this.#trimAt = this.next + trimEvery
    this.#trimming = this.#trim()
      .catch((error: unknown) => {
        passOnBug(error)
        this.#parts.logger.warn({ err: error, topic: topicArnOf(this.#topic) }, 'a topic was not trimmed')
      })
      .finally(() => {
        this.#trimming = undefined
      })
  }

  async #trim(): Promise<void> {
    const { store, clock } = this.#parts
    const { published, settings } = this.#topic
    const keptMs = Math.max(deduplicationMs, (settings.archiveDays ?? 0) * dayMs)
    const kept = await store.offsetAt(published, clock.nowMs() - keptMs)
    await store.trim(published, Math.min(kept, this.neededFrom()))
  }
}
