import type { Caller } from '../caller.ts'
import type { StreamFilter } from './shapes.ts'
import { streamOf } from './stream-address.ts'
import { creationTimestamp } from './stream-description.ts'

/** What hangs on a stream: a queue, a channel. */
interface OnStream {
  readonly stream: string
  readonly streamCreatedMs: number
}

/**
 * Whether something is on one of the streams that a list is asked for; without a filter everything is wanted.
 * @throws InvalidArgumentException, STREAM_NOT_FOUND
 */
export function streamFilterOf(
  filter: readonly StreamFilter[] | undefined,
  caller: Caller,
): (item: OnStream) => boolean {
  if (filter === undefined) return () => true
  const wanted = filter.map(({ StreamARN, StreamCreationTimestamp }) => ({
    name: streamOf({ StreamARN }, caller).name,
    createdMs: StreamCreationTimestamp,
  }))
  return ({ stream, streamCreatedMs }) =>
    wanted.some(
      ({ name, createdMs }) =>
        name === stream &&
        (createdMs === undefined || createdMs === creationTimestamp({ createdMs: streamCreatedMs })),
    )
}
