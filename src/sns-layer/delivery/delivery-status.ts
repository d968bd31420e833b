import { hash } from 'node:crypto'
import type { Random } from '../../base/index.ts'
import { topicArnOf } from '../control/sns-arn.ts'
import type { Protocol } from '../control/subscription-state.ts'
import type { Delivery, DeliveryOutcome } from './target.ts'

/** How AWS names the attributes of a topic for each protocol. Others are not logged. */
const prefixes: { readonly [Name in Protocol]?: string } = {
  http: 'HTTP',
  https: 'HTTP',
  lambda: 'Lambda',
  firehose: 'Firehose',
  application: 'Application',
  sqs: 'SQS',
}

/** What AWS logs of a provider's answer is short; an endpoint may answer anything. */
const responseLengthMax = 1024

/** An entry of the log of deliveries. Source of the form: Amazon SNS Developer Guide, "Amazon SNS message delivery status". */
export interface DeliveryStatus {
  readonly notification: {
    readonly messageMD5Sum: string
    readonly messageId: string
    readonly topicArn: string
    readonly timestamp: string
  }
  readonly delivery: {
    readonly deliveryId: string
    readonly destination: string
    readonly providerResponse: string
    readonly dwellTimeMs: number
    readonly attempts: number
    readonly statusCode?: number
  }
  readonly status: 'SUCCESS' | 'FAILURE'
}

/**
 * Whether the topic wants the end of a delivery logged: every failure if it names a role for them, and of the successes the
 * share that it has set, if it names a role for those.
 */
export function isLogged(
  { topic, subscription }: Delivery,
  status: DeliveryStatus['status'],
  random: Random,
): boolean {
  const prefix = prefixes[subscription.protocol]
  if (prefix === undefined) return false
  const { feedback } = topic.settings
  if (status === 'FAILURE') return Boolean(feedback[`${prefix}FailureFeedbackRoleArn`])
  if (!feedback[`${prefix}SuccessFeedbackRoleArn`]) return false
  const percent = Number(feedback[`${prefix}SuccessFeedbackSampleRate`] ?? 100)
  return random.bytes(2).readUInt16LE() < (percent / 100) * 65_536
}

export function deliveryStatus(
  { id, topic, subscription, letter }: Delivery,
  { kind, statusCode, response = '' }: DeliveryOutcome,
  { attempts, nowMs }: { readonly attempts: number; readonly nowMs: number },
): DeliveryStatus | undefined {
  if (letter.type !== 'Notification') return undefined
  const { message, messageId, timeMs } = letter.message
  return {
    notification: {
      messageMD5Sum: hash('md5', message, 'hex'),
      messageId,
      topicArn: topicArnOf(topic),
      timestamp: new Date(timeMs).toISOString().replace('T', ' ').replace('Z', ''),
    },
    delivery: {
      deliveryId: id,
      destination: withoutPassword(subscription.endpoint),
      providerResponse: response.slice(0, responseLengthMax),
      dwellTimeMs: Math.max(0, nowMs - timeMs),
      attempts,
      ...(statusCode !== undefined && { statusCode }),
    },
    status: kind === 'delivered' ? 'SUCCESS' : 'FAILURE',
  }
}

/** As AWS shows an endpoint with credentials. */
function withoutPassword(endpoint: string): string {
  return endpoint.replace(/^(https?:\/\/[^/?#]*:)[^/?#]*@/i, '$1****@')
}
