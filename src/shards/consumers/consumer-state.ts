import type { Owner } from '../owner.ts'
import type { Tag } from '../settings/tags.ts'

export type ConsumerStatus = 'CREATING' | 'ACTIVE' | 'DELETING'

/** One registered consumer of a stream as the control log knows it. Plain data, never changed: a change is a new object. */
export interface ConsumerState extends Owner {
  /** The name of the stream. A consumer goes with its stream, so no other stream of that name can be meant. */
  readonly stream: string
  readonly name: string
  /** Also tells this consumer from others that had its name. */
  readonly createdMs: number
  /** CREATING is seen until then. */
  readonly activeAtMs: number
  /** Set for a deregistered consumer: DELETING is seen until then, and nothing afterwards. */
  readonly goneAtMs?: number
  readonly tags: readonly Tag[]
  /** Null, as absent: none. */
  readonly policy?: string | null
}

/** What a consumer can become in the course of its life. */
export type ConsumerChange = Partial<Pick<ConsumerState, 'tags' | 'policy'>>

/** @returns undefined for a deregistered consumer of which nothing is seen any more */
export function consumerStatusOf(consumer: ConsumerState, nowMs: number): ConsumerStatus | undefined {
  if (consumer.goneAtMs !== undefined) return nowMs < consumer.goneAtMs ? 'DELETING' : undefined
  return nowMs < consumer.activeAtMs ? 'CREATING' : 'ACTIVE'
}

/** As messages name it. */
export function consumerLabel({
  account,
  name,
}: {
  readonly account: string
  readonly name: string
}): string {
  return `Consumer ${name} under account ${account}`
}
