import type { Tag } from '../../sqs-layer/index.ts'
import { invalidParameter } from './errors.ts'

/*
 * Source of the limits: SQS Developer Guide, "Amazon SQS cost allocation tags", and the API reference of TagQueue. Texts ours.
 * Source of the prefix: AWS's general rules for tags.
 */
const tagsMax = 50
const keyLengthMax = 128
const valueLengthMax = 256
const reservedPrefix = /^aws:/i

/** The tags with more tags, which take the place of those with the same keys. @throws InvalidParameterValue */
export function withTags(tags: readonly Tag[], added: Readonly<Record<string, string>>): Tag[] {
  const all = new Map(tags.map(({ key, value }) => [key, value]))
  for (const [key, value] of Object.entries(added)) {
    checkTag(key, value)
    all.set(key, value)
  }
  if (all.size > tagsMax) throw invalidParameter(`A queue can have at most ${tagsMax} tags.`)
  return [...all].map(([key, value]) => ({ key, value }))
}

/** The tags without those that have one of the keys; keys that none of them has make no difference. */
export function withoutTags(tags: readonly Tag[], keys: readonly string[]): Tag[] {
  const removed = new Set(keys)
  return tags.filter(({ key }) => !removed.has(key))
}

/** By key. The result has no prototype: a key may be `__proto__`. */
export function describeTags(tags: readonly Tag[]): Record<string, string> {
  const texts: Record<string, string> = Object.create(null)
  for (const { key, value } of [...tags].sort((a, b) => (a.key < b.key ? -1 : 1))) texts[key] = value
  return texts
}

function checkTag(key: string, value: string): void {
  if (key === '' || key.length > keyLengthMax) {
    throw invalidParameter(`The key of a tag must have 1 to ${keyLengthMax} characters.`)
  }
  if (value.length > valueLengthMax) {
    throw invalidParameter(`The value of a tag can have at most ${valueLengthMax} characters.`)
  }
  if (reservedPrefix.test(key)) throw invalidParameter('The key of a tag must not begin with aws:.')
}
