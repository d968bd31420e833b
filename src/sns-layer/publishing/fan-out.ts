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
  #delivered = 0
  #redriven = 0
  #failed = 0

  /** @param senderId the account of the topic */
  constructor(parts: FanOutParts, senderId: string) {
    this.#parts = parts
    this.#senderId = senderId
  }

  add(message: TopicMessage, target: FanOutTarget): void {
    if (target.queue === undefined) this.#addDelivery(message, target.subscription)
    else this.#addToQueue(this.#formsOf(message), target)
  }

  /** Counts a message that its subscriber may not have. */
  fail(): void {
    this.#failed++
  }

  /** Messages that have to be signed before any of this can be committed. */
  get unsigned(): ReadonlySet<TopicMessage> {
    return this.#unsigned
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
    if (forms.isUnsignedFor(subscription)) this.#unsigned.add(forms.message)
    else if (this.#offer(queue, forms, subscription)) {
      this.#delivered++
    } else {
      this.#failed++
      if (this.#offer(deadLetterQueue, forms, subscription)) this.#redriven++
    }
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
