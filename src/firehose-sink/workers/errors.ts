import { CodedError } from '../../base/index.ts'

/** @param name of the job */
export const jobFailed = (name: string, cause: unknown): CodedError<'FIREHOSE_JOB_FAILED'> =>
  new CodedError('FIREHOSE_JOB_FAILED', `${name} could not be done: ${(cause as Error).message}`, {
    retryable: true,
    cause,
  })
