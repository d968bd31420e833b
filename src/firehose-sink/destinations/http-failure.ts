import { type CodedError, hasCode } from '../../base/index.ts'
import { deliveryFailed } from '../errors.ts'
import type { Failure } from './failed-records.ts'

/** What a kind of destination calls the ways in which a request can fail. */
export interface FailureNames {
  readonly timedOut: string
  readonly answerTooLarge: string
  readonly unreachable: string
}

/**
 * What became of a request that `HttpClient` has no answer to.
 * @throws FIREHOSE_DELIVERY_FAILED when the attempt itself was given up, and anything that is not the client's
 */
export function httpFailure(error: unknown, names: FailureNames): Failure {
  if (hasCode(error, 'HTTP_CLIENT_ABORTED')) throw deliveryFailed('the attempt was given up', error)
  if (!isHttpClients(error)) throw error
  const { message, retryable } = error
  return { code: nameOf(error, names), message, retryable }
}

function nameOf({ code }: CodedError, names: FailureNames): string {
  if (code === 'HTTP_CLIENT_TIMED_OUT') return names.timedOut
  if (code === 'HTTP_CLIENT_ANSWER_TOO_LARGE') return names.answerTooLarge
  return names.unreachable
}

const isHttpClients = (error: unknown): error is CodedError =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('HTTP_CLIENT_')
