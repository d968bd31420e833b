import { expect, test } from 'vitest'
import { hasCode } from '../../src/base/index.ts'
import { AwsError } from '../../src/wire/index.ts'

test('a call that the server has failed, from 500 on, may be made again; one below 500 not', () => {
  const sender = new AwsError('ResourceNotFoundException', 'no')
  expect(sender).toMatchObject({ status: 400, retryable: false })
  const server = new AwsError('InternalFailure', '', { status: 500 })
  expect(server).toMatchObject({ status: 500, retryable: true })
  expect(hasCode(server, 'InternalFailure')).toBe(true)
})

test('a throttled call may be retryable with a status of 400', () => {
  const error = new AwsError('ProvisionedThroughputExceededException', 'slow', { retryable: true })
  expect(error).toMatchObject({ status: 400, retryable: true })
})
