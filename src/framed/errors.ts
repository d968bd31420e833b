import { CodedError } from '../base/index.ts'

/** What came back is not the answer to a framed call, though it says so, or says nothing. What was asked for may have been done. */
export const framedAnswerUnreadable = (cause?: unknown): CodedError<'FRAMED_ANSWER_UNREADABLE'> =>
  new CodedError('FRAMED_ANSWER_UNREADABLE', 'the answer to a framed call cannot be read', {
    retryable: true,
    cause,
  })
