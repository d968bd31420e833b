import { batchTooLarge } from '../errors.ts'
import type { OutgoingMessage, SendOutcome } from '../message/message.ts'
import { sizeOf } from './message-size.ts'
import type { AnsweredSend } from './prepared-send.ts'
import { SendBatch, type SendBatchParts } from './send-batch.ts'

/** Source: the service model of SQS, SendMessageBatch. */
export const batchBytesMax = 1_048_576

export interface SenderParts extends SendBatchParts {
  /** Called when messages of a call have become durable, with those of them that may have a group. */
  sent(messages: readonly OutgoingMessage[]): void
}

/** Takes the messages of one call of SendMessage or SendMessageBatch. */
export class Sender {
  readonly #parts: SenderParts

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** See Queue.send. */
  async send(messages: readonly OutgoingMessage[], senderId: string): Promise<SendOutcome[]> {
    const bytes = messages.reduce((sum, message) => sum + sizeOf(message), 0)
    if (bytes > batchBytesMax && messages.length > 1) throw batchTooLarge(batchBytesMax, bytes)
    const batch = new SendBatch(this.#parts, senderId)
    const outcomes = messages.map((message) => batch.add(message))
    if (batch.isEmpty) {
      // Duplicates are answered as what they repeat, when that is durable.
      await this.#parts.data.durable()
      batch.count()
      return outcomes
    }
    await batch.commit()
    batch.count()
    this.#parts.sent(messages)
    return outcomes
  }

  /** See Queue.prepare. */
  prepare(messages: readonly OutgoingMessage[], senderId: string): AnsweredSend {
    const batch = new SendBatch(this.#parts, senderId)
    const outcomes = messages.map((message) => batch.add(message))
    return {
      ...batch.prepare(),
      outcomes,
      durable: () => this.#parts.data.durable(),
      sent: () => {
        batch.count()
        if (!batch.isEmpty) this.#parts.sent(messages)
      },
    }
  }
}
