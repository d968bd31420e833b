import { CodedError } from '../../base/index.ts'
import type { Owner } from '../owner.ts'
import { streamLabel } from '../stream-label.ts'

/* What a caller can be told of records that are not taken. See ../errors.ts. */
export type WriteErrorCode =
  | 'RECORD_TOO_LARGE'
  | 'RECORDS_TOO_LARGE'
  | 'HASH_KEY_INVALID'
  | 'SEQUENCE_NUMBER_INVALID'

type WriteError = CodedError<WriteErrorCode>

/** @param path of the data in the input, as AWS writes it: `data`, `records.1.member.data` */
export const recordTooLarge = (path: string, bytesMax: number): WriteError =>
  new CodedError(
    'RECORD_TOO_LARGE',
    `1 validation error detected: Value at '${path}' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${bytesMax}.`,
  )

/** AWS's text from the time when the limit was 5 MB, with the limit of today. */
export const recordsTooLarge = (mebibytesMax: number): WriteError =>
  new CodedError('RECORDS_TOO_LARGE', `Records size exceeds ${mebibytesMax} MB limit`)

/** Text ours. */
export const invalidHashKey = (text: string): WriteError =>
  new CodedError('HASH_KEY_INVALID', `ExplicitHashKey ${text} is not in the range of 0 to 2^128 - 1.`)

/** Text ours, on the pattern of the one for starting numbers. */
export const invalidNumberForOrdering = (text: string, stream: string, { account }: Owner): WriteError =>
  new CodedError(
    'SEQUENCE_NUMBER_INVALID',
    `SequenceNumberForOrdering ${text} used in PutRecord on ${streamLabel({ name: stream, account })} is invalid.`,
  )
