import type { LogId } from '../log/index.ts'
import { evenHashRanges } from '../partitioner/index.ts'
import { illegalTag, reservedTag, tooManyTags } from './errors.ts'
import { onDemandShards, tagsMax } from './quotas.ts'
import type { Owner, ShardState, StreamMode, StreamState } from './stream-state.ts'

/** Source: API reference of CreateStream. */
const retentionHoursDefault = 24
/** Source: https://docs.aws.amazon.com/streams/latest/dev/large-records.html */
const maxRecordSizeKiBDefault = 1024

export interface StreamRequest {
  readonly name: string
  readonly mode: StreamMode
  /** For PROVISIONED; an on-demand stream starts with `onDemandShards`. */
  readonly shardCount?: number | undefined
  readonly maxRecordSizeKiB?: number | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
}

export function shardCountOf(request: StreamRequest): number {
  return request.mode === 'ON_DEMAND' ? onDemandShards : (request.shardCount ?? 1)
}

/** The state of a stream at its creation. @param newLogId called once for each shard */
export function newStream(
  { account, region }: Owner,
  request: StreamRequest,
  times: { readonly nowMs: number; readonly activeAtMs: number },
  newLogId: () => LogId,
): StreamState {
  const shards = evenHashRanges(shardCountOf(request)).map(
    ({ start, end }, index): ShardState => ({
      index,
      log: newLogId(),
      startingHashKey: start.toString(),
      endingHashKey: end.toString(),
      createdMs: times.nowMs,
    }),
  )
  return {
    account,
    region,
    name: request.name,
    mode: request.mode,
    createdMs: times.nowMs,
    activeAtMs: times.activeAtMs,
    retentionHours: retentionHoursDefault,
    maxRecordSizeKiB: request.maxRecordSizeKiB ?? maxRecordSizeKiBDefault,
    tags: Object.entries(request.tags ?? {}),
    shards,
  }
}

/*
 * Sources: for the characters, API_TagResource and API_Tag together; for the prefix, the rule as Firehose states it:
 * https://docs.amazonaws.cn/en_us/firehose/latest/dev/firehose-tagging-restrictions.md
 */
const tagCharacters = /^[\p{L}\p{N}\p{Z}\s_.:/=+\-@%]*$/u
const reservedPrefix = /^aws:/i

/** @throws STREAM_TAGS_INVALID */
export function checkTags(owner: Owner, { name, tags = {} }: StreamRequest): void {
  const entries = Object.entries(tags)
  if (entries.length > tagsMax) throw tooManyTags(name, owner, entries.length, tagsMax)
  checkTagTexts(entries)
}

/** @throws STREAM_TAGS_INVALID for a tag that no resource may have */
export function checkTagTexts(entries: readonly (readonly [key: string, value: string])[]): void {
  for (const [key, value] of entries) {
    if (!tagCharacters.test(key) || !tagCharacters.test(value)) throw illegalTag(key)
    if (reservedPrefix.test(key)) throw reservedTag(key)
  }
}
