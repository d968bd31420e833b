import { topicArnOf } from '../../control/sns-arn.ts'
import type { Protocol } from '../../control/subscription-state.ts'
import {
  confirmationSubject,
  confirmationText,
  isEmailAddress,
  type Mailer,
  notificationSubject,
  notificationText,
} from '../../mail/index.ts'
import { messageIdOf } from '../letter.ts'
import { customerRetryPolicy } from '../policy/retry-policy.ts'
import type { Delivery, DeliveryOutcome, Target } from '../target.ts'
import type { Letters } from './http-target.ts'
import { outcomeOfSending } from './send-outcome.ts'

/** Addresses of this server that a mail names. */
export interface MailLinks {
  /** Where a GET confirms a subscription. */
  confirm(topicArn: string, token: string): string
  /** Where a GET ends it. */
  unsubscribe(subscriptionArn: string): string
}

export interface MailTargetParts {
  /** Undefined where the server has no mail server. */
  readonly mailer: Mailer | undefined
  readonly links: MailLinks
  readonly letters: Letters
}

/** Mails for people (`email`), and with AWS's JSON for programs (`email-json`). */
export class MailTarget implements Target {
  readonly protocols = ['email', 'email-json'] as const
  readonly needsConfirmation = true
  readonly retryPolicy = customerRetryPolicy
  readonly #parts: MailTargetParts

  constructor(parts: MailTargetParts) {
    this.#parts = parts
  }

  /** Source of the second text: what users of AWS have published; the first is ours. */
  endpointFault(protocol: Protocol, endpoint: string): string | undefined {
    if (this.#parts.mailer === undefined) {
      return `Protocol: this server has no mail server, so it does not deliver to ${protocol}; --smtp and --mail-from name one`
    }
    return isEmailAddress(endpoint) ? undefined : 'Email address'
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    const { mailer } = this.#parts
    if (mailer === undefined) return { kind: 'retry', response: 'this server has no mail server' }
    const { letter, subscription, topic } = delivery
    const { subject, text } = textOf(delivery, this.#parts.links)
    const isJson = subscription.protocol === 'email-json'
    const mail = {
      to: subscription.endpoint,
      senderName: topic.settings.displayName,
      subject,
      text: isJson ? (await this.#parts.letters.envelopeOf(delivery)).toString() : text,
      /* One for each subscription: a mailbox may have several. */
      id: `${messageIdOf(letter)}.${subscription.id}`,
    }
    return outcomeOfSending(await mailer.send(mail, signal))
  }
}

function textOf({ letter, topic, subscription }: Delivery, links: MailLinks) {
  const topicArn = topicArnOf(topic)
  switch (letter.type) {
    case 'Notification': {
      const { subject, message } = letter.message
      const unsubscribeUrl = links.unsubscribe(subscription.arn)
      return {
        subject: notificationSubject({ subject }),
        text: notificationText({ message, unsubscribeUrl }),
      }
    }
    case 'SubscriptionConfirmation':
      return {
        subject: confirmationSubject,
        text: confirmationText({ topicArn, confirmUrl: links.confirm(topicArn, letter.token) }),
      }
    case 'UnsubscribeConfirmation':
      return {
        subject: 'AWS Notification - Unsubscribe Confirmation',
        text: `Your subscription to the topic ${topicArn} has ended.\nIf this was an error, subscribe again.\n`,
      }
  }
}
