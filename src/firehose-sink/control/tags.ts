import { sortedTags, type Tag } from '../../shards/index.ts'
import { overLimit } from '../errors.ts'

/** Source: API_TagDeliveryStream. */
const tagsMax = 50

/** The tags with more tags, which take the place of those with the same keys, by key. @throws FIREHOSE_OVER_LIMIT */
export function withTags(tags: readonly Tag[], added: readonly Tag[]): Tag[] {
  const all = sortedTags([...new Map([...tags, ...added])])
  if (all.length <= tagsMax) return all
  throw overLimit(`A delivery stream has at most ${tagsMax} tags; this would make ${all.length}.`)
}
