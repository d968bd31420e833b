import { type StreamQueueState, type Streams, streamArnOf, streamQueueArnOf } from '../../../shards/index.ts'
import type { QueueDescription, QueueStartingPosition, QueueSummary } from '../shapes.ts'
import { creationTimestamp } from '../stream-description.ts'

/** A queue as CreateQueue, UpdateQueue and DescribeQueue show it. */
export function describeQueue(queue: StreamQueueState, streams: Streams): QueueDescription {
  const { maxReceiveCount, visibilityTimeout } = queue.settings
  return {
    ...identify(queue, streams),
    StreamConfigurationList: [
      { StreamARN: streamArnOf(queue, queue.stream), StartingPosition: describePosition(queue, streams) },
    ],
    QueueAttributes: {
      VisibilityTimeoutSeconds: visibilityTimeout,
      DeadLetterConfiguration:
        maxReceiveCount === null
          ? { TargetType: 'NONE' }
          : { TargetType: 'BUILT_IN', MaxReceiveCount: maxReceiveCount },
    },
  }
}

/** A queue as ListQueues shows it. */
export function summarizeQueue(queue: StreamQueueState, streams: Streams): QueueSummary {
  return {
    ...identify(queue, streams),
    Streams: [
      {
        StreamARN: streamArnOf(queue, queue.stream),
        StreamCreationTimestamp: streamCreationTimestamp(queue),
      },
    ],
  }
}

/** Of the stream of a queue, as the lists of streams show it. */
const streamCreationTimestamp = ({ streamCreatedMs }: StreamQueueState): number =>
  creationTimestamp({ createdMs: streamCreatedMs })

function identify(queue: StreamQueueState, streams: Streams) {
  return {
    QueueName: queue.name,
    QueueARN: streamQueueArnOf(queue),
    QueueStatus: streams.queues.statusOf(queue) ?? ('DELETING' as const),
    QueueCreationTimestamp: queue.createdMs,
  }
}

/** What was asked for while the queue is CREATING, and then where it really begins, as the API reference has it. */
function describePosition(queue: StreamQueueState, streams: Streams): QueueStartingPosition {
  const { position, startsAtMs } = queue
  const { type } = position
  if (streams.queues.statusOf(queue) !== 'CREATING') return { Type: type, Timestamp: startsAtMs }
  return type === 'AT_TIMESTAMP' ? { Type: type, Timestamp: position.timestampMs } : { Type: type }
}
