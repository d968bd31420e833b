import { CodedError } from '../../base/index.ts'
import type { Owner } from '../owner.ts'
import { shardIdOf } from '../shard-id.ts'
import { streamLabel } from '../stream-label.ts'

/* What a caller can be told of starting positions, iterators and tokens. See ../errors.ts. */
export type ReadErrorCode =
  | 'SEQUENCE_NUMBER_INVALID'
  | 'TIMESTAMP_INVALID'
  | 'ITERATOR_INVALID'
  | 'ITERATOR_EXPIRED'
  | 'NEXT_TOKEN_INVALID'
  | 'NEXT_TOKEN_EXPIRED'

type ReadError = CodedError<ReadErrorCode>

/** The operations that take a starting position: AWS's message names which one. */
export type ReadingOperation = 'GetShardIterator' | 'SubscribeToShard'

export interface StartingNumber {
  readonly text: string
  readonly operation: ReadingOperation
  readonly shardIndex: number
  readonly stream: string
}

/** @param because AWS's text has a reason; the one without, for numbers that cannot be any stream's, is ours */
export const invalidStartingNumber = (
  { text, operation, shardIndex, stream }: StartingNumber,
  { account }: Owner,
  because = '',
): ReadError =>
  new CodedError(
    'SEQUENCE_NUMBER_INVALID',
    `StartingSequenceNumber ${text} used in ${operation} on shard ${shardIdOf(shardIndex)} ` +
      `in ${streamLabel({ name: stream, account })} is invalid${because}.`,
  )

export const numberOfOtherShard = (encoded: number, asked: number): ReadError =>
  new CodedError(
    'SEQUENCE_NUMBER_INVALID',
    `Invalid StartingSequenceNumber. It encodes ${shardIdOf(encoded)}, ` +
      `while it was used in a call to a shard with ${shardIdOf(asked)}`,
  )

export const timestampInFuture = (timestampMs: number, nowMs: number): ReadError =>
  new CodedError(
    'TIMESTAMP_INVALID',
    'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
      `timestampInMillis: ${timestampMs}, currentTimestampInMillis: ${nowMs}`,
  )

/** Text ours. */
export const invalidIterator = (): ReadError => new CodedError('ITERATOR_INVALID', 'Invalid ShardIterator.')

export const expiredIterator = (times: TokenTimes): ReadError =>
  new CodedError('ITERATOR_EXPIRED', `Iterator expired. The iterator ${tooOld(times)}`)

/** Text ours. */
export const invalidNextToken = (): ReadError => new CodedError('NEXT_TOKEN_INVALID', 'Invalid NextToken.')

/** Text ours, on the pattern of the one for iterators. */
export const expiredNextToken = (times: TokenTimes): ReadError =>
  new CodedError('NEXT_TOKEN_EXPIRED', `NextToken expired. The token ${tooOld(times)}`)

export interface TokenTimes {
  readonly createdMs: number
  readonly nowMs: number
  readonly lifeMs: number
}

const tooOld = ({ createdMs, nowMs, lifeMs }: TokenTimes): string =>
  `was created at time ${javaDate(createdMs)} while right now it is ${javaDate(nowMs)} which is further in the ` +
  `future than the tolerated delay of ${lifeMs} milliseconds.`

/** As Java prints a date, which AWS's messages have: `Thu Jan 22 01:22:02 UTC 2015`. */
function javaDate(ms: number): string {
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}
