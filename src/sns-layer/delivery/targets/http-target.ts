import { passOnBug } from '../../../base/index.ts'
import type { HttpClient } from '../../../http-client/index.ts'
import { topicArnOf } from '../../control/sns-arn.ts'
import type { Protocol } from '../../control/subscription-state.ts'
import { messageIdOf } from '../letter.ts'
import { defaultRequestPolicy } from '../policy/delivery-policy.ts'
import type { Delivery, DeliveryOutcome, Target } from '../target.ts'
import { outcomeOfAnswer, outcomeOfError } from './http-answer.ts'

/** Source: Amazon SNS Developer Guide, "Make sure your endpoint is ready to process Amazon SNS messages". */
const timeoutMs = 15_000
const userAgent = 'Amazon Simple Notification Service Agent'

/** Of an answer only the status counts; its body is for the log of deliveries. */
const answerBytesMax = 64 * 1024

/** Letters as subscribers get them. */
export interface Letters {
  /** AWS's JSON, signed: UTF-8, in memory of its own. */
  envelopeOf(delivery: Delivery): Promise<Buffer>
}

export interface HttpTargetParts {
  readonly client: HttpClient
  readonly letters: Letters
}

/** Posts messages to HTTP and HTTPS endpoints. Source of headers: Amazon SNS Developer Guide, "HTTP/HTTPS headers". */
export class HttpTarget implements Target {
  readonly protocols = ['http', 'https'] as const
  readonly needsConfirmation = true
  readonly retryPolicy = undefined
  readonly #parts: HttpTargetParts

  constructor(parts: HttpTargetParts) {
    this.#parts = parts
  }

  endpointFault(protocol: Protocol, endpoint: string): string | undefined {
    if (!endpoint.toLowerCase().startsWith(`${protocol}://`))
      return 'Endpoint must match the specified protocol'
    return URL.canParse(endpoint) ? undefined : 'Endpoint'
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    const body = await this.#bodyOf(delivery)
    const { endpoint: url } = delivery.subscription
    try {
      const headers = headersOf(delivery)
      const request = { url, method: 'POST' as const, headers, body, timeoutMs, signal, answerBytesMax }
      return outcomeOfAnswer(await this.#parts.client.request(request))
    } catch (error) {
      passOnBug(error)
      return outcomeOfError(error)
    }
  }

  async #bodyOf(delivery: Delivery): Promise<Buffer> {
    const { letter } = delivery
    if (letter.type === 'Notification' && isRaw(delivery)) return Buffer.from(letter.message.message)
    return this.#parts.letters.envelopeOf(delivery)
  }
}

const isRaw = ({ letter, subscription }: Delivery) =>
  letter.type === 'Notification' && subscription.settings.rawMessageDelivery

function headersOf(delivery: Delivery): Record<string, string> {
  const { letter, topic, subscription } = delivery
  return {
    'x-amz-sns-message-type': letter.type,
    'x-amz-sns-message-id': messageIdOf(letter),
    'x-amz-sns-topic-arn': topicArnOf(topic),
    // What asks for the confirmation of a subscription does not name it.
    ...(letter.type !== 'SubscriptionConfirmation' && { 'x-amz-sns-subscription-arn': subscription.arn }),
    ...(isRaw(delivery) && { 'x-amz-sns-rawdelivery': 'true' }),
    'content-type': contentTypeOf(delivery),
    'user-agent': userAgent,
  }
}

/** An envelope is text or JSON, whatever was set for raw messages before they were not raw any more. */
function contentTypeOf(delivery: Delivery): string {
  const { headerContentType } = delivery.policy.requestPolicy
  if (delivery.letter.type !== 'Notification') return defaultRequestPolicy.headerContentType
  if (isRaw(delivery) || /^(text\/plain|application\/json)\b/i.test(headerContentType))
    return headerContentType
  return defaultRequestPolicy.headerContentType
}
