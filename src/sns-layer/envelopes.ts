import type { SubscriptionState } from './control/subscription-state.ts'
import {
  type ConfirmationRequest,
  type Links,
  Notification,
  subscriptionConfirmation,
  timestampOf,
} from './envelope/index.ts'
import type { EnvelopePort } from './ports.ts'
import type { Seal, Signer } from './signing/index.ts'
import { type TopicMessage, textFor } from './topic-message.ts'

/** Messages in AWS's envelope. What is signed once is remembered as long as the message is. */
export class Envelopes implements EnvelopePort {
  readonly available = true
  readonly #signer: Signer
  readonly #links: Links
  readonly #seals = new WeakMap<TopicMessage, Map<string, Seal>>()

  constructor(signer: Signer, links: Links) {
    this.#signer = signer
    this.#links = links
  }

  notification(message: TopicMessage): ((subscription: SubscriptionState) => Buffer) | undefined {
    const text = textFor(message, 'sqs')
    const seal = this.#seals.get(message)?.get(text)
    if (seal === undefined && isSigned(message)) return undefined
    const notification = new Notification(message, text, { seal, links: this.#links })
    return ({ arn }) => notification.bytesFor(arn)
  }

  /** The signature of a message with the text that a protocol gets; the same one for all that get this text. */
  async seal(message: TopicMessage, text: string, version: '1' | '2'): Promise<Seal | undefined> {
    if (!isSigned(message)) return undefined
    const known = this.#seals.get(message) ?? new Map<string, Seal>()
    const seal = known.get(text) ?? (await this.#signer.seal(signedMembers(message, text), version))
    this.#seals.set(message, known.set(text, seal))
    return seal
  }

  sign(message: TopicMessage, version: '1' | '2'): Promise<unknown> {
    return this.seal(message, textFor(message, 'sqs'), version)
  }

  confirmation(request: ConfirmationRequest): Promise<string> {
    return subscriptionConfirmation(request, { signer: this.#signer, links: this.#links })
  }
}

/** AWS does not sign messages of FIFO topics. */
function isSigned({ sequenceNumber }: TopicMessage): boolean {
  return sequenceNumber === undefined
}

function signedMembers({ messageId, topicArn, subject, timeMs }: TopicMessage, text: string) {
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: subject,
    Message: text,
    Timestamp: timestampOf(timeMs),
  } as const
}
