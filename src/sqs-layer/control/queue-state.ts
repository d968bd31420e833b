import type { LogId } from '../../log/index.ts'

/** Whose resource something is. Two accounts, or two regions of one, never see each other's. */
export interface Owner {
  /** 12 digits. */
  readonly account: string
  readonly region: string
}

export interface Tag {
  readonly key: string
  readonly value: string
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string
  /** A message that was received so often is moved when it would be received once more. 1 to 1,000. */
  readonly maxReceiveCount: number
}

export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue'
  /** With `byQueue` and only then: 1 to 10. */
  readonly sourceQueueArns?: readonly string[]
}

export type DeduplicationScope = 'queue' | 'messageGroup'
export type FifoThroughputLimit = 'perQueue' | 'perMessageGroupId'

/**
 * What a queue is set to. Ranges are the caller's to check; what needs other queues, or does not go together, is checked
 * by `QueueControl`. The policy and the members about encryption are kept, and not enforced here.
 */
export interface QueueSettings {
  /** 0 to 900. */
  readonly delaySeconds: number
  /** Bytes, 1,024 to 1,048,576. */
  readonly maximumMessageSize: number
  /** Seconds, 60 to 1,209,600. */
  readonly messageRetentionPeriod: number
  /** 0 to 20. */
  readonly receiveMessageWaitTimeSeconds: number
  /** Seconds, 0 to 43,200. */
  readonly visibilityTimeout: number
  /** As the caller has written it; null: none. */
  readonly policy: string | null
  readonly redrivePolicy: RedrivePolicy | null
  readonly redriveAllowPolicy: RedriveAllowPolicy | null
  readonly kmsMasterKeyId: string | null
  readonly kmsDataKeyReusePeriodSeconds: number
  readonly sqsManagedSseEnabled: boolean
  /** The last three are of FIFO queues. */
  readonly contentBasedDeduplication: boolean
  readonly deduplicationScope: DeduplicationScope
  readonly fifoThroughputLimit: FifoThroughputLimit
}

/** One queue as the control log knows it. Plain data, never changed: a change is a new object. */
export interface QueueState extends Owner {
  readonly name: string
  readonly isFifo: boolean
  readonly createdMs: number
  readonly modifiedMs: number
  /** Set for a deleted queue: when that was. Its name is free again 60 s later. */
  readonly deletedMs?: number
  /** Its messages. Never used twice, so it also tells this queue from any other that had its name. */
  readonly messages: LogId
  /** What happened to them. */
  readonly events: LogId
  /** From which the ids of its messages follow. */
  readonly idSeed: Uint8Array
  readonly settings: QueueSettings
  readonly tags: readonly Tag[]
}

/** What a change makes of a queue; members that are absent stay. */
export interface QueueChange {
  readonly settings?: Partial<QueueSettings>
  readonly tags?: readonly Tag[]
}

/** Source: Amazon SQS API Reference, SetQueueAttributes; Developer Guide, "Quotas". */
export const defaultSettings: QueueSettings = {
  delaySeconds: 0,
  maximumMessageSize: 1_048_576,
  messageRetentionPeriod: 345_600,
  receiveMessageWaitTimeSeconds: 0,
  visibilityTimeout: 30,
  policy: null,
  redrivePolicy: null,
  redriveAllowPolicy: null,
  kmsMasterKeyId: null,
  kmsDataKeyReusePeriodSeconds: 300,
  sqsManagedSseEnabled: true,
  contentBasedDeduplication: false,
  deduplicationScope: 'queue',
  fifoThroughputLimit: 'perQueue',
}
