import { hasCode } from '../../base/index.ts'
import type { Offset } from '../../log/index.ts'
import { place } from '../backlog/message-table.ts'
import { overInFlightLimit } from '../errors.ts'
import { QueueEventWriter } from '../event-log/queue-events.ts'
import type { Commit } from '../event-log/queue-log.ts'
import type { ReceivedMessage, ReceiveRequest } from '../message/message.ts'
import { appendOf } from '../message/message-append.ts'
import { readMessages } from '../message/message-reader.ts'
import { deadLetterOf } from '../redrive/dead-letter.ts'
import type { Destination } from '../redrive/mover.ts'
import { Answers } from './answers.ts'
import type { Gathered, Gatherer, GathererParts, Picked } from './gatherer.ts'
import type { Receipts } from './receipts.ts'

/** Source: Amazon SQS Developer Guide, "Quotas": in-flight messages per queue, standard and FIFO. */
export const inFlightMax = 120_000

export interface ReceiverParts extends GathererParts {
  readonly gatherer: Gatherer
  readonly receipts: Receipts
  readonly limits: 'aws' | 'off'
  /** The dead-letter queue as it is now. */
  readonly deadLetterTarget: () => Destination | undefined
}

/** Gives messages to one call of ReceiveMessage. */
export class Receiver {
  readonly #parts: ReceiverParts
  readonly #answers: Answers

  constructor(parts: ReceiverParts) {
    this.#parts = parts
    this.#answers = new Answers(parts)
  }

  /**
   * Gives out what can be given out now. What it answers is durable: how often and until when messages are received.
   * @param isShort says that no message is in flight too many: a caller who waits is not told
   * @throws QUEUE_OVER_LIMIT, LOG_CORRUPT, and what LogStore.commit throws
   */
  async receive(request: ReceiveRequest, isShort: boolean): Promise<ReceivedMessage[]> {
    const { limits, data, clock, gatherer } = this.#parts
    for (;;) {
      data.backlog.settle(clock.nowMs())
      const room = limits === 'off' ? request.countMax : inFlightMax - data.backlog.heldCount
      if (room <= 0) {
        if (isShort && !this.#parts.queue().isFifo) throw overInFlightLimit()
        return []
      }
      const gathered = await gatherer.gather(Math.min(request.countMax, room), maxReceiveCount(this.#parts))
      const { given, expired, dead } = gathered
      if (given.length + expired.length + dead.length === 0) return []
      const messages = await this.#commit(gathered, request)
      if (messages === undefined) return []
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
    const answers = this.#answers.of(picked, queue, nowMs)
    await commit.done
    return answers
  }

  /** @returns undefined when nothing can be given out now, though something was taken */
  async #commit(gathered: Gathered, request: ReceiveRequest): Promise<ReceivedMessage[] | undefined> {
    const { clock, gatherer } = this.#parts
    const queue = this.#parts.queue()
    const taken = gatherer.stillTaken(gathered)
    const nowMs = clock.nowMs()
    const { visibilityTimeout = queue.settings.visibilityTimeout } = request
    const events = eventsOf(taken, nowMs, nowMs + visibilityTimeout * 1000)
    if (events.isEmpty) return []
    const { given, dead } = taken
    const commit = dead.length === 0 ? this.#parts.data.commit(events) : this.#commitMove(events, dead)
    if (commit?.isTaken !== true) {
      gatherer.giveBack(taken)
      // Where the dead-letter queue has just been deleted, its messages stay: the next receive knows.
      if (dead.length > 0) return commit?.done.then(() => undefined, refusedByDrop)
      await commit?.done
      return undefined
    }
    const answers = this.#answers.of(given, queue, nowMs)
    await commit.done
    return answers
  }

  /** Commits, with `dead` appended to the dead-letter queue in the same step. @returns undefined if that is gone */
  #commitMove(events: QueueEventWriter, dead: readonly Picked[]): Commit | undefined {
    const { data, store, clock } = this.#parts
    const { table } = data.backlog
    const target = this.#parts.deadLetterTarget()
    if (target === undefined) return undefined
    const moved = dead.map(({ slot, message }) =>
      deadLetterOf(this.#parts.queue(), message, table.firstReceivedMs[slot]!, table.receives[slot]!),
    )
    const { append } = appendOf(store, target.queue.messages, moved, clock.nowMs())
    const commit = data.commit(events, [append])
    const release = () => store.release(append.frames)
    commit.done.then(() => {
      release()
      target.sent()
    }, release)
    return commit
  }
}

/** How often a message may have been received to be received again. */
export function maxReceiveCount({ queue, deadLetterTarget }: ReceiverParts): number {
  const { redrivePolicy } = queue().settings
  if (redrivePolicy === null || deadLetterTarget() === undefined) return Number.POSITIVE_INFINITY
  return redrivePolicy.maxReceiveCount
}

function eventsOf({ given, expired, dead }: Gathered, nowMs: number, dueMs: number): QueueEventWriter {
  const events = new QueueEventWriter()
  const offsetOf = ({ message }: Picked) => message.offset
  const removed = [...expired, ...dead]
  if (removed.length > 0) events.removed(removed.map(offsetOf))
  if (given.length > 0) events.received(given.map(offsetOf), nowMs, dueMs)
  return events
}

function refusedByDrop(error: unknown): undefined {
  if (!hasCode(error, 'LOG_DROPPED')) throw error
}
