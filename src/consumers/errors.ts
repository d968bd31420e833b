import { CodedError } from '../base/index.ts'

export type ConsumerErrorCode = 'LEASE_LOST' | 'CHECKPOINT_NOT_ALLOWED'

/** The shard is another worker's. Its records since the last checkpoint come again there. */
export function leaseLost(key: string): CodedError<ConsumerErrorCode> {
  return new CodedError(
    'LEASE_LOST',
    `The lease of ${key} is another worker's by now: no checkpoint was written.`,
  )
}

/** A checkpoint beyond what was processed, or before the last one. */
export function checkpointNotAllowed(reason: string): CodedError<ConsumerErrorCode> {
  return new CodedError('CHECKPOINT_NOT_ALLOWED', reason)
}
