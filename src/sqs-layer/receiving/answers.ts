import type { QueueState } from '../control/queue-state.ts'
import type { QueueData } from '../event-log/queue-data.ts'
import type { ReceivedMessage } from '../message/message.ts'
import { messageIdText } from '../message/message-id.ts'
import { sequenceNumberOf } from '../message/sequence-number.ts'
import { type Picked, sentMsOf } from './gatherer.ts'
import type { Receipts } from './receipts.ts'

interface AnswersParts {
  readonly data: QueueData
  readonly receipts: Receipts
}

/** Makes of messages that a receive has what it answers. */
export class Answers {
  readonly #data: QueueData
  readonly #receipts: Receipts

  constructor({ data, receipts }: AnswersParts) {
    this.#data = data
    this.#receipts = receipts
  }

  /** To be called when the table has their receives. @param nowMs of the receive */
  of(picked: readonly Picked[], queue: QueueState, nowMs: number): ReceivedMessage[] {
    const { table } = this.#data.backlog
    const handles = this.#receipts.seal(
      queue.messages,
      picked.map(({ message }) => message.offset),
      picked.map(({ slot }) => table.receives[slot]!),
    )
    return picked.map((each, i) => this.#answerOf(each, handles[i]!, queue, nowMs))
  }

  #answerOf(
    { slot, message }: Picked,
    receiptHandle: string,
    queue: QueueState,
    nowMs: number,
  ): ReceivedMessage {
    const { table } = this.#data.backlog
    const { record, offset } = message
    const receives = table.receives[slot]!
    const { past, attributesMd5 } = record
    return {
      messageId: messageIdText(record.id, 0),
      receiptHandle,
      body: record.body as Buffer,
      bodyMd5: record.bodyMd5.toString('hex'),
      attributes: record.attributes,
      attributesMd5: attributesMd5.length === 0 ? undefined : attributesMd5.toString('hex'),
      senderId: record.senderId,
      sentMs: sentMsOf(message),
      receiveCount: receives + (past?.receives ?? 0),
      firstReceivedMs: past?.firstReceivedMs || table.firstReceivedMs[slot] || nowMs,
      traceHeader: record.traceHeader,
      groupId: record.groupId,
      deduplicationId: record.deduplicationId,
      sequenceNumber: queue.isFifo ? sequenceNumberOf(queue, offset) : undefined,
      deadLetterSourceArn: past?.sourceArn,
    }
  }
}
