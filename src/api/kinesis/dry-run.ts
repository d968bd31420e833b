import type { AwsError } from '../../wire/index.ts'
import { kinesisError } from './errors.ts'

/** The answer to a call with `DryRun` that would have been carried out. The text is that of AWS's other dry runs. */
export function dryRunSucceeded(): AwsError {
  return kinesisError('DryRunOperationException', 'Request would have succeeded, but DryRun flag is set.')
}
