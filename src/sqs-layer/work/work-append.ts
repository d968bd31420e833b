import type { Append, LogId, LogStore } from '../../log/index.ts'
import { noAttributes } from '../message/attribute-bytes.ts'
import { appendOf } from '../message/message-append.ts'
import { messageIdSize } from '../message/message-id.ts'
import type { MessageRecord } from '../message/message-record.ts'

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
  works: readonly NewWork[],
  nowMs: number,
): Append {
  return appendOf(store, messages, works.map(recordOf), nowMs).append
}

function recordOf({ body, groupId }: NewWork): MessageRecord {
  return {
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
}
