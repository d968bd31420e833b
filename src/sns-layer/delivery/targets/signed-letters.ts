import { topicArnOf } from '../../control/sns-arn.ts'
import type { TopicState } from '../../control/topic-state.ts'
import {
  type Links,
  Notification,
  subscriptionConfirmation,
  timestampOf,
  unsubscribeConfirmation,
} from '../../envelope/index.ts'
import type { Seal, Signer } from '../../signing/index.ts'
import type { TopicMessage } from '../../topic-message.ts'
import type { ConfirmationLetter } from '../letter.ts'
import type { Delivery } from '../target.ts'

/** Signatures that are remembered: a message goes to many subscribers at about the same time, and one signature does for all. */
const sealsMax = 256

export interface SignedLettersParts {
  readonly signer: Signer
  readonly links: Links
}

/** Letters as subscribers get them: AWS's JSON, signed. */
export class SignedLetters {
  readonly #parts: SignedLettersParts
  /** By what it is about. */
  readonly #seals = new Map<string, Promise<Seal>>()

  constructor(parts: SignedLettersParts) {
    this.#parts = parts
  }

  /** UTF-8, in memory of its own. */
  async envelopeOf({ topic, subscription, letter }: Delivery): Promise<Buffer> {
    if (letter.type !== 'Notification')
      return Buffer.from(await this.#confirmation(topic, subscription.arn, letter))
    const { links } = this.#parts
    const seal = await this.sealOf(topic, letter.message)
    return new Notification(letter.message, letter.message.message, { seal, links }).bytesFor(
      subscription.arn,
    )
  }

  /** The signature of a message; undefined of one of a FIFO topic, which AWS does not sign. */
  async sealOf(topic: TopicState, message: TopicMessage): Promise<Seal | undefined> {
    if (topic.isFifo) return undefined
    const { signatureVersion } = topic.settings
    const name = `${signatureVersion} ${message.messageId} ${message.message}`
    const known = this.#seals.get(name)
    if (known !== undefined) return known
    const signing = this.#parts.signer.seal(
      {
        Type: 'Notification',
        MessageId: message.messageId,
        TopicArn: topicArnOf(topic),
        Subject: message.subject,
        Message: message.message,
        Timestamp: timestampOf(message.timeMs),
      },
      signatureVersion,
    )
    this.#remember(name, signing)
    return signing
  }

  unsubscribeLink(subscriptionArn: string): string {
    return this.#parts.links.unsubscribe(subscriptionArn)
  }

  #confirmation(topic: TopicState, subscriptionArn: string, letter: ConfirmationLetter): Promise<string> {
    const { messageId, token, timeMs, type } = letter
    const { signatureVersion } = topic.settings
    const request = { messageId, topicArn: topicArnOf(topic), token, timeMs, signatureVersion }
    return type === 'SubscriptionConfirmation'
      ? subscriptionConfirmation(request, this.#parts)
      : unsubscribeConfirmation({ ...request, subscriptionArn }, this.#parts)
  }

  #remember(name: string, signing: Promise<Seal>): void {
    this.#seals.set(name, signing)
    signing.catch(() => this.#seals.delete(name))
    for (const oldest of this.#seals.keys()) {
      if (this.#seals.size <= sealsMax) return
      this.#seals.delete(oldest)
    }
  }
}
