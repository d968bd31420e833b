import type { LogId, Offset } from '../../log/index.ts'
import type { Owner } from '../owner.ts'
import type { Tag } from '../settings/tags.ts'

export type ChannelStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'FAILED'

/** What the records of a stream are said to be; those that are not go to the dead letters. */
export type ChannelRecordFormat = 'JSON' | 'STRING' | 'BYTE_ARRAY'

/** A bucket, and whose it must be. */
export interface ChannelBucket {
  readonly arn: string
  /** 12 digits. */
  readonly owner: string
}

/** Where the objects of a channel go, and as what. */
export interface ChannelDestination {
  readonly bucket: ChannelBucket
  readonly keyTemplate: string
  readonly storageClass: 'STANDARD' | 'INTELLIGENT_TIERING' | 'GLACIER_IR'
  readonly compression: 'NONE' | 'GZIP' | 'ZSTD'
  readonly deadLetters: ChannelBucket & { readonly prefix: string }
}

/** What of the deliveries is to be logged. */
export interface ChannelLogging {
  readonly enabled: boolean
  readonly group?: string
  readonly stream?: string
}

/** The first record of a shard that a channel delivers. */
export interface ChannelStart {
  /** The shard's, which no other shard ever has. */
  readonly log: LogId
  readonly offset: Offset
}

/** One channel as the control log knows it. Plain data, never changed: a change is a new object. */
export interface ChannelState extends Owner {
  readonly name: string
  /** What its ARN ends in. Never used twice. */
  readonly id: string
  /** The name of its stream, which is there as long as the channel is, so no other stream of that name can be meant. */
  readonly stream: string
  readonly streamCreatedMs: number
  readonly roleArn: string
  readonly recordFormat: ChannelRecordFormat
  readonly createdMs: number
  /** CREATING is seen until then. */
  readonly activeAtMs: number
  /** Whether the destination was looked at. CREATING is seen until it was. */
  readonly opened: boolean
  /** What the destination was found to lack: FAILED for good. */
  readonly failure?: string
  /** UPDATING is seen until then, if it is set. */
  readonly updatingUntilMs?: number
  /** Set for a deleted channel: DELETING is seen until then, and nothing afterwards. */
  readonly goneAtMs?: number
  readonly destination: ChannelDestination
  /** How long a record may wait for others, in seconds. */
  readonly freshnessSeconds: number
  readonly logging: ChannelLogging
  /** Of the shards that there were when it was created. Of all others it delivers every record. */
  readonly starts: readonly ChannelStart[]
  /** Up to where is delivered, as events. Never used twice; dropped with the channel. */
  readonly positions: LogId
  readonly tags: readonly Tag[]
}

/** What a channel can become in the course of its life. */
export type ChannelChange = Partial<
  Pick<ChannelState, 'opened' | 'failure' | 'freshnessSeconds' | 'logging' | 'updatingUntilMs' | 'tags'>
>

/** @returns undefined for a deleted channel of which nothing is seen any more */
export function channelStatusOf(channel: ChannelState, nowMs: number): ChannelStatus | undefined {
  if (channel.goneAtMs !== undefined) return nowMs < channel.goneAtMs ? 'DELETING' : undefined
  if (channel.failure !== undefined) return 'FAILED'
  if (!channel.opened || nowMs < channel.activeAtMs) return 'CREATING'
  return nowMs < (channel.updatingUntilMs ?? 0) ? 'UPDATING' : 'ACTIVE'
}

/** As messages name it. */
export function channelLabel({ account, name }: { readonly account: string; readonly name: string }): string {
  return `Channel ${name} under account ${account}`
}
