import type { LogStore } from '../../log/index.ts'
import type { QueueState } from '../control/queue-state.ts'
import type { OutgoingMessage } from '../message/message.ts'
import { appendOf, type MessageAppend } from '../message/message-append.ts'
import { messageIdSize, messageIdText, writeMessageId } from '../message/message-id.ts'
import { md5Of, messageAttributesMd5 } from '../message/message-md5.ts'

/**
 * An append of one new message to a queue of SQS, for a commit in the same turn. As a dead letter it is in no deduplication window;
 * on a FIFO queue without an id for that it gets its own.
 */
export function newMessageAppend(
  store: LogStore,
  queue: QueueState,
  message: OutgoingMessage,
  senderId: string,
  nowMs: number,
): MessageAppend {
  const { body, traceHeader, groupId, deduplicationId } = message
  const attributes = [...(message.attributes ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))
  const id = Buffer.allocUnsafe(messageIdSize)
  writeMessageId(id, 0, queue.idSeed, store.bounds(queue.messages).next)
  const record = {
    id,
    bodyMd5: Buffer.from(md5Of(body), 'hex'),
    senderId,
    groupId: queue.isFifo ? (groupId ?? messageIdText(id, 0)) : groupId,
    deduplicationId: queue.isFifo ? (deduplicationId ?? messageIdText(id, 0)) : undefined,
    past: undefined,
    traceHeader,
    attributes,
    attributesMd5: Buffer.from(messageAttributesMd5(attributes) ?? '', 'hex'),
    body,
  }
  return appendOf(store, queue.messages, [record], nowMs)
}
