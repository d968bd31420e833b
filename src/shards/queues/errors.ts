import { CodedError } from '../../base/index.ts'
import type { Owner } from '../owner.ts'
import { streamLabel } from '../stream-label.ts'
import { type StreamQueueId, streamQueueArnOf } from './queue-arn.ts'
import { queueLabel, type StreamQueueState, type StreamQueueStatus } from './queue-state.ts'

/* What a caller can be told of queues over streams. Texts ours, on the patterns of those of streams: nobody has published AWS's. */
export type StreamQueueErrorCode =
  | 'STREAM_QUEUE_NOT_FOUND'
  | 'STREAM_QUEUE_EXISTS'
  | 'STREAM_QUEUE_NOT_ACTIVE'
  | 'STREAM_QUEUE_MODE'
  | 'STREAM_QUEUE_QUOTA_EXCEEDED'
  | 'STREAM_HAS_QUEUES'

type StreamQueueError = CodedError<StreamQueueErrorCode>

export const streamQueueNotFound = (queue: StreamQueueId): StreamQueueError =>
  new CodedError('STREAM_QUEUE_NOT_FOUND', `Queue ${streamQueueArnOf(queue)} not found.`)

/** To receives, and what follows on them, a queue that is being made or deleted is one that is not there: AWS lists no other error. */
export const streamQueueNotServing = (queue: StreamQueueState, status: StreamQueueStatus): StreamQueueError =>
  new CodedError('STREAM_QUEUE_NOT_FOUND', `${queueLabel(queue)} is not ACTIVE, but ${status}.`)

export const streamQueueExists = (queue: Owner & { readonly name: string }): StreamQueueError =>
  new CodedError('STREAM_QUEUE_EXISTS', `${queueLabel(queue)} already exists.`)

export const streamQueueNotActive = (queue: StreamQueueState, status: StreamQueueStatus): StreamQueueError =>
  new CodedError('STREAM_QUEUE_NOT_ACTIVE', `${queueLabel(queue)} is not ACTIVE, but ${status}.`, {
    retryable: true,
  })

interface NamedStream extends Owner {
  readonly name: string
}

export const queueNeedsOnDemand = (stream: NamedStream): StreamQueueError =>
  new CodedError(
    'STREAM_QUEUE_MODE',
    `Queues are supported only on streams in the ON_DEMAND mode. ${streamLabel(stream, 'Stream')} is PROVISIONED.`,
  )

export const tooManyQueuesInTransition = ({ account }: Owner, limit: number): StreamQueueError =>
  new CodedError(
    'STREAM_QUEUE_QUOTA_EXCEEDED',
    'This request would exceed the limit on the number of queues that can simultaneously be in CREATING or DELETING ' +
      `for the account ${account}. Limit: ${limit}.`,
    { retryable: true },
  )

export const streamHasQueues = (operation: string, stream: NamedStream): StreamQueueError =>
  new CodedError(
    'STREAM_HAS_QUEUES',
    `${operation} is refused for ${streamLabel(stream)} because there are queues on this data stream. ` +
      'Delete them first.',
  )
