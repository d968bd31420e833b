import type { CodedError } from '../../base/index.ts'
import { AwsError } from '../../wire/index.ts'

/** All texts are ours: AWS has no such service. */
export const counterMustNotFall = (): AwsError =>
  new AwsError(
    'InvalidArgumentException',
    'LeaseCounter must not be less than ExpectedCounter: it rises with each write, or stays when a worker asks for the lease.',
  )

/** What the caller is told of a failure of the leases. Undefined for one that is none of its business. */
export function toLeasesError(error: CodedError): AwsError | undefined {
  if (error.code === 'LEASES_OVER_LIMIT')
    return new AwsError('LimitExceededException', error.message, { cause: error })
  if (error.code === 'LOG_BUSY')
    return new AwsError('ServiceUnavailable', '', { status: 503, retryable: true, cause: error })
  return undefined
}
