import { expect, test } from 'vitest'
import { toKinesisError } from '../../../src/api/kinesis/errors.ts'
import { CodedError } from '../../../src/base/index.ts'

test('a failure of the streams is told with its text under the name that AWS gives it', () => {
  const error = toKinesisError(new CodedError('STREAM_EXISTS', 'Stream test exists.'))
  expect(error).toMatchObject({ code: 'ResourceInUseException', status: 400, message: 'Stream test exists.' })
})

test('a log that cannot keep up is a service to be tried again, without a word of its inside', () => {
  const error = toKinesisError(new CodedError('LOG_BUSY', '9 bytes wait for the disk already'))
  expect(error).toMatchObject({ code: 'ServiceUnavailable', status: 503, retryable: true, message: '' })
})

test.each(['LOG_STORE_FAILED', 'toString', '__proto__'])('%s is none of the caller’s business', (code) => {
  expect(toKinesisError(new CodedError(code, 'secret'))).toBeUndefined()
})
