import type { OutgoingMessage } from '../message/message.ts'
import { messageIdSize } from '../message/message-id.ts'
import { md5Of, messageAttributesMd5 } from '../message/message-md5.ts'
import { type MessageRecord, recordSize } from '../message/message-record.ts'
import { sizeOf } from './message-size.ts'

const noId = Buffer.alloc(messageIdSize)

/** A message for any number of queues: what is the same in all of them is made once. */
export class SharedMessage {
  readonly message: OutgoingMessage
  /** The account of who sends it. */
  readonly senderId: string
  /** What counts for the limits. */
  readonly size: number
  #record: MessageRecord | undefined
  #recordSize = 0

  constructor(message: OutgoingMessage, senderId: string) {
    this.message = message
    this.senderId = senderId
    this.size = sizeOf(message)
  }

  /** As it is stored in a standard queue, but for its id. */
  get record(): MessageRecord {
    this.#record ??= this.#makeRecord()
    return this.#record
  }

  /** Of the record, in bytes. */
  get recordSize(): number {
    if (this.#recordSize === 0) this.#recordSize = recordSize(this.record)
    return this.#recordSize
  }

  #makeRecord(): MessageRecord {
    const { body, attributes = [], traceHeader, groupId } = this.message
    return {
      id: noId,
      bodyMd5: Buffer.from(md5Of(body), 'hex'),
      senderId: this.senderId,
      groupId,
      deduplicationId: undefined,
      past: undefined,
      traceHeader,
      attributes,
      attributesMd5: Buffer.from(messageAttributesMd5(attributes) ?? '', 'hex'),
      body,
    }
  }
}
