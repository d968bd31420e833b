/** Shard ids are numbered within a stream, from 0. Source: answers of DescribeStream. */
export function shardIdOf(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`
}

/** The number in a shard id. @returns undefined for what is no id that `shardIdOf` makes */
export function shardIndexOf(id: string): number | undefined {
  const digits = /^shardId-(\d{12})$/.exec(id)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
