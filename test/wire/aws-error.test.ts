import { expect, test } from 'vitest'
import { hasCode } from '../../src/base/index.ts'
import { AwsError } from '../../src/wire/index.ts'

test('the fault is the sender’s below 500 and the server’s, who may be asked again, from 500 on', () => {
  const sender = new AwsError('ResourceNotFoundException', 'no')
  expect(sender).toMatchObject({ status: 400, senderFault: true, retryable: false })
  const server = new AwsError('InternalFailure', '', { status: 500 })
  expect(server).toMatchObject({ status: 500, senderFault: false, retryable: true })
  expect(hasCode(server, 'InternalFailure')).toBe(true)
})

test('a throttled call may be retryable with a status of 400', () => {
  const error = new AwsError('ProvisionedThroughputExceededException', 'slow', { retryable: true })
  expect(error).toMatchObject({ status: 400, retryable: true })
})
