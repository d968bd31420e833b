/** Shard ids are numbered within a stream, from 0. Source: answers of DescribeStream. */
export function shardIdOf(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`
}

const shardIndexMax = 2 ** 31 - 1

/**
 * The number in a shard id. AWS looks only at the digits behind the last hyphen: `shardId-0`, `x-0` and `0` all name
 * `shardId-000000000000`.
 * @returns undefined when there is no number up to 2^31 - 1
 */
export function shardIndexOf(id: string): number | undefined {
  const digits = id.slice(id.lastIndexOf('-') + 1)
  if (!/^\d+$/.test(digits)) return undefined
  const index = Number(digits)
  return index <= shardIndexMax ? index : undefined
}
