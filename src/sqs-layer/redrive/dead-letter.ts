import { queueArnOf } from '../control/queue-arn.ts'
import type { QueueState } from '../control/queue-state.ts'
import { messageIdText } from '../message/message-id.ts'
import type { StoredMessage } from '../message/message-reader.ts'
import type { MessageRecord } from '../message/message-record.ts'
import { sentMsOf } from '../receiving/gatherer.ts'

/**
 * A message as it is in its dead-letter queue. Source: Amazon SQS Developer Guide, "Setting-up dead-letter queue
 * retention" and "Learn how to configure a dead-letter queue redrive": on FIFO queues it counts as sent anew, and its deduplication id
 * becomes its message id.
 */
export function deadLetterOf(
  queue: QueueState,
  message: StoredMessage,
  firstReceivedMs: number,
  receives: number,
): MessageRecord {
  const { record } = message
  return {
    ...record,
    deduplicationId: queue.isFifo ? messageIdText(record.id, 0) : record.deduplicationId,
    past: {
      sentMs: queue.isFifo ? 0 : sentMsOf(message),
      firstReceivedMs: record.past?.firstReceivedMs || firstReceivedMs,
      receives: receives + (record.past?.receives ?? 0),
      sourceArn: queueArnOf(queue),
    },
  }
}
