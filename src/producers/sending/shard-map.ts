import {
  type HashRange,
  HashRanges,
  hashKeyMax,
  hashKeyWords,
  hashPartitionKey,
  parseHashKey,
  readHashKey,
} from '../../partitioner/index.ts'
import type { OpenShard } from './stream-target.ts'

export interface Keys {
  readonly partitionKey: string
  readonly explicitHashKey: string | undefined
}

/** UTF-8 takes at most 4 bytes a character, and a key has at most 256. */
const keyBytesMax = 4 * 256

/* One call fills these and reads them without giving way to another. */
const keyBytes = Buffer.alloc(keyBytesMax)
const words = new Uint32Array(hashKeyWords)

function hash({ partitionKey, explicitHashKey }: Keys): void {
  if (explicitHashKey !== undefined && parseHashKey(explicitHashKey, words, 0)) return
  hashPartitionKey(keyBytes, 0, keyBytes.write(partitionKey), words, 0)
}

/** Which shard takes which hash keys, as of one moment. */
export class ShardMap {
  readonly #shardIds: readonly string[]
  readonly #ranges: HashRanges
  readonly #rangeOf: ReadonlyMap<string, HashRange>

  private constructor(shards: readonly (HashRange & { readonly shardId: string })[]) {
    this.#shardIds = shards.map(({ shardId }) => shardId)
    this.#ranges = new HashRanges(shards.map(({ start }) => start))
    this.#rangeOf = new Map(shards.map((shard) => [shard.shardId, shard]))
  }

  /** Undefined when the shards don't cover every hash key once: a list from the middle of a reshard. */
  static of(shards: readonly OpenShard[]): ShardMap | undefined {
    const sorted = shards
      .map(({ shardId, startingHashKey, endingHashKey }) => ({
        shardId,
        start: BigInt(startingHashKey),
        end: BigInt(endingHashKey),
      }))
      .sort((a, b) => (a.start < b.start ? -1 : 1))
    let next = 0n
    for (const { start, end } of sorted) {
      if (start !== next || end < start) return undefined
      next = end + 1n
    }
    return next === hashKeyMax + 1n ? new ShardMap(sorted) : undefined
  }

  shardOf(keys: Keys): string {
    hash(keys)
    return this.#shardIds[this.#ranges.indexOf(words, 0)] as string
  }

  has(shardId: string): boolean {
    return this.#rangeOf.has(shardId)
  }

  /** Whether the shard is one of these, and the keys are its own. */
  isIn(shardId: string, keys: Keys): boolean {
    const range = this.#rangeOf.get(shardId)
    if (range === undefined) return false
    hash(keys)
    const key = readHashKey(words, 0)
    return key >= range.start && key <= range.end
  }
}
