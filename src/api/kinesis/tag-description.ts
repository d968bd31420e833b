import type { Tag } from '../../shards/index.ts'

/** A tag as both families of operations list it. */
export function describeTag([key, value]: Tag): { Key: string; Value: string } {
  return { Key: key, Value: value }
}
