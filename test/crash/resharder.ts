import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  type Shard,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis'
import type { Ledger } from './ledger.ts'

/** So many reshards a second at the most: a check reads every shard that there ever was. */
const pauseMsMax = 60
const openShardsMax = 8

/** One reshard in so many is a scaling. */
const scalingEvery = 4

/** Splits and merges one shard after the other, or scales the stream, until `signal` aborts or the server is gone. Counts them in the ledger. */
export async function reshardUntilGone(
  client: KinesisClient,
  ledger: Ledger,
  { stream, signal }: { stream: string; signal: AbortSignal },
): Promise<void> {
  for (;;) {
    try {
      await delay(randomInt(pauseMsMax), undefined, { signal })
      await reshardOnce(client, stream)
      ledger.reshards++
    } catch (error) {
      if (signal.aborted) return
      throw error
    }
  }
}

async function reshardOnce(client: KinesisClient, StreamName: string): Promise<void> {
  const latest = { StreamName, ShardFilter: { Type: 'AT_LATEST' as const } }
  const open = ((await client.send(new ListShardsCommand(latest))).Shards ?? []).sort(byStart)
  if (randomInt(scalingEvery) === 0) {
    const TargetShardCount = randomInt(1, openShardsMax + 1)
    await client.send(
      new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }),
    )
    return
  }
  const i = randomInt(open.length)
  const [one, next] = open.slice(i)
  if (next !== undefined && randomInt(openShardsMax) < open.length) {
    const pair = { ShardToMerge: one!.ShardId, AdjacentShardToMerge: next.ShardId }
    await client.send(new MergeShardsCommand({ StreamName, ...pair }))
  } else {
    const middle = (startOf(one!) + endOf(one!) + 1n) / 2n
    const half = { ShardToSplit: one!.ShardId, NewStartingHashKey: `${middle}` }
    await client.send(new SplitShardCommand({ StreamName, ...half }))
  }
}

const startOf = ({ HashKeyRange }: Shard) => BigInt(HashKeyRange?.StartingHashKey ?? 0)
const endOf = ({ HashKeyRange }: Shard) => BigInt(HashKeyRange?.EndingHashKey ?? 0)
const byStart = (a: Shard, b: Shard) => (startOf(a) < startOf(b) ? -1 : 1)

/**
 * Holds the shards of a list against each other. @returns a sentence for each fault; none when the open ones have every
 * hash key once, and every child comes behind the end of its parents.
 */
export function shardFaultsOf(shards: readonly Shard[]): string[] {
  const faults: string[] = []
  let at = 0n
  for (const shard of shards.filter(isOpen).sort(byStart)) {
    if (startOf(shard) !== at) faults.push(`${shard.ShardId} begins at ${startOf(shard)}, not at ${at}`)
    at = endOf(shard) + 1n
  }
  if (at !== 2n ** 128n) faults.push(`the open shards end at ${at - 1n}`)
  const byId = new Map(shards.map((shard) => [shard.ShardId, shard]))
  for (const { ShardId, ParentShardId, AdjacentParentShardId, SequenceNumberRange } of shards) {
    for (const parent of [byId.get(ParentShardId), byId.get(AdjacentParentShardId)]) {
      const end = parent?.SequenceNumberRange?.EndingSequenceNumber
      if (parent !== undefined && !(end! < SequenceNumberRange!.StartingSequenceNumber!)) {
        faults.push(`${ShardId} does not come behind its parent ${parent.ShardId}`)
      }
    }
  }
  return faults
}

const isOpen = ({ SequenceNumberRange }: Shard) => SequenceNumberRange?.EndingSequenceNumber === undefined
