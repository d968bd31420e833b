import { illegalTag, reservedTag, tooManyTags } from './errors.ts'

/** A pair, and tags a list of them and not an object: a tag may be called `__proto__`. */
export type Tag = readonly [key: string, value: string]

/** Source: API references of AddTagsToStream and TagResource. */
const tagsMax = 50

/*
 * Sources: for the characters, API_TagResource and API_Tag together; for the prefix, the rule as Firehose states it:
 * https://docs.amazonaws.cn/en_us/firehose/latest/dev/firehose-tagging-restrictions.md
 */
const tagCharacters = /^[\p{L}\p{N}\p{Z}\s_.:/=+\-@%]*$/u
const reservedPrefix = /^aws:/i

/**
 * The tags with more tags, which take the place of those with the same keys.
 * @param resource that they are of, as messages name it
 * @throws STREAM_TAGS_INVALID
 */
export function withTags(
  resource: string,
  tags: readonly Tag[],
  added: Readonly<Record<string, string>>,
): Tag[] {
  const all = new Map(tags)
  for (const [key, value] of Object.entries(added)) {
    if (!tagCharacters.test(key) || !tagCharacters.test(value)) throw illegalTag(key)
    if (reservedPrefix.test(key)) throw reservedTag(key)
    all.set(key, value)
  }
  if (all.size > tagsMax) throw tooManyTags(resource, all.size, tagsMax)
  return [...all]
}

/** The tags without those that have one of the keys; keys that none of them has make no difference. */
export function withoutTags(tags: readonly Tag[], keys: readonly string[]): Tag[] {
  const removed = new Set(keys)
  return tags.filter(([key]) => !removed.has(key))
}

/** The tags in the order in which they are listed: by key. */
export function sortedTags(tags: readonly Tag[]): Tag[] {
  return [...tags].sort(([a], [b]) => (a < b ? -1 : 1))
}
