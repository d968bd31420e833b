import { hasCode, passOnBug } from '../../../base/index.ts'
import { type Functions, parseFunctionReference } from '../../../functions/index.ts'
import type { MessageAttribute } from '../../../sqs-layer/index.ts'
import type { Protocol } from '../../control/subscription-state.ts'
import { timestampOf } from '../../envelope/index.ts'
import { managedRetryPolicy, type RetryPolicy } from '../policy/retry-policy.ts'
import type { Delivery, DeliveryOutcome, Target } from '../target.ts'
import type { SignedLetters } from './signed-letters.ts'

/**
 * How often a function that fails is called again. On AWS it is Lambda that does so, for calls that nobody waits for: twice, after one
 * minute and after two. Source: AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
const failedFunctionPolicy: RetryPolicy = {
  minDelayTarget: 60,
  maxDelayTarget: 120,
  numRetries: 2,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear',
}

/** Source: AWS Lambda Developer Guide, "Lambda quotas": a function runs for 15 minutes at most. */
const timeoutMs = 900_000

export interface LambdaTargetParts {
  readonly functions: Functions
  readonly letters: SignedLetters
}

/** Calls Lambda functions, with AWS's event for messages of SNS. */
export class LambdaTarget implements Target {
  readonly protocols = ['lambda'] as const
  readonly needsConfirmation = false
  readonly retryPolicy = managedRetryPolicy
  readonly #parts: LambdaTargetParts

  constructor(parts: LambdaTargetParts) {
    this.#parts = parts
  }

  /** The second text is ours. */
  endpointFault(_protocol: Protocol, endpoint: string): string | undefined {
    if (!endpoint.startsWith('arn:') || parseFunctionReference(endpoint) === undefined)
      return 'Lambda endpoint ARN'
    return this.#parts.functions.has(endpoint)
      ? undefined
      : `Endpoint Reason: ${endpoint} is no function of this server`
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    const { functions } = this.#parts
    try {
      const event = Buffer.from(JSON.stringify(await this.#eventOf(delivery)))
      const answer = await functions.invoke(delivery.subscription.endpoint, event, { timeoutMs, signal })
      return { kind: 'delivered', statusCode: 200, response: answer.toString('utf8', 0, 1024) }
    } catch (error) {
      passOnBug(error)
      return outcomeOf(error as Error)
    }
  }

  /** Source: AWS Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications". */
  async #eventOf({ topic, subscription, letter }: Delivery): Promise<object> {
    if (letter.type !== 'Notification') return {}
    const { letters } = this.#parts
    const { message } = letter
    const seal = await letters.sealOf(topic, message)
    return {
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: subscription.arn,
          Sns: {
            Type: 'Notification',
            MessageId: message.messageId,
            TopicArn: message.topicArn,
            Subject: message.subject ?? null,
            Message: message.message,
            Timestamp: timestampOf(message.timeMs),
            SignatureVersion: seal?.version,
            Signature: seal?.signature,
            SigningCertUrl: seal?.certificateUrl,
            UnsubscribeUrl: letters.unsubscribeLink(subscription.arn),
            MessageAttributes: attributesOf(message.attributes),
          },
        },
      ],
    }
  }
}

function attributesOf(attributes: readonly MessageAttribute[]): object {
  return Object.fromEntries(
    attributes.map(({ name, dataType, value }) => [
      name,
      { Type: dataType, Value: typeof value === 'string' ? value : Buffer.from(value).toString('base64') },
    ]),
  )
}

function outcomeOf(error: Error): DeliveryOutcome {
  const response = error.message
  if (hasCode(error, 'FUNCTION_UNKNOWN') || hasCode(error, 'FUNCTION_PAYLOAD_TOO_LARGE'))
    return { kind: 'failed', response }
  if (hasCode(error, 'FUNCTION_FAILED') || hasCode(error, 'FUNCTION_TIMED_OUT'))
    return { kind: 'retry', response, retriedBy: failedFunctionPolicy }
  return { kind: 'retry', response }
}
