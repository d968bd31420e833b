import type { Clock, Logger } from '../base/index.ts'
import type { LogStore } from '../log/index.ts'
import type { QueueState } from './control/queue-state.ts'
import { purgeInProgress, queueNotFound, type SqsError, unlessDropped } from './errors.ts'
import type { QueueData } from './event-log/queue-data.ts'
import { QueueEventWriter } from './event-log/queue-events.ts'
import { type CountedAction, FifoRates } from './fifo-rates.ts'
import type {
  EntryOutcome,
  OutgoingMessage,
  QueueCounts,
  ReceivedMessage,
  ReceiveRequest,
  SendOutcome,
  VisibilityChange,
} from './message/message.ts'
import type { PlainTexts } from './message/plain-texts.ts'
import { MessageCounts } from './message-counts.ts'
import { type OpenedData, openData } from './open-data.ts'
import type { GroupPicker } from './picking/group-picker.ts'
import { QueueCounters } from './queue-counters.ts'
import { Gatherer } from './receiving/gatherer.ts'
import type { PlainSink } from './receiving/plain-receiver.ts'
import { ReceiptWork } from './receiving/receipt-work.ts'
import type { Receipts } from './receiving/receipts.ts'
import { Receives } from './receiving/receives.ts'
import { type Destination, type DestinationOf, type MoveOutcome, Mover } from './redrive/mover.ts'
import { Retention } from './retention.ts'
import { refusalOf } from './sending/message-rules.ts'
import { PlainSender, type SentSink } from './sending/plain-sender.ts'
import type { AnsweredSend, PreparedSend } from './sending/prepared-send.ts'
import { Sender, type SenderParts } from './sending/sender.ts'
import type { SharedMessage } from './sending/shared-message.ts'
import { SharedSend } from './sending/shared-send.ts'
import type { Timers } from './timers.ts'

/** Source: Amazon SQS API Reference, PurgeQueue. */
const purgeIntervalMs = 60_000

export interface QueueParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  readonly timers: Timers
  readonly receipts: Receipts
  readonly limits: 'aws' | 'off'
  /** The dead-letter queue of a queue as it is now. */
  deadLetterTarget(queue: QueueState): Destination | undefined
}

/** What the parts of a queue see of it, which changes. */
interface StateHolder {
  state: QueueState
}

/** The data plane of one queue. What each part does is in the part. */
export class Queue {
  readonly counters = new QueueCounters()
  readonly #parts: QueueParts
  readonly #data: QueueData
  readonly #sending: SenderParts
  readonly #sender: Sender
  readonly #plainSender: PlainSender
  readonly #receives: Receives
  readonly #mover: Mover
  readonly #receiptWork: ReceiptWork
  readonly #retention: Retention
  readonly #rates: FifoRates
  readonly #counts: MessageCounts
  readonly #groupPicker: GroupPicker | undefined
  readonly #holder: StateHolder

  private constructor(parts: QueueParts, holder: StateHolder, opened: OpenedData) {
    const { data, picker, groupPicker, noisyTenants } = opened
    const base = { ...parts, data, picker, queue: () => holder.state }
    const own = { ...base, gatherer: new Gatherer(base) }
    this.#parts = parts
    this.#holder = holder
    this.#data = data
    this.#groupPicker = groupPicker
    this.#counts = new MessageCounts(base)
    const sent = (messages: readonly OutgoingMessage[]) => {
      noisyTenants?.sent(messages)
      this.sent()
    }
    this.#sending = { ...own, counters: this.counters, sent }
    this.#sender = new Sender(this.#sending)
    this.#plainSender = new PlainSender(this.#sending)
    this.#receives = new Receives({ ...own, deadLetterTarget: () => parts.deadLetterTarget(holder.state) })
    this.#mover = new Mover(own)
    this.#receiptWork = new ReceiptWork(own)
    this.#retention = new Retention(own)
    this.#rates = new FifoRates(parts.clock)
    data.changed = () => this.#changed()
  }

  /** @throws as openData */
  static async open(parts: QueueParts, state: QueueState): Promise<Queue> {
    const holder = { state }
    const opened = await openData(parts, () => holder.state)
    const queue = new Queue(parts, holder, opened)
    if (opened.data.end > opened.data.low) queue.#retention.rearm()
    return queue
  }

  get state(): QueueState {
    return this.#holder.state
  }

  /** Takes over what the queue is set to. One that was deleted answers QUEUE_NOT_FOUND from now on. */
  update(state: QueueState): void {
    const before = this.#holder.state.settings
    this.#holder.state = state
    if (state.deletedMs !== undefined) {
      this.#receives.rejectAll(queueNotFound())
      void this.close()
      return
    }
    const { messageRetentionPeriod, delaySeconds } = state.settings
    if (messageRetentionPeriod !== before.messageRetentionPeriod) this.#retention.rearm()
    if (delaySeconds === before.delaySeconds) return
    this.#groupPicker?.delayChanged()
    this.#receives.serve()
  }

  /**
   * Sends up to 10 messages, in one commit; each stands for itself. Resolves when those that are sent are durable.
   * @param senderId the caller's account
   * @throws MESSAGE_BATCH_TOO_LARGE (all together over 1 MiB), QUEUE_RATE_EXCEEDED, QUEUE_NOT_FOUND (deleted meanwhile), and what
   *   LogStore.commit throws; then none is sent
   */
  send(messages: readonly OutgoingMessage[], senderId: string): Promise<SendOutcome[]> {
    return this.#whileThere('send', () => this.#sender.send(messages, senderId))
  }

  /**
   * Makes messages ready for a commit with others', in the same turn (see commitPrepared). Not counted against the calls of a FIFO queue in a second, which
   * are those of its users. @throws QUEUE_NOT_FOUND (deleted)
   */
  prepare(messages: readonly OutgoingMessage[], senderId: string): AnsweredSend {
    if (this.state.deletedMs !== undefined) throw queueNotFound()
    return this.#sender.prepare(messages, senderId)
  }

  /** The same for messages of one sender that other queues get as well, at least one, none of which the queue refuses. */
  prepareShared(messages: readonly SharedMessage[]): PreparedSend {
    const { isFifo, settings, deletedMs } = this.state
    if (!isFifo && settings.delaySeconds === 0 && deletedMs === undefined)
      return new SharedSend(this.#sending, messages)
    const own = messages.map(({ message }) => message)
    return this.prepare(own, messages[0]!.senderId)
  }

  /** Why the queue does not take a message, if it does not. */
  refusalOf({ message, size }: SharedMessage): SqsError | undefined {
    return refusalOf(message, size, this.state)
  }

  /**
   * The same as `send` for messages that have nothing but a body, in this turn but for the disk. `sink` is told of them in their order; resolves with what it
   * says at their end.
   * @returns undefined when that is not possible, or one of them would be refused: nothing has been done, and `send` says what becomes of them
   */
  sendPlain<Answer>(
    bodies: PlainTexts,
    senderId: string,
    sink: SentSink<Answer>,
  ): Promise<Answer> | undefined {
    return this.state.deletedMs === undefined ? this.#plainSender.send(bodies, senderId, sink) : undefined
  }

  /**
   * Receives what is there; with a waiting time, waits for the first message that comes.
   * @param signal ends the waiting with an empty answer
   * @throws QUEUE_OVER_LIMIT, QUEUE_RATE_EXCEEDED, QUEUE_NOT_FOUND (deleted meanwhile), LOG_CORRUPT, and what LogStore.commit throws
   */
  receive(request: ReceiveRequest, signal?: AbortSignal): Promise<ReceivedMessage[]> {
    return this.#whileThere('receive', async () => {
      const messages = await this.#receives.receive(request, signal)
      if (messages.length === 0) this.counters.emptyReceives++
      this.counters.received += messages.length
      return messages
    })
  }

  /**
   * Receives in this turn, but for the disk, messages of which `sink` is told where they lie; resolves with what it says at their end.
   * @returns undefined when none is there, or one of them has more than a body or is not in memory: nothing has been done then, whatever
   *   `sink` was told, and `receive` says what comes
   */
  receivePlain<Answer>(
    countMax: number,
    visibilityTimeout: number | undefined,
    sink: PlainSink<Answer>,
  ): Promise<Answer> | undefined {
    if (this.state.deletedMs !== undefined) return undefined
    const received = this.#receives.receivePlain(countMax, visibilityTimeout, sink)
    return (
      received &&
      this.#whenDurable(received.done, () => {
        this.counters.received += received.count
        return received.answer
      })
    )
  }

  /**
   * Deletes up to 10 messages; each stands for itself. To delete what is deleted, or was received again since, is no error
   * on a standard queue. Entries: RECEIPT_INVALID, RECEIPT_EXPIRED (FIFO).
   */
  delete(receiptHandles: readonly string[]): Promise<EntryOutcome[]> {
    return this.#whileThere('delete', async () => {
      const outcomes = await this.#receiptWork.delete(receiptHandles)
      for (const outcome of outcomes) if (outcome === undefined) this.counters.deleted++
      return outcomes
    })
  }

  /**
   * The same in this turn, but for the disk, of a standard queue. Resolves with what `answerOf` says, which is called in this turn.
   * @returns undefined when a handle is none of this queue: nothing has been done then, and `delete` says what becomes of the others
   */
  deletePlain<Answer>(receiptHandles: PlainTexts, answerOf: () => Answer): Promise<Answer> | undefined {
    if (this.state.deletedMs !== undefined) return undefined
    const { count } = receiptHandles
    const done = this.#receiptWork.deletePlain(receiptHandles)
    if (done === undefined) return undefined
    const answer = answerOf()
    return this.#whenDurable(done, () => {
      this.counters.deleted += count
      return answer
    })
  }

  /** Entries: RECEIPT_INVALID, MESSAGE_NOT_IN_FLIGHT, RECEIPT_EXPIRED (FIFO), VISIBILITY_OVER_LIMIT (12 h since the receive). */
  changeVisibility(changes: readonly VisibilityChange[]): Promise<EntryOutcome[]> {
    return this.#whileThere('changeVisibility', () => this.#receiptWork.changeVisibility(changes))
  }

  /** Deletes every message sent before. @throws QUEUE_PURGE_IN_PROGRESS (within 60 s of the last) */
  purge(): Promise<void> {
    return this.#whileThere(undefined, async () => {
      const { limits, clock } = this.#parts
      const nowMs = clock.nowMs()
      if (limits === 'aws' && nowMs - this.#data.purgedAtMs < purgeIntervalMs)
        throw purgeInProgress(this.state.name)
      await this.#data.commit(new QueueEventWriter().purged(this.#data.next, nowMs)).done
    })
  }

  /** Moves messages that can be received now to other queues. See Mover.move. */
  moveOut(countMax: number, destinationOf: DestinationOf): Promise<MoveOutcome> {
    return this.#whileThere(undefined, () => this.#mover.move(countMax, destinationOf))
  }

  /** How many messages there are, as of now. */
  counts(): Promise<QueueCounts> {
    return this.#counts.counts()
  }

  /** To be called when messages have been appended, durably. */
  sent(): void {
    this.#retention.arm()
    this.#receives.serve()
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async close(): Promise<void> {
    this.#receives.close()
    await this.#retention.close()
    await this.#data.settled()
  }

  /** Answers every receive that waits, with nothing: the server stops. */
  endWaiting(): void {
    this.#receives.endWaiting()
  }

  #changed(): void {
    this.#retention.trimIfDue()
    this.#receives.changed()
  }

  /* No async function, which would be two promises more for each request. */
  #whenDurable<Answer>(done: Promise<unknown>, then: () => Answer): Promise<Answer> {
    return done.then(then, (error: unknown) => {
      throw unlessDropped(error)
    })
  }

  async #whileThere<Result>(action: CountedAction | undefined, work: () => Promise<Result>): Promise<Result> {
    if (this.state.deletedMs !== undefined) throw queueNotFound()
    if (action !== undefined && this.#parts.limits === 'aws') this.#rates.count(action, this.state)
    try {
      return await work()
    } catch (error) {
      throw unlessDropped(error)
    }
  }
}
