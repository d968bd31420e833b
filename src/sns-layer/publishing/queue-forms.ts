import { SharedMessage } from '../../sqs-layer/index.ts'
import type { SubscriptionState } from '../control/subscription-state.ts'
import type { EnvelopePort } from '../ports.ts'
import { type TopicMessage, textFor } from '../topic-message.ts'
import { outgoingOf } from './outgoing.ts'

/** One message of a topic as queues get it: delivered raw it is the same for all, an envelope is of one subscription. */
export class QueueForms {
  readonly message: TopicMessage
  readonly #senderId: string
  readonly #envelopes: EnvelopePort
  #envelopeOf: ((subscription: SubscriptionState) => Buffer) | undefined
  #rawToStandard: SharedMessage | undefined
  #rawToFifo: SharedMessage | undefined

  /** @param senderId the account of the topic */
  constructor(message: TopicMessage, senderId: string, envelopes: EnvelopePort) {
    this.message = message
    this.#senderId = senderId
    this.#envelopes = envelopes
  }

  /** Whether it has to be signed before this subscription can have it. */
  isUnsignedFor({ settings }: SubscriptionState): boolean {
    if (settings.rawMessageDelivery) return false
    this.#envelopeOf ??= this.#envelopes.notification(this.message)
    return this.#envelopeOf === undefined
  }

  /** @returns undefined when no queue takes it. Not to be asked for what is unsigned */
  of(subscription: SubscriptionState, toFifo: boolean): SharedMessage | undefined {
    if (!subscription.settings.rawMessageDelivery) {
      const outgoing = outgoingOf(this.message, this.#envelopeOf!(subscription), { raw: false, toFifo })
      return outgoing && new SharedMessage(outgoing, this.#senderId)
    }
    if (toFifo) {
      this.#rawToFifo ??= this.#raw(toFifo)
      return this.#rawToFifo
    }
    this.#rawToStandard ??= this.#raw(toFifo)
    return this.#rawToStandard
  }

  #raw(toFifo: boolean): SharedMessage | undefined {
    const body = Buffer.from(textFor(this.message, 'sqs'))
    const outgoing = outgoingOf(this.message, body, { raw: true, toFifo })
    return outgoing && new SharedMessage(outgoing, this.#senderId)
  }
}
