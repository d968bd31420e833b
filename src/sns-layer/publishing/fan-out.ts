import type { OutgoingMessage, PreparedSend, Queue } from '../../sqs-layer/index.ts'
import type { SubscriptionState } from '../control/subscription-state.ts'
import type { DeliveryPort, EnvelopePort } from '../ports.ts'
import { type TopicMessage, textFor } from '../topic-message.ts'
import type { FanOutTarget, QueueTarget } from './fan-out-target.ts'
import { outgoingOf } from './outgoing.ts'
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
  readonly #byQueue = new Map<Queue, OutgoingMessage[]>()
  readonly #byDelivery = new Map<SubscriptionState, TopicMessage[]>()
  #message: TopicMessage | undefined
  /** The text of the current message for queues, in bytes. */
  #raw: Buffer | undefined
  #envelopeOf: ((subscription: SubscriptionState) => Buffer) | undefined
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
    if (message !== this.#message) this.#begin(message)
    if (target.queue !== undefined) this.#addToQueue(message, target)
    else this.#addDelivery(message, target.subscription)
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
    for (const [queue, messages] of this.#byQueue) prepared.push(queue.prepare(messages, this.#senderId))
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

  #begin(message: TopicMessage): void {
    this.#message = message
    this.#raw = undefined
    this.#envelopeOf = undefined
  }

  #addDelivery(message: TopicMessage, subscription: SubscriptionState): void {
    const messages = this.#byDelivery.get(subscription)
    if (messages === undefined) this.#byDelivery.set(subscription, [message])
    else messages.push(message)
  }

  #addToQueue(message: TopicMessage, { queue, deadLetterQueue, subscription }: FanOutTarget): void {
    const body = this.#bodyFor(message, subscription)
    if (body === undefined) return
    const { rawMessageDelivery: raw } = subscription.settings
    if (this.#offer(queue, message, body, raw)) {
      this.#delivered++
      return
    }
    this.#failed++
    if (this.#offer(deadLetterQueue, message, body, raw)) this.#redriven++
  }

  /** @returns whether the queue takes it */
  #offer(target: QueueTarget | undefined, message: TopicMessage, body: Buffer, raw: boolean): boolean {
    const queue = target?.open
    if (queue === undefined) return false
    const outgoing = outgoingOf(message, body, { raw, toFifo: queue.state.isFifo })
    if (outgoing === undefined || queue.refusalOf(outgoing) !== undefined) return false
    const messages = this.#byQueue.get(queue)
    if (messages === undefined) this.#byQueue.set(queue, [outgoing])
    else messages.push(outgoing)
    return true
  }

  #bodyFor(message: TopicMessage, subscription: SubscriptionState): Buffer | undefined {
    if (subscription.settings.rawMessageDelivery) {
      this.#raw ??= Buffer.from(textFor(message, 'sqs'))
      return this.#raw
    }
    if (this.#unsigned.has(message)) return undefined
    this.#envelopeOf ??= this.#parts.envelopes.notification(message)
    if (this.#envelopeOf === undefined) this.#unsigned.add(message)
    return this.#envelopeOf?.(subscription)
  }
}
