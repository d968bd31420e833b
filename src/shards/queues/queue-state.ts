import type { LogId, Offset } from '../../log/index.ts'
import type { Owner } from '../owner.ts'
import type { Tag } from '../settings/tags.ts'

export type StreamQueueStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING'

/** Where a queue begins, as the caller has asked for it. */
export type QueuePosition =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'LATEST' }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestampMs: number }

/** What a queue is set to. */
export interface StreamQueueSettings {
  /** Seconds, 0 to 43,200. */
  readonly visibilityTimeout: number
  /** A record that was received so often is a dead letter when it is seen again. 1 to 1,000; null: it never becomes one. */
  readonly maxReceiveCount: number | null
}

/** The first record of a shard that a queue gives out. */
export interface QueueStart {
  /** Its index. */
  readonly shard: number
  readonly offset: Offset
}

/** One queue over a stream as the control log knows it. Plain data, never changed: a change is a new object. */
export interface StreamQueueState extends Owner {
  readonly name: string
  /** What its ARN ends in. Never used twice. */
  readonly id: string
  /** The name of its stream, which is there as long as the queue is, so no other stream of that name can be meant. */
  readonly stream: string
  readonly streamCreatedMs: number
  readonly createdMs: number
  /** CREATING is seen until then. */
  readonly activeAtMs: number
  /** UPDATING is seen until then, if it is set. */
  readonly updatingUntilMs?: number
  /** Set for a deleted queue: DELETING is seen until then, and nothing afterwards. */
  readonly goneAtMs?: number
  readonly position: QueuePosition
  /** About when the first record came, or will come, that it gives out. */
  readonly startsAtMs: number
  /** Of the shards that there were when it was created. Of all others it gives out every record. */
  readonly starts: readonly QueueStart[]
  /** What happens to the records. Never used twice. */
  readonly events: LogId
  readonly settings: StreamQueueSettings
  readonly tags: readonly Tag[]
  /** Null, as absent: none. */
  readonly policy?: string | null
}

/** What a queue can become in the course of its life. */
export type StreamQueueChange = Partial<
  Pick<StreamQueueState, 'settings' | 'tags' | 'policy' | 'updatingUntilMs' | 'goneAtMs'>
>

/** Source: API reference of CreateQueue. */
export const defaultQueueSettings: StreamQueueSettings = { visibilityTimeout: 30, maxReceiveCount: 6 }

/** @returns undefined for a deleted queue of which nothing is seen any more */
export function queueStatusOf(queue: StreamQueueState, nowMs: number): StreamQueueStatus | undefined {
  if (queue.goneAtMs !== undefined) return nowMs < queue.goneAtMs ? 'DELETING' : undefined
  if (nowMs < queue.activeAtMs) return 'CREATING'
  return nowMs < (queue.updatingUntilMs ?? 0) ? 'UPDATING' : 'ACTIVE'
}

/** As messages name it. */
export function queueLabel({ account, name }: { readonly account: string; readonly name: string }): string {
  return `Queue ${name} under account ${account}`
}
