import { expect, test } from 'vitest'
import { toSqsError } from '../../../src/api/sqs/errors.ts'
import { CodedError } from '../../../src/base/index.ts'

test('a failure of the queues is told with its text under the names that AWS gives it', () => {
  const error = toSqsError(new CodedError('QUEUE_PURGE_IN_PROGRESS', 'Only one.'))
  expect(error).toMatchObject({
    code: 'PurgeQueueInProgress',
    status: 403,
    message: 'Only one.',
    retryable: true,
  })
  expect(error?.queryErrorHeader).toBe('AWS.SimpleQueueService.PurgeQueueInProgress;Sender')
  expect(error?.body()).toEqual({ __type: 'com.amazonaws.sqs#PurgeQueueInProgress', message: 'Only one.' })
})

test('a log that cannot keep up is a service to be tried again, without a word of its inside', () => {
  const error = toSqsError(new CodedError('LOG_BUSY', '9 bytes wait for the disk already'))
  expect(error).toMatchObject({ status: 503, retryable: true, message: '' })
  expect(error?.queryErrorHeader).toBe('ServiceUnavailable;Receiver')
})

test.each(['LOG_STORE_FAILED', 'QUEUE_EVENT_UNKNOWN', 'toString'])(
  '%s is none of the caller’s business',
  (code) => {
    expect(toSqsError(new CodedError(code, 'secret'))).toBeUndefined()
  },
)
