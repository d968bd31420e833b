import { hasCode } from '../../../base/index.ts'
import { topicArnOf } from '../../control/sns-arn.ts'
import type { Protocol } from '../../control/subscription-state.ts'
import { attributeTexts } from '../../messaging.ts'
import { checkSmsText, phoneNumberOf, type SmsOrder, type SmsSender, settingsOf } from '../../sms/index.ts'
import { customerRetryPolicy } from '../policy/retry-policy.ts'
import type { Delivery, DeliveryOutcome, Target } from '../target.ts'
import { outcomeOfSending } from './send-outcome.ts'

/** Source: SNS Developer Guide, "Creating a topic": only the first 10 characters of a display name are in a text message. */
const displayNameMax = 10

/** Text messages to subscribed numbers, of the account and by the settings of the topic. */
export class SmsTarget implements Target {
  readonly protocols = ['sms'] as const
  readonly needsConfirmation = false
  readonly retryPolicy = customerRetryPolicy
  readonly #sender: SmsSender

  constructor(sender: SmsSender) {
    this.#sender = sender
  }

  /** Source of the text: https://github.com/aws-samples/aws-sagemaker-build/issues/4. */
  endpointFault(_: Protocol, endpoint: string): string | undefined {
    return phoneNumberOf(endpoint) === undefined
      ? `Invalid SMS endpoint: ${endpoint.slice(0, 100)}`
      : undefined
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    const { letter } = delivery
    if (letter.type !== 'Notification') return { kind: 'delivered' }
    try {
      return outcomeOfSending(await this.#sender.send(orderOf(delivery, letter.message), signal))
    } catch (error) {
      /* What a message says of itself is checked for those who publish to a number; a topic may have it for others. */
      if (hasCode(error, 'SMS_PARAMETER_INVALID'))
        return { kind: 'failed', response: (error as Error).message }
      throw error
    }
  }
}

type Message = Extract<Delivery['letter'], { type: 'Notification' }>['message']

/** @throws SMS_PARAMETER_INVALID */
function orderOf({ topic, subscription }: Delivery, { message, messageId, attributes }: Message): SmsOrder {
  const { account, region, settings } = topic
  const { displayName } = settings
  const text = displayName === '' ? message : `${displayName.slice(0, displayNameMax)}> ${message}`
  checkSmsText(text)
  return {
    owner: { account, region },
    messageId,
    topicArn: topicArnOf(topic),
    phoneNumber: phoneNumberOf(subscription.endpoint) ?? subscription.endpoint,
    message: text,
    settings: settingsOf(attributeTexts(attributes)),
  }
}
