import type { PreparedSend, Queue, SharedMessage } from '../../sqs-layer/index.ts'
import type { SubscriptionState } from '../control/subscription-state.ts'
import type { DeliveryPort, EnvelopePort } from '../ports.ts'
import type { TopicMessage } from '../topic-message.ts'
import type { FanOutTarget, QueueTarget } from './fan-out-target.ts'
import { QueueForms } from './queue-forms.ts'
import type { TopicCounters } from './topic-counters.ts'

export interface FanOutParts {
  readonly deliveries: DeliveryPort
  readonly envelopes: EnvelopePort
}

/** What has to be done before a fan-out can be committed. */
export interface Unready {
  /** Messages to be signed. */
  readonly unsigned: ReadonlySet<TopicMessage>
  /** Queues to be opened. */
  readonly closed: ReadonlySet<QueueTarget>
}

const none: ReadonlySet<QueueTarget> = new Set()

/**
 * What goes to whom in one commit. All of it happens in one turn: `add` for each message and target, `prepare`, and the commit.
 * A queue that does not take a message (it is gone, or the message is too large for it) is no reason to keep it from others: the message goes to
 * the dead-letter queue of the subscription, or is dropped and counted. SNS Developer Guide, "Message delivery retries": client-side errors.
 */
export class FanOut {
  readonly #parts: FanOutParts
  readonly #senderId: string
  readonly #byQueue = new Map<Queue, SharedMessage[]>()
  readonly #byDelivery = new Map<SubscriptionState, TopicMessage[]>()
  /** Of the message that was added last. */
  #forms: QueueForms | undefined
  readonly #unsigned = new Set<TopicMessage>()
  readonly #closed = new Set<QueueTarget>()
  readonly #unreadable: ReadonlySet<QueueTarget>
  #delivered = 0
  #redriven = 0
  #failed = 0

  /**
   * @param senderId the account of the topic
   * @param unreadable queues that could not be opened: they are as good as gone
   */
  constructor(parts: FanOutParts, senderId: string, unreadable = none) {
    this.#parts = parts
    this.#senderId = senderId
    this.#unreadable = unreadable
  }

  add(message: TopicMessage, target: FanOutTarget): void {
    if (target.queue === undefined) this.#addDelivery(message, target.subscription)
    else this.#addToQueue(this.#formsOf(message), target)
  }

  /** Counts a message that its subscriber may not have. */
  fail(): void {
    this.#failed++
  }

  /** What keeps this from being committed; undefined when nothing does. */
  get unready(): Unready | undefined {
    if (this.#unsigned.size + this.#closed.size === 0) return undefined
    return { unsigned: this.#unsigned, closed: this.#closed }
  }

  /** For a commit in this turn. */
  prepare(): PreparedSend[] {
    const prepared: PreparedSend[] = []
    for (const [queue, messages] of this.#byQueue) prepared.push(queue.prepareShared(messages))
    for (const [subscription, messages] of this.#byDelivery)
      prepared.push(this.#parts.deliveries.prepare(subscription, messages))
    return prepared
  }

  /** To be called when the commit is durable. */
  count(counters: TopicCounters): void {
    counters.delivered += this.#delivered
    counters.failed += this.#failed
    counters.redriven += this.#redriven
  }

  #formsOf(message: TopicMessage): QueueForms {
    if (this.#forms?.message !== message)
      this.#forms = new QueueForms(message, this.#senderId, this.#parts.envelopes)
    return this.#forms
  }

  #addDelivery(message: TopicMessage, subscription: SubscriptionState): void {
    const messages = this.#byDelivery.get(subscription)
    if (messages === undefined) this.#byDelivery.set(subscription, [message])
    else messages.push(message)
  }

  #addToQueue(forms: QueueForms, { queue, deadLetterQueue, subscription }: FanOutTarget): void {
    const waits = this.#waitsFor(queue)
    if (forms.isUnsignedFor(subscription)) this.#unsigned.add(forms.message)
    else if (waits) return
    else if (this.#offer(queue, forms, subscription)) this.#delivered++
    else if (!this.#waitsFor(deadLetterQueue)) {
      this.#failed++
      if (this.#offer(deadLetterQueue, forms, subscription)) this.#redriven++
    }
  }

  /** Whether it has to be opened first. */
  #waitsFor(target: QueueTarget | undefined): boolean {
    if (!target?.isClosed || this.#unreadable.has(target)) return false
    this.#closed.add(target)
    return true
  }

  /** @returns whether the queue takes it */
  #offer(target: QueueTarget | undefined, forms: QueueForms, subscription: SubscriptionState): boolean {
    const queue = target?.open
    if (queue === undefined) return false
    const message = forms.of(subscription, queue.state.isFifo)
    if (message === undefined || queue.refusalOf(message) !== undefined) return false
    const messages = this.#byQueue.get(queue)
    if (messages === undefined) this.#byQueue.set(queue, [message])
    else messages.push(message)
    return true
  }
}
