import type { CodedError } from '../../base/index.ts'
import type { SqsErrorCode } from '../errors.ts'

/** A message attribute. The value is text for a data type that begins with String or Number, bytes for Binary. */
export interface MessageAttribute {
  readonly name: string
  /** With its custom label: `Number`, `String.city`. */
  readonly dataType: string
  readonly value: string | Uint8Array
}

/** One message to send. What is in it was checked for form already (characters, names, data types, numbers). */
export interface OutgoingMessage {
  /** UTF-8. Must not change until the send has settled. */
  readonly body: Uint8Array
  readonly attributes?: readonly MessageAttribute[]
  /** The system attribute AWSTraceHeader. */
  readonly traceHeader?: string
  /** 0 to 900; the queue's by default. */
  readonly delaySeconds?: number
  readonly groupId?: string
  readonly deduplicationId?: string
}

/** What became of one message of a send. */
export type SendOutcome = SentMessage | { readonly kind: 'refused'; readonly error: CodedError<SqsErrorCode> }

export interface SentMessage {
  readonly kind: 'sent'
  readonly messageId: string
  /** Hex. */
  readonly bodyMd5: string
  /** Hex; undefined without attributes. */
  readonly attributesMd5: string | undefined
  readonly systemAttributesMd5: string | undefined
  /** Of a FIFO queue: 20 digits. For a duplicate, that of the message which it repeats. */
  readonly sequenceNumber: string | undefined
}

export interface ReceiveRequest {
  /** 1 to 10. */
  readonly countMax: number
  /** Seconds, 0 to 43,200; the queue's by default. */
  readonly visibilityTimeout?: number
  /** 0 to 20; the queue's by default. */
  readonly waitTimeSeconds?: number
  /** FIFO only: the same within 5 minutes gives the same messages again. */
  readonly attemptId?: string
}

export interface ReceivedMessage {
  readonly messageId: string
  readonly receiptHandle: string
  /** UTF-8, in memory of its own. */
  readonly body: Buffer
  /** Hex. */
  readonly bodyMd5: string
  /** By name. Empty without. */
  readonly attributes: readonly MessageAttribute[]
  /** Of all of them, hex; undefined without. Of a part: see `messageAttributesMd5`. */
  readonly attributesMd5: string | undefined
  /** Account of the sender. */
  readonly senderId: string
  readonly sentMs: number
  /** With this receive, in all queues that the message was in. */
  readonly receiveCount: number
  readonly firstReceivedMs: number
  readonly traceHeader: string | undefined
  readonly groupId: string | undefined
  readonly deduplicationId: string | undefined
  readonly sequenceNumber: string | undefined
  /** Of a message in a dead-letter queue: the ARN of the queue it was moved from. */
  readonly deadLetterSourceArn: string | undefined
}

/** Undefined: done. */
export type EntryOutcome = CodedError<SqsErrorCode> | undefined

export interface VisibilityChange {
  readonly receiptHandle: string
  /** Seconds from now, 0 to 43,200. */
  readonly visibilityTimeout: number
}

/** All of it is exact at the moment of asking, messages that are on their way to the disk aside. */
export interface QueueCounts {
  readonly visible: number
  readonly notVisible: number
  readonly delayed: number
  /** Milliseconds; undefined when there is none. */
  readonly ageOfOldestMs: number | undefined
}
