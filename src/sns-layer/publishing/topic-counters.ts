import type { RejectionReason } from '../filters/index.ts'

/** What has gone through a topic since the start. */
export class TopicCounters {
  published = 0
  /** Sizes of those, messages and attributes. */
  publishedBytes = 0
  /** Messages taken in by queues. */
  delivered = 0
  /** Messages that a queue has not taken. */
  failed = 0
  /** Those of them that went to the dead-letter queue of their subscription. */
  redriven = 0
  /** Messages that filter policies have kept from subscriptions, each time one did. */
  readonly filteredOut: Record<RejectionReason, number> = {
    MessageAttributes: 0,
    NoMessageAttributes: 0,
    InvalidAttributes: 0,
    MessageBody: 0,
    InvalidMessageBody: 0,
  }
}
