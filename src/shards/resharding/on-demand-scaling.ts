import { onDemandShards } from '../limits.ts'

/*
 * How on-demand streams grow. A load is in shards: 1 is what one shard takes in, in bytes or in records, whichever is
 * nearer to its limit.
 *
 * What AWS says (https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html): a stream accommodates up
 * to double the peak of its writes in the last 30 days; a shard with more than 500 KB/s, half of its limit, is split
 * within 15 minutes; writes that more than double within 15 minutes may be throttled; a hot key is not set apart.
 * That load counts once it has been held for five minutes, and how far hot shards go, are ours. So is that a stream
 * does not shrink: its shards then are the memory of its peak, over 30 days and over restarts.
 */

/** The load of one stream over one interval. */
export interface LoadSample {
  readonly stream: number
  /** Of each open shard, by number. */
  readonly shards: ReadonlyMap<number, number>
}

/** How many samples in a row must show a load for it to count. */
export const sustainedSamples = 5

const hotShardLoad = 0.5
const headroom = 2
/** How many shards splits of hot ones may lead to, as a multiple of what an even load would get: a hot key stays hot. */
const unevenness = 2

export interface ScalingInput {
  /** The newest last. Of more than `sustainedSamples` the last ones count. */
  readonly samples: readonly LoadSample[]
  readonly openShards: number
  /** The greatest load that was sustained so far; see `sustainedLoad`. */
  readonly peak: number
  /** How many shards warm throughput asks for, one for each MiB a second; 0 without it. */
  readonly warmShards: number
  /** The most that the stream may have. */
  readonly shardsMax: number
}

export type ScalingDecision =
  /** To be spread evenly over so many shards. */
  | { readonly kind: 'scale'; readonly splitTo: number }
  /** Each of these is to become two. */
  | { readonly kind: 'split-hot'; readonly shards: readonly number[] }

/** The load that each of the last samples shows at least; 0 before there are enough. */
export function sustainedLoad(samples: readonly LoadSample[]): number {
  if (samples.length < sustainedSamples) return 0
  return Math.min(...samples.slice(-sustainedSamples).map(({ stream }) => stream))
}

/** @returns undefined for a stream that is as large as it should be */
export function decideScaling(input: ScalingInput): ScalingDecision | undefined {
  const { openShards, shardsMax } = input
  const wanted = Math.min(shardsMax, Math.max(input.warmShards, doubled(openShards, evenShards(input))))
  if (wanted > openShards) return { kind: 'scale', splitTo: wanted }
  const hotMax = Math.min(shardsMax, unevenness * Math.max(onDemandShards, evenShards(input)))
  const hot = hotShards(input.samples).slice(0, Math.max(0, hotMax - openShards))
  return hot.length > 0 ? { kind: 'split-hot', shards: hot } : undefined
}

/** Enough for double the peak. */
function evenShards({ samples, peak }: ScalingInput): number {
  return Math.ceil(headroom * Math.max(peak, sustainedLoad(samples)))
}

/** Doubles until there are as many: then each shard is split, and none has to be merged with its neighbour. */
function doubled(openShards: number, wanted: number): number {
  let count = openShards
  while (count < wanted) count *= 2
  return count
}

/** Those that were hot in each of the last samples, the hottest first. */
function hotShards(samples: readonly LoadSample[]): number[] {
  if (samples.length < sustainedSamples) return []
  const last = samples.slice(-sustainedSamples)
  const lowestOf = (index: number) => Math.min(...last.map(({ shards }) => shards.get(index) ?? 0))
  return [...last.at(-1)!.shards.keys()]
    .map((index) => ({ index, load: lowestOf(index) }))
    .filter(({ load }) => load > hotShardLoad)
    .sort((a, b) => b.load - a.load || a.index - b.index)
    .map(({ index }) => index)
}
