import { CodedError } from '../base/index.ts'

type RequestErrorCode = 'REPLY_TIMED_OUT' | 'REQUESTER_CLOSED' | 'REQUESTS_OVER_LIMIT'
type RequestError = CodedError<RequestErrorCode>

export const replyTimedOut = (timeoutMs: number): RequestError =>
  new CodedError('REPLY_TIMED_OUT', `no reply within ${timeoutMs} ms`, { retryable: true })

export const requesterClosed = (): RequestError =>
  new CodedError('REQUESTER_CLOSED', 'the requester is closed')

export const requestsOverLimit = (countMax: number): RequestError =>
  new CodedError('REQUESTS_OVER_LIMIT', `${countMax} requests wait for their replies already`, {
    retryable: true,
  })
