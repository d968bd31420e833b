import {
  parseStreamQueueArn,
  type StreamQueueId,
  type StreamQueueState,
  type Streams,
  streamQueueNotFound,
} from '../../../shards/index.ts'
import type { StreamQueue, StreamQueues } from '../../../stream-queues/index.ts'
import type { Caller } from '../../caller.ts'
import { invalidArgument } from '../errors.ts'

interface QueueAddress {
  readonly QueueARN: string
}

/** The queue that an input names, as long as it is the caller's. @throws InvalidArgumentException, STREAM_QUEUE_NOT_FOUND for one of another account or region */
export function queueIdOf({ QueueARN }: QueueAddress, caller: Caller): StreamQueueId {
  const id = parseStreamQueueArn(QueueARN)
  /* Text ours, on the pattern of the one for streams. */
  if (id === undefined) throw invalidArgument(`${QueueARN} is not a valid queue ARN.`)
  if (id.account !== caller.account || id.region !== caller.region) throw streamQueueNotFound(id)
  return id
}

/** @throws as queueIdOf */
export function queueOf(address: QueueAddress, streams: Streams, caller: Caller): StreamQueueState {
  return streams.queues.get(queueIdOf(address, caller))
}

/** To receive from, and for what follows on that. @throws as queueIdOf, StreamQueues.open */
export async function openQueue(
  address: QueueAddress,
  queues: StreamQueues,
  caller: Caller,
): Promise<StreamQueue> {
  return queues.open(queueIdOf(address, caller))
}

/** The resource that access control is asked about. */
export const queueArn = ({ QueueARN }: QueueAddress): string => QueueARN
