import type { LogId, Offset } from '../log/index.ts'

/** Whose resource something is. Two accounts, or two regions of one, never see each other's. */
export interface Owner {
  /** 12 digits. */
  readonly account: string
  readonly region: string
}

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND'
export type StreamStatus = 'CREATING' | 'ACTIVE' | 'DELETING'

/** One shard as the control log knows it. Plain data, never changed: a change is a new object. */
export interface ShardState {
  /** The number in the shard id. */
  readonly index: number
  /** Where its records are. Never used twice, so it also tells this shard from any other, of a deleted stream too. */
  readonly log: LogId
  /** Its hash keys, first and last, in decimal. */
  readonly startingHashKey: string
  readonly endingHashKey: string
  readonly createdMs: number
  /** The index of the shard that was split, or of the one of two that were merged. */
  readonly parent?: number
  readonly adjacentParent?: number
  /** Set for a closed shard: when it was closed, and one past its last record. */
  readonly closedMs?: number
  readonly endOffset?: Offset
}

/** One stream as the control log knows it. Plain data, never changed: a change is a new object. */
export interface StreamState extends Owner {
  readonly name: string
  readonly mode: StreamMode
  /** Also tells this stream from others that had its name. */
  readonly createdMs: number
  /** CREATING is seen until then. */
  readonly activeAtMs: number
  /** Set for a deleted stream: DELETING is seen until then, and nothing afterwards. */
  readonly goneAtMs?: number
  readonly retentionHours: number
  readonly maxRecordSizeKiB: number
  /** Pairs and not an object: a tag may be called `__proto__`. */
  readonly tags: readonly (readonly [key: string, value: string])[]
  /** By index, open and closed. */
  readonly shards: readonly ShardState[]
}

/** @returns undefined for a deleted stream of which nothing is seen any more */
export function statusOf(stream: StreamState, nowMs: number): StreamStatus | undefined {
  if (stream.goneAtMs !== undefined) return nowMs < stream.goneAtMs ? 'DELETING' : undefined
  return nowMs < stream.activeAtMs ? 'CREATING' : 'ACTIVE'
}

export function isOpen(shard: ShardState): boolean {
  return shard.closedMs === undefined
}

const hourMs = 3_600_000

/** Records that arrived before this are not given out any more, and are trimmed. */
export function retentionHorizonMs(stream: StreamState, nowMs: number): number {
  return nowMs - stream.retentionHours * hourMs
}
