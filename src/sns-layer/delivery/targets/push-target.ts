import type { Protocol } from '../../control/subscription-state.ts'
import { attributeTexts } from '../../messaging.ts'
import type { PushApplications, PushSender } from '../../push/index.ts'
import { customerRetryPolicy } from '../policy/retry-policy.ts'
import type { Delivery, DeliveryOutcome, Target } from '../target.ts'
import { outcomeOfSending } from './send-outcome.ts'

/** Notifications to endpoints of platform applications. */
export class PushTarget implements Target {
  readonly protocols = ['application'] as const
  readonly needsConfirmation = false
  readonly retryPolicy = customerRetryPolicy
  readonly #applications: PushApplications
  readonly #sender: PushSender

  constructor({ applications, sender }: { applications: PushApplications; sender: PushSender }) {
    this.#applications = applications
    this.#sender = sender
  }

  /** Text ours. */
  endpointFault(_: Protocol, endpoint: string): string | undefined {
    return this.#applications.find(endpoint) === undefined
      ? 'Endpoint Reason: there is no such endpoint of a platform application'
      : undefined
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    const { letter, subscription, attempt } = delivery
    if (letter.type !== 'Notification') return { kind: 'delivered' }
    const { message, messageId, messageOf, attributes, timeMs } = letter.message
    const order = {
      endpointArn: subscription.endpoint,
      messageId,
      attempt,
      ownText: (platform: string) => (Object.hasOwn(messageOf, platform) ? messageOf[platform] : undefined),
      text: message,
      attribute: attributeTexts(attributes),
      publishedMs: timeMs,
    }
    return outcomeOfSending(await this.#sender.send(order, signal))
  }
}
