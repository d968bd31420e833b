import { CodedError } from '../base/index.ts'

type HttpClientErrorCode =
  | 'HTTP_CLIENT_TIMED_OUT'
  | 'HTTP_CLIENT_UNREACHABLE'
  | 'HTTP_CLIENT_ANSWER_TOO_LARGE'
  | 'HTTP_CLIENT_ADDRESS_FORBIDDEN'
  | 'HTTP_CLIENT_REQUEST_INVALID'
  | 'HTTP_CLIENT_BUSY'
  | 'HTTP_CLIENT_ABORTED'

type HttpClientError = CodedError<HttpClientErrorCode>

export const timedOut = (timeoutMs: number): HttpClientError =>
  new CodedError('HTTP_CLIENT_TIMED_OUT', `no whole answer within ${timeoutMs} ms`, { retryable: true })

export const unreachable = (host: string, reason: string, cause?: unknown): HttpClientError =>
  new CodedError('HTTP_CLIENT_UNREACHABLE', `no answer from ${host}: ${reason}`, { retryable: true, cause })

export const answerTooLarge = (bytesMax: number): HttpClientError =>
  new CodedError('HTTP_CLIENT_ANSWER_TOO_LARGE', `the answer's body has more than ${bytesMax} bytes`)

export const addressForbidden = (host: string): HttpClientError =>
  new CodedError('HTTP_CLIENT_ADDRESS_FORBIDDEN', `${host} is at an address that may not be connected to`)

export const requestInvalid = (reason: string, cause?: unknown): HttpClientError =>
  new CodedError('HTTP_CLIENT_REQUEST_INVALID', reason, { cause })

export const clientBusy = (waitingMax: number): HttpClientError =>
  new CodedError('HTTP_CLIENT_BUSY', `${waitingMax} requests wait for a socket already`, { retryable: true })

export const requestAborted = (cause: unknown): HttpClientError =>
  new CodedError('HTTP_CLIENT_ABORTED', 'the request was given up', { cause })
