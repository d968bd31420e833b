import type { LogId } from '../../log/index.ts'
import type { Owner } from '../../sqs-layer/index.ts'

export interface Tag {
  readonly key: string
  readonly value: string
}

/** Within what a message of a FIFO topic is compared with others. Source: API reference of CreateTopic, FifoThroughputScope. */
export type FifoThroughputScope = 'Topic' | 'MessageGroup'

/** What a topic is set to. Ranges and forms are the caller's to check. The policy and the key are kept, and not enforced here. */
export interface TopicSettings {
  readonly displayName: string
  /** As the caller has written it; null: the owner's alone. */
  readonly policy: string | null
  /** As the caller has written it; null: AWS's. */
  readonly deliveryPolicy: string | null
  readonly kmsMasterKeyId: string | null
  readonly signatureVersion: '1' | '2'
  /** The last three are of FIFO topics. */
  readonly contentBasedDeduplication: boolean
  readonly fifoThroughputScope: FifoThroughputScope
  /** Days, 1 to 365; null: messages are not archived. */
  readonly archiveDays: number | null
  /** How deliveries are logged, by the names of AWS's attributes: `HTTPSuccessFeedbackRoleArn`. */
  readonly feedback: Readonly<Record<string, string>>
}

/** One topic as the control log knows it. Plain data, never changed: a change is a new object. */
export interface TopicState extends Owner {
  readonly name: string
  readonly isFifo: boolean
  readonly createdMs: number
  /** Its subscriptions. Never used twice, so it also tells this topic from any other that had its name. */
  readonly subscriptions: LogId
  /** Of a FIFO topic: what was published. */
  readonly published: LogId
  /** From when on messages are archived; null: they are not. */
  readonly archivedSinceMs: number | null
  readonly settings: TopicSettings
  readonly tags: readonly Tag[]
  /** As the caller has written it; null: none. */
  readonly dataProtectionPolicy: string | null
}

/** What a change makes of a topic; members that are absent stay. */
export interface TopicChange {
  readonly settings?: Partial<TopicSettings>
  readonly tags?: readonly Tag[]
  readonly dataProtectionPolicy?: string | null
  readonly archivedSinceMs?: number | null
}

/** Source: API reference of SetTopicAttributes. */
export const defaultTopicSettings: TopicSettings = {
  displayName: '',
  policy: null,
  deliveryPolicy: null,
  kmsMasterKeyId: null,
  signatureVersion: '1',
  contentBasedDeduplication: false,
  fifoThroughputScope: 'Topic',
  archiveDays: null,
  feedback: {},
}
