import type { Clock } from '../base/index.ts'
import type { LogStore, Offset } from '../log/index.ts'
import { overInFlightLimit } from './errors.ts'
import type { ReceivedMessage, ReceiveRequest } from './message.ts'
import { appendOf } from './message-append.ts'
import { messageIdText } from './message-id.ts'
import { readMessages, type StoredMessage } from './message-reader.ts'
import type { MessageRecord } from './message-record.ts'
import { place } from './message-table.ts'
import type { Picker } from './picker.ts'
import { queueArnOf } from './queue-arn.ts'
import type { QueueData } from './queue-data.ts'
import { QueueEventWriter } from './queue-events.ts'
import type { Commit } from './queue-log.ts'
import type { QueueState } from './queue-state.ts'
import type { Receipts } from './receipts.ts'
import { sequenceNumberOf } from './sequence-number.ts'

/** Source: Amazon SQS Developer Guide, "Quotas": in-flight messages per queue, standard and FIFO. */
export const inFlightMax = 120_000

/** Messages that one commit takes away at the most: of a queue where all have expired there may be millions. */
const removedMax = 500

/** Where messages go that were received too often. */
export interface DeadLetterTarget {
  readonly queue: QueueState
  /** To be called when messages have been appended to it, durably. */
  sent(): void
}

export interface ReceiverParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly data: QueueData
  readonly picker: Picker
  readonly receipts: Receipts
  readonly limits: 'aws' | 'off'
  /** The queue as it is now. */
  queue(): QueueState
  /** The dead-letter queue as it is now. */
  deadLetterTarget(): DeadLetterTarget | undefined
}

interface Picked {
  readonly slot: number
  readonly message: StoredMessage
}

interface Gathered {
  /** To be answered. */
  readonly given: Picked[]
  readonly expired: Picked[]
  /** Received too often. */
  readonly dead: Picked[]
}

/** Gives messages to one call of ReceiveMessage. */
export class Receiver {
  readonly #parts: ReceiverParts

  constructor(parts: ReceiverParts) {
    this.#parts = parts
  }

  /**
   * Gives out what can be given out now. What it answers is durable: how often and until when messages are received.
   * @param isShort says that no message is in flight too many: a caller who waits is not told
   * @throws QUEUE_OVER_LIMIT, LOG_CORRUPT, and what LogStore.commit throws
   */
  async receive(request: ReceiveRequest, isShort: boolean): Promise<ReceivedMessage[]> {
    const { limits, data, picker, clock } = this.#parts
    for (;;) {
      data.backlog.settle(clock.nowMs())
      const room = limits === 'off' ? request.countMax : inFlightMax - data.backlog.heldCount
      if (room <= 0) {
        if (isShort && !this.#parts.queue().isFifo) throw overInFlightLimit()
        return []
      }
      const countMax = Math.min(request.countMax, room)
      const preparing = picker.prepare(countMax)
      if (preparing !== undefined) await preparing
      const gathered = await this.#gather(countMax)
      const { given, expired, dead } = gathered
      if (given.length + expired.length + dead.length === 0) return []
      const messages = await this.#commit(gathered, request)
      if (messages.length > 0) return messages
    }
  }

  /**
   * Gives out again what an earlier receive has given out, under the same handles, and hides it anew.
   * @param offsets of messages that are in flight
   */
  async again(offsets: readonly Offset[], request: ReceiveRequest): Promise<ReceivedMessage[]> {
    const { data, store, clock } = this.#parts
    const queue = this.#parts.queue()
    const found = await readMessages(store, queue.messages, offsets)
    const { table } = data.backlog
    const nowMs = clock.nowMs()
    const { visibilityTimeout = queue.settings.visibilityTimeout } = request
    const picked = offsets.flatMap((offset) => {
      const slot = table.find(offset)
      const message = found.get(offset)
      return slot < 0 || message === undefined || table.place[slot] !== place.inFlight
        ? []
        : [{ slot, message }]
    })
    const events = new QueueEventWriter()
    for (const { message } of picked) events.hidden(message.offset, nowMs + visibilityTimeout * 1000)
    if (events.isEmpty) return []
    const commit = data.commit(events)
    const answers = picked.map((each) => this.#answerOf(each, queue, nowMs))
    await commit.done
    return answers
  }

  async #gather(countMax: number): Promise<Gathered> {
    const { picker, clock } = this.#parts
    const gathered: Gathered = { given: [], expired: [], dead: [] }
    const { given, expired, dead } = gathered
    while (given.length < countMax && expired.length + dead.length < removedMax) {
      const slots = picker.pick(countMax - given.length, clock.nowMs())
      if (slots.length === 0) break
      try {
        await this.#read(slots, gathered)
      } catch (error) {
        for (const { slot, message } of [...given, ...expired, ...dead]) this.#giveBack(slot, message.offset)
        throw error
      }
    }
    return gathered
  }

  async #read(slots: readonly number[], { given, expired, dead }: Gathered): Promise<void> {
    const { data, store, picker, clock } = this.#parts
    const { table } = data.backlog
    const { messages, settings } = this.#parts.queue()
    const offsets = slots.map((slot) => table.offset[slot]!)
    const found = await readMessages(store, messages, offsets).catch((error: unknown) => {
      this.#setAside(slots, offsets)
      throw error
    })
    const expiredMs = clock.nowMs() - settings.messageRetentionPeriod * 1000
    const maxReceiveCount = this.#maxReceiveCount()
    slots.forEach((slot, i) => {
      if (!this.#isTaken(slot, offsets[i]!)) return
      const message = found.get(offsets[i]!)
      if (message === undefined)
        data.backlog.remove(slot) // trimmed, which it is not while it is here
      else if (sentMsOf(message) <= expiredMs) expired.push({ slot, message })
      else if (table.receives[slot]! >= maxReceiveCount) dead.push({ slot, message })
      else if (picker.accept(slot, message)) given.push({ slot, message })
    })
  }

  #maxReceiveCount(): number {
    const { redrivePolicy } = this.#parts.queue().settings
    if (redrivePolicy === null || this.#parts.deadLetterTarget() === undefined)
      return Number.POSITIVE_INFINITY
    return redrivePolicy.maxReceiveCount
  }

  async #commit(gathered: Gathered, request: ReceiveRequest): Promise<ReceivedMessage[]> {
    const { clock, data } = this.#parts
    const queue = this.#parts.queue()
    // A purge or a delete may have come while the messages were read.
    const given = this.#stillTaken(gathered.given)
    const expired = this.#stillTaken(gathered.expired)
    const dead = this.#stillTaken(gathered.dead)
    const nowMs = clock.nowMs()
    const { visibilityTimeout = queue.settings.visibilityTimeout } = request
    const events = new QueueEventWriter()
    const removed = [...expired, ...dead].map(({ message }) => message.offset)
    if (removed.length > 0) events.removed(removed)
    if (given.length > 0) {
      const offsets = given.map(({ message }) => message.offset)
      events.received(offsets, nowMs, nowMs + visibilityTimeout * 1000)
    }
    if (events.isEmpty) return []
    const firstReceivedMs = dead.map(({ slot }) => data.backlog.table.firstReceivedMs[slot]!)
    const receives = dead.map(({ slot }) => data.backlog.table.receives[slot]!)
    const pasts = dead.map(({ message }, i) => movedRecord(queue, message, firstReceivedMs[i]!, receives[i]!))
    const commit = this.#commitWith(events, pasts)
    if (!commit.isTaken) {
      for (const { slot, message } of [...given, ...expired, ...dead]) this.#giveBack(slot, message.offset)
      await commit.done
      return []
    }
    const answers = given.map((picked) => this.#answerOf(picked, queue, nowMs))
    await commit.done
    return answers
  }

  #commitWith(events: QueueEventWriter, moved: readonly MessageRecord[]): Commit {
    const { data, store, clock } = this.#parts
    const target = this.#parts.deadLetterTarget()
    if (moved.length === 0 || target === undefined) return data.commit(events)
    const { append } = appendOf(store, target.queue.messages, moved, clock.nowMs())
    const commit = data.commit(events, [append])
    const release = () => store.release(append.frames)
    commit.done.then(() => {
      release()
      target.sent()
    }, release)
    return commit
  }

  #answerOf({ slot, message }: Picked, queue: QueueState, nowMs: number): ReceivedMessage {
    const { receipts, data } = this.#parts
    const { table } = data.backlog
    const { record, offset } = message
    const receives = table.receives[slot]!
    const { past, attributesMd5 } = record
    return {
      messageId: messageIdText(record.id, 0),
      receiptHandle: receipts.seal(queue.messages, offset, receives),
      body: record.body as Buffer,
      bodyMd5: record.bodyMd5.toString('hex'),
      attributes: record.attributes,
      attributesMd5: attributesMd5.length === 0 ? undefined : attributesMd5.toString('hex'),
      senderId: record.senderId,
      sentMs: sentMsOf(message),
      receiveCount: receives + (past?.receives ?? 0),
      firstReceivedMs: past?.firstReceivedMs || table.firstReceivedMs[slot] || nowMs,
      traceHeader: record.traceHeader,
      groupId: record.groupId,
      deduplicationId: record.deduplicationId,
      sequenceNumber: queue.isFifo ? sequenceNumberOf(queue, offset) : undefined,
      deadLetterSourceArn: past?.sourceArn,
    }
  }

  #stillTaken(picked: readonly Picked[]): Picked[] {
    return picked.filter(({ slot, message }) => this.#isTaken(slot, message.offset))
  }

  #isTaken(slot: number, offset: Offset): boolean {
    const { table } = this.#parts.data.backlog
    return table.offset[slot] === offset && table.place[slot] === place.taken
  }

  #giveBack(slot: number, offset: Offset): void {
    if (this.#isTaken(slot, offset)) this.#parts.data.backlog.giveBack(slot)
  }

  /** Messages that cannot be read are hidden for a while, in memory only, so that those behind them can be received. */
  #setAside(slots: readonly number[], offsets: readonly Offset[]): void {
    const { data, clock } = this.#parts
    const dueMs = clock.nowMs() + this.#parts.queue().settings.visibilityTimeout * 1000
    slots.forEach((slot, i) => {
      if (this.#isTaken(slot, offsets[i]!)) data.backlog.hideUntil(slot, dueMs)
    })
  }
}

/** When it was first sent, from which its retention counts: on a standard queue a move to a dead-letter queue changes nothing. */
function sentMsOf({ storedMs, record }: StoredMessage): number {
  return record.past?.sentMs || storedMs
}

/**
 * A message as it is in its dead-letter queue. Source: Amazon SQS Developer Guide, "Setting-up dead-letter queue
 * retention" and "Learn how to configure a dead-letter queue redrive": on FIFO queues it counts as sent anew, and its deduplication id
 * becomes its message id.
 */
function movedRecord(
  queue: QueueState,
  message: StoredMessage,
  firstReceivedMs: number,
  receives: number,
): MessageRecord {
  const { record } = message
  return {
    ...record,
    deduplicationId: queue.isFifo ? messageIdText(record.id, 0) : record.deduplicationId,
    past: {
      sentMs: queue.isFifo ? 0 : sentMsOf(message),
      firstReceivedMs: record.past?.firstReceivedMs || firstReceivedMs,
      receives: receives + (record.past?.receives ?? 0),
      sourceArn: queueArnOf(queue),
    },
  }
}
