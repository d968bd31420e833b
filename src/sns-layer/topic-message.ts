import type { MessageAttribute } from '../sqs-layer/index.ts'
import type { Protocol } from './control/subscription-state.ts'

/** One message that was published to a topic, as subscribers get it. */
export interface TopicMessage {
  readonly messageId: string
  readonly topicArn: string
  readonly subject: string | undefined
  /** For every protocol without one of its own. */
  readonly message: string
  /** Of the message structure `json`: the texts for single protocols, or platforms of mobile push. */
  readonly messageOf: Readonly<Record<string, string>>
  readonly attributes: readonly MessageAttribute[]
  /** When it was published. */
  readonly timeMs: number
  readonly groupId: string | undefined
  /** The last two are of FIFO topics. */
  readonly deduplicationId: string | undefined
  readonly sequenceNumber: string | undefined
  /** Whether it comes from the archive. */
  readonly replayed: boolean
}

/** What a subscriber of that protocol gets. */
export function textFor({ message, messageOf }: TopicMessage, protocol: Protocol): string {
  return messageOf[protocol] ?? message
}
