import { randomInt } from 'node:crypto'
import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { payloadOf } from '../payload.ts'
import type { MessageLedger, Sent } from './message-ledger.ts'
import type { QueuePair } from './queue-pair.ts'

/** Mostly small; one message in `largeEvery` is large, so that the journal also moves on to segments between kills. */
const smallSizeMax = 500
const largeSizeMax = 60_000
const largeEvery = 20

/**
 * Sends to one queue through all lives of the server, one request after the other, singly and in batches. Of a FIFO queue it is one
 * group, and what was not answered is sent again in the next life: the window must know it.
 */
export class Sender {
  readonly #pair: QueuePair
  readonly #ledger: MessageLedger
  readonly #name: string
  #number = 0
  #unanswered: { sent: Sent; entries: SendMessageBatchRequestEntry[] } | undefined

  constructor(pair: QueuePair, ledger: MessageLedger, name: string) {
    this.#pair = pair
    this.#ledger = ledger
    this.#name = name
  }

  /** Resolves when `signal` aborts or the server is gone. @throws what else fails */
  async sendUntilGone(client: SQSClient, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const request = this.#unanswered ?? this.#newRequest()
      this.#unanswered = this.#pair.isFifo ? request : undefined
      try {
        this.#ledger.acknowledged(request.sent, await this.#send(client, request.entries))
      } catch (error) {
        if (signal.aborted) return
        throw error
      }
      this.#unanswered = undefined
    }
  }

  #newRequest() {
    const count = randomInt(2) === 0 ? 1 : randomInt(1, 11)
    const group = this.#pair.isFifo ? { group: this.#name } : {}
    const messages = Array.from({ length: count }, () => {
      const number = this.#number++
      return { id: `${this.#name}-${number}`, number, ...group }
    })
    const entries = messages.map(({ id }) => this.#entryOf(id))
    return { sent: this.#ledger.sending(messages), entries }
  }

  #entryOf(id: string): SendMessageBatchRequestEntry {
    const size = randomInt(randomInt(largeEvery) === 0 ? largeSizeMax : smallSizeMax)
    const fifo = { MessageGroupId: this.#name, MessageDeduplicationId: id }
    const MessageBody = payloadOf(id, size).toString('base64')
    return { Id: id, MessageBody, ...(this.#pair.isFifo && fifo) }
  }

  /** @returns the messages' ids. @throws Error for one that was refused: with the limits off none may be */
  async #send(
    client: SQSClient,
    entries: SendMessageBatchRequestEntry[],
  ): Promise<readonly (string | undefined)[]> {
    const QueueUrl = this.#pair.source
    const [first] = entries
    if (first !== undefined && entries.length === 1) {
      const { Id: _, ...message } = first
      return [(await client.send(new SendMessageCommand({ QueueUrl, ...message }))).MessageId]
    }
    const { Successful = [], Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: entries }),
    )
    if (Failed.length > 0) throw new Error(`a message was refused: ${Failed[0]?.Message}`)
    return entries.map(({ Id }) => Successful.find((each) => each.Id === Id)?.MessageId)
  }
}
