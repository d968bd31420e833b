import { hash } from 'node:crypto'
import type { Clock } from '../../base/index.ts'
import type { Append, LogStore, Offset } from '../../log/index.ts'
import type { QueueState } from '../control/queue-state.ts'
import { deduplicationKey } from '../event-log/deduplication-window.ts'
import type { QueueData } from '../event-log/queue-data.ts'
import { QueueEventWriter } from '../event-log/queue-events.ts'
import type { OutgoingMessage, SendOutcome, SentMessage } from '../message/message.ts'
import { appendOf } from '../message/message-append.ts'
import { messageIdSize, messageIdText, writeMessageId } from '../message/message-id.ts'
import { md5Of, messageAttributesMd5, systemAttributesMd5 } from '../message/message-md5.ts'
import type { MessageRecord } from '../message/message-record.ts'
import { sequenceNumberOf } from '../message/sequence-number.ts'
import type { QueueCounters } from '../queue-counters.ts'
import { refusalOf } from './message-rules.ts'
import { sizeOf } from './message-size.ts'
import type { PreparedSend } from './prepared-send.ts'

export interface SendBatchParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly data: QueueData
  queue(): QueueState
  readonly counters: QueueCounters
}

/** A message that is to be written. */
interface Accepted {
  readonly message: OutgoingMessage
  readonly record: MessageRecord
  readonly offset: Offset
}

/** What a PreparedSend is made of. */
type PreparedBatch = Pick<PreparedSend, 'appends' | 'taken' | 'release'>

/** The messages of one call. From the first `add` to `commit` nothing else may happen to the queue. */
export class SendBatch {
  readonly #parts: SendBatchParts
  readonly #senderId: string
  readonly #queue: QueueState
  readonly #accepted: Accepted[] = []
  /** Of a FIFO queue: the deduplication key of each. */
  readonly #keys: Buffer[] = []
  readonly #first: Offset
  readonly #nowMs: number
  #acceptedBytes = 0
  #duplicates = 0

  constructor(parts: SendBatchParts, senderId: string) {
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
    const size = sizeOf(message)
    const error = refusalOf(message, size, this.#queue)
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
      this.#acceptedBytes += size
    } else this.#duplicates++
    return sent
  }

  /** Resolves when the messages are durable. @throws as LogStore.commit */
  async commit(): Promise<void> {
    const { store, data } = this.#parts
    const { append, events } = this.#framed()
    try {
      if (events.isEmpty) await store.commit([append])
      else await data.commit(events, [append]).done
    } finally {
      store.release(append.frames)
    }
  }

  /** The same for a commit of somebody else's. */
  prepare(): PreparedBatch {
    const { store, data } = this.#parts
    if (this.isEmpty) return { appends: [], taken: () => undefined, release: () => undefined }
    const { append, events } = this.#framed()
    const release = () => store.release(append.frames)
    if (events.isEmpty) return { appends: [append], taken: () => undefined, release }
    const prepared = data.prepare(events)
    return { appends: [prepared.append, append], taken: prepared.taken, release }
  }

  #framed(): { append: Append; events: QueueEventWriter } {
    const records = this.#accepted.map(({ record }) => record)
    const { append, timeMs } = appendOf(this.#parts.store, this.#queue.messages, records, this.#nowMs)
    const events = new QueueEventWriter()
    if (this.#queue.isFifo) events.identified(this.#first, timeMs, this.#keys)
    else this.#delayed(events, timeMs)
    return { append, events }
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
