import type { Stream } from '../../shards/index.ts'
import { absentMembers } from '../../wire/index.ts'

/** AWS names at most this many broken constraints. */
const violationsMax = 10

/**
 * The model lets partition keys be absent, since streams that spread their records need none. All others do.
 * @param pathOf the place of an entry's members in the input: `records.1.member.`
 * @throws ValidationException, as if the model had asked for them
 */
export function requirePartitionKeys(
  { spreadsRecords }: Stream,
  entries: readonly { readonly PartitionKey?: string | undefined }[],
  pathOf: (index: number) => string,
): void {
  if (spreadsRecords) return
  const paths: string[] = []
  for (const [i, { PartitionKey }] of entries.entries()) {
    if (PartitionKey === undefined && paths.length < violationsMax) paths.push(`${pathOf(i)}partitionKey`)
  }
  if (paths.length > 0) throw absentMembers(paths)
}
