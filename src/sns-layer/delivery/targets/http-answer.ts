import { hasCode } from '../../../base/index.ts'
import type { HttpAnswer } from '../../../http-client/index.ts'
import type { DeliveryOutcome } from '../target.ts'

/**
 * What an answer of an HTTP endpoint means. Source: Amazon SNS Developer Guide, "Setting Amazon SNS delivery retry policies for HTTP/HTTPS
 * endpoints": 1xx and 5xx are failed attempts, 4xx is a permanent failure; "dead-letter queues": an endpoint that throttles (429) is not a client's
 * error. A redirect is not followed, and no delivery either: ours.
 */
export function outcomeOfAnswer({ status, body }: HttpAnswer): DeliveryOutcome {
  const response = body.toString('utf8', 0, 1024)
  if (status >= 200 && status < 300) return { kind: 'delivered', statusCode: status, response }
  const isPermanent = status >= 300 && status < 500 && status !== 429
  return { kind: isPermanent ? 'failed' : 'retry', statusCode: status, response }
}

/** What it means that there was none: time-outs, refused connections and bad certificates are tried again. */
export function outcomeOfError(error: unknown): DeliveryOutcome {
  const isPermanent =
    hasCode(error, 'HTTP_CLIENT_ADDRESS_FORBIDDEN') || hasCode(error, 'HTTP_CLIENT_REQUEST_INVALID')
  return { kind: isPermanent ? 'failed' : 'retry', response: (error as Error).message }
}
