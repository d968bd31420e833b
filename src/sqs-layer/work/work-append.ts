import type { LogId, LogStore } from '../../log/index.ts'
import { noAttributes } from '../message/attribute-bytes.ts'
import { appendOf, type MessageAppend } from '../message/message-append.ts'
import { messageIdSize } from '../message/message-id.ts'

/** What nobody asks of a message of a work queue: its id, the MD5 of its body. */
const none = Buffer.alloc(messageIdSize)

/** A message for a work queue. */
export interface NewWork {
  readonly body: Uint8Array
  /** Of a FIFO queue. */
  readonly groupId: string | undefined
}

/** An append to the messages of a work queue. Its frames are to be released when the commit has settled. */
export function workAppend(
  store: LogStore,
  messages: LogId,
  { body, groupId }: NewWork,
  nowMs: number,
): MessageAppend {
  const record = {
    ...noAttributes,
    id: none,
    bodyMd5: none,
    senderId: '',
    groupId,
    deduplicationId: undefined,
    past: undefined,
    traceHeader: undefined,
    body,
  }
  return appendOf(store, messages, [record], nowMs)
}
