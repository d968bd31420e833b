import { hash } from 'node:crypto'
import type { Clock } from '../base/index.ts'
import type { LogStore, Offset } from '../log/index.ts'
import type { QueueState } from './control/queue-state.ts'
import {
  batchTooLarge,
  invalidParameter,
  messageTooLarge,
  missingParameter,
  noDeduplicationId,
  type SqsError,
} from './errors.ts'
import { deduplicationKey } from './event-log/deduplication-window.ts'
import type { QueueData } from './event-log/queue-data.ts'
import { QueueEventWriter } from './event-log/queue-events.ts'
import type { OutgoingMessage, SendOutcome, SentMessage } from './message/message.ts'
import { appendOf } from './message/message-append.ts'
import { messageIdSize, messageIdText, writeMessageId } from './message/message-id.ts'
import { md5Of, messageAttributesMd5, systemAttributesMd5 } from './message/message-md5.ts'
import type { MessageRecord } from './message/message-record.ts'
import { sequenceNumberOf } from './message/sequence-number.ts'
import type { QueueCounters } from './queue-counters.ts'

/** Source: the service model of SQS, SendMessageBatch. */
const batchBytesMax = 1_048_576
const idLengthMax = 128

const notForThisType = 'The request include parameter that is not valid for this queue type'

export interface SenderParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly data: QueueData
  queue(): QueueState
  readonly counters: QueueCounters
  /** Called when messages have become durable. */
  sent(): void
}

/** A message that is to be written. */
interface Accepted {
  readonly message: OutgoingMessage
  readonly record: MessageRecord
  readonly offset: Offset
}

/** Takes the messages of one call of SendMessage or SendMessageBatch. */
export class Sender {
  readonly #parts: SenderParts
  /** Resolves when all sends so far are durable. */
  #durable: Promise<unknown> = Promise.resolve()

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
      await this.#durable
      batch.count()
      return outcomes
    }
    const done = batch.commit()
    this.#durable = Promise.all([this.#durable, done]).catch(() => undefined)
    await done
    batch.count()
    this.#parts.sent()
    return outcomes
  }
}

/** The messages of one call. From the first `add` to `commit` nothing else may happen to the queue. */
class SendBatch {
  readonly #parts: SenderParts
  readonly #senderId: string
  readonly #queue: QueueState
  readonly #accepted: Accepted[] = []
  /** Of a FIFO queue: the deduplication key of each. */
  readonly #keys: Buffer[] = []
  readonly #first: Offset
  readonly #nowMs: number
  #acceptedBytes = 0
  #duplicates = 0

  constructor(parts: SenderParts, senderId: string) {
    this.#parts = parts
    this.#senderId = senderId
    this.#queue = parts.queue()
    this.#first = parts.data.next
    this.#nowMs = parts.clock.nowMs()
  }

  get isEmpty(): boolean {
    return this.#accepted.length === 0
  }

  /** @returns what the answer is if the commit succeeds */
  add(message: OutgoingMessage): SendOutcome {
    const error = this.#refusalOf(message)
    if (error !== undefined) return { kind: 'refused', error }
    const deduplicationId = this.#deduplicationIdOf(message)
    const known = this.#queue.isFifo ? this.#identify(message, deduplicationId!) : -1
    const offset = known >= 0 ? known : this.#first + this.#accepted.length
    const id = Buffer.allocUnsafe(messageIdSize)
    writeMessageId(id, 0, this.#queue.idSeed, offset)
    const sent = this.#answerOf(message, id, offset)
    if (known < 0) {
      const record = recordOf(message, sent, { id, senderId: this.#senderId, deduplicationId })
      this.#accepted.push({ message, record, offset })
      this.#acceptedBytes += sizeOf(message)
    } else this.#duplicates++
    return sent
  }

  /** Resolves when the messages are durable. @throws as LogStore.commit */
  async commit(): Promise<void> {
    const { store, data } = this.#parts
    const records = this.#accepted.map(({ record }) => record)
    const { append, timeMs } = appendOf(store, this.#queue.messages, records, this.#nowMs)
    const events = new QueueEventWriter()
    if (this.#queue.isFifo) events.identified(this.#first, timeMs, this.#keys)
    else this.#delayed(events, timeMs)
    try {
      if (events.isEmpty) await store.commit([append])
      else await data.commit(events, [append]).done
    } finally {
      store.release(append.frames)
    }
  }

  /** To be called when the messages are durable. */
  count(): void {
    const { counters } = this.#parts
    counters.sent += this.#accepted.length
    counters.sentBytes += this.#acceptedBytes
    counters.duplicates += this.#duplicates
  }

  /** Of a standard queue: one event for each run of messages with one delay. */
  #delayed(events: QueueEventWriter, timeMs: number): void {
    const { settings } = this.#queue
    const delays = this.#accepted.map(({ message }) => message.delaySeconds ?? settings.delaySeconds)
    for (let i = 0, end = 0; i < delays.length; i = end) {
      while (end < delays.length && delays[end] === delays[i]) end++
      if (delays[i]! > 0) events.delayed(this.#first + i, end - i, timeMs + delays[i]! * 1000)
    }
  }

  #refusalOf(message: OutgoingMessage): SqsError | undefined {
    const { isFifo, settings } = this.#queue
    const { groupId, deduplicationId, delaySeconds } = message
    if (sizeOf(message) > settings.maximumMessageSize) return messageTooLarge(settings.maximumMessageSize)
    for (const id of [groupId, deduplicationId]) {
      if (id !== undefined && (id.length === 0 || id.length > idLengthMax))
        return invalidParameter(
          id === groupId ? 'MessageGroupId' : 'MessageDeduplicationId',
          id,
          `It can only include alphanumeric and punctuation characters. 1 to ${idLengthMax} in length`,
        )
    }
    if (!isFifo) {
      return deduplicationId === undefined
        ? undefined
        : invalidParameter('MessageDeduplicationId', deduplicationId, notForThisType)
    }
    if (groupId === undefined) return missingParameter('MessageGroupId')
    if (delaySeconds !== undefined && delaySeconds !== 0)
      return invalidParameter('DelaySeconds', String(delaySeconds), notForThisType)
    if (deduplicationId === undefined && !settings.contentBasedDeduplication) return noDeduplicationId()
    return undefined
  }

  #deduplicationIdOf({ deduplicationId, body }: OutgoingMessage): string | undefined {
    if (deduplicationId !== undefined || !this.#queue.isFifo) return deduplicationId
    return hash('sha256', body, 'hex')
  }

  /** @returns the offset of the message that this one repeats; -1 if it is new, and then its key is kept */
  #identify({ groupId }: OutgoingMessage, deduplicationId: string): Offset {
    const { deduplicationScope } = this.#queue.settings
    const key = deduplicationKey(deduplicationId, deduplicationScope === 'queue' ? undefined : groupId)
    const known = this.#parts.data.window.find(key, this.#nowMs)
    if (known >= 0) return known
    const before = this.#keys.findIndex((other) => other.equals(key))
    if (before >= 0) return this.#first + before
    this.#keys.push(key)
    return -1
  }

  #answerOf(message: OutgoingMessage, id: Buffer, offset: Offset): SentMessage {
    return {
      kind: 'sent',
      messageId: messageIdText(id, 0),
      bodyMd5: md5Of(message.body),
      attributesMd5: messageAttributesMd5(message.attributes ?? []),
      systemAttributesMd5: systemAttributesMd5(message.traceHeader),
      sequenceNumber: this.#queue.isFifo ? sequenceNumberOf(this.#queue, offset) : undefined,
    }
  }
}

function recordOf(
  message: OutgoingMessage,
  sent: SentMessage,
  own: { id: Buffer; senderId: string; deduplicationId: string | undefined },
): MessageRecord {
  const { body, attributes = [], traceHeader, groupId } = message
  const bodyMd5 = Buffer.from(sent.bodyMd5, 'hex')
  const attributesMd5 = Buffer.from(sent.attributesMd5 ?? '', 'hex')
  return { ...own, bodyMd5, attributesMd5, body, attributes, traceHeader, groupId, past: undefined }
}

/** What counts for the limits: the body, and of the attributes names, data types and values. */
function sizeOf({ body, attributes = [] }: OutgoingMessage): number {
  let size = body.length
  for (const { name, dataType, value } of attributes) {
    const valueSize = typeof value === 'string' ? Buffer.byteLength(value) : value.length
    size += Buffer.byteLength(name) + Buffer.byteLength(dataType) + valueSize
  }
  return size
}
