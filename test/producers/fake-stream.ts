import { hash } from 'node:crypto'
import { readAggregatedRecord } from '../../src/aggregation/index.ts'
import type { Clock } from '../../src/base/index.ts'
import type {
  EntryOutcome,
  StreamFacts,
  StreamTarget,
  TargetEntry,
} from '../../src/producers/sending/stream-target.ts'
import type { SeededRandom } from '../sim/seeded-random.ts'

interface FakeShard {
  readonly shardId: string
  readonly start: bigint
  readonly end: bigint
  isOpen: boolean
}

interface StoredRecord extends TargetEntry {
  readonly shardId: string
  readonly sequenceNumber: string
}

/** A record as a consumer of the KCL's kind sees it. */
export interface SeenRecord {
  readonly shardId: string
  readonly sequenceNumber: string
  readonly subSequenceNumber: number
  readonly partitionKey: string
  readonly text: string
}

/** How often each fault comes: from 0, never, to 1. */
export interface Faults {
  readonly lostRequest: number
  readonly lostAnswer: number
  readonly throttled: number
  readonly failed: number
  readonly latencyMsMax: number
  /** A whole request that no repetition would help. */
  readonly refused: number
}

export const noFaults: Faults = {
  lostRequest: 0,
  lostAnswer: 0,
  throttled: 0,
  failed: 0,
  latencyMsMax: 20,
  refused: 0,
}

export class Refusal extends Error {
  override name = 'ValidationException'
}

const keysEnd = 2n ** 128n

function hashKeyOf(partitionKey: string, explicitHashKey: string | undefined): bigint {
  return explicitHashKey === undefined ? BigInt(`0x${hash('md5', partitionKey)}`) : BigInt(explicitHashKey)
}

/** A stream in memory, with the faults of a network and a service, that can be resharded. */
export class FakeStream implements StreamTarget {
  readonly stored: StoredRecord[] = []
  readonly requests: (readonly TargetEntry[])[] = []
  readonly requestMs: number[] = []
  readonly #shards: FakeShard[]
  readonly #clock: Clock
  readonly #random: SeededRandom
  faults: Faults
  keysChooseShards = true
  recordSizeMax = 1024 * 1024
  requestsAtOnce = 0
  requestsAtOnceMost = 0

  constructor(clock: Clock, random: SeededRandom, faults: Faults = noFaults, shardCount = 2) {
    this.#clock = clock
    this.#random = random
    this.faults = faults
    const width = keysEnd / BigInt(shardCount)
    this.#shards = Array.from({ length: shardCount }, (_, i) => ({
      shardId: `shard-${i}`,
      start: BigInt(i) * width,
      end: i === shardCount - 1 ? keysEnd - 1n : BigInt(i + 1) * width - 1n,
      isOpen: true,
    }))
  }

  async describe(): Promise<StreamFacts> {
    await this.#clock.sleep(this.#random.below(this.faults.latencyMsMax + 1))
    if (this.#random.chance(this.faults.lostRequest)) throw new Error('lost')
    const shards = this.#shards
      .filter(({ isOpen }) => isOpen)
      .map(({ shardId, start, end }) => ({ shardId, startingHashKey: `${start}`, endingHashKey: `${end}` }))
    return { recordSizeMax: this.recordSizeMax, keysChooseShards: this.keysChooseShards, shards }
  }

  async put(entries: readonly TargetEntry[]): Promise<readonly EntryOutcome[]> {
    this.requests.push(entries)
    this.requestMs.push(this.#clock.monotonicMs())
    this.requestsAtOnceMost = Math.max(this.requestsAtOnceMost, ++this.requestsAtOnce)
    await this.#clock.sleep(this.#random.below(this.faults.latencyMsMax + 1))
    try {
      if (this.#random.chance(this.faults.lostRequest)) throw new Error('lost')
      if (this.#random.chance(this.faults.refused)) throw new Refusal('refused')
      const outcomes = entries.map((entry) => this.#store(entry))
      await this.#clock.sleep(this.#random.below(this.faults.latencyMsMax + 1))
      if (this.#random.chance(this.faults.lostAnswer)) throw new Error('lost')
      return outcomes
    } finally {
      this.requestsAtOnce--
    }
  }

  isFinal(error: unknown): boolean {
    return error instanceof Refusal
  }

  #store(entry: TargetEntry): EntryOutcome {
    if (this.#random.chance(this.faults.throttled))
      return { kind: 'throttled', failure: new Error('throttled') }
    if (this.#random.chance(this.faults.failed)) return { kind: 'failed', failure: new Error('failed') }
    const { shardId } = this.keysChooseShards
      ? this.#openShardOf(hashKeyOf(entry.partitionKey, entry.explicitHashKey))
      : this.#random.pick(this.#shards)
    const sequenceNumber = String(this.stored.length)
    this.stored.push({ ...entry, data: Buffer.from(entry.data), shardId, sequenceNumber })
    return { kind: 'put', shardId, sequenceNumber }
  }

  #openShardOf(hashKey: bigint): FakeShard {
    const shard = this.#shards.find(({ start, end, isOpen }) => isOpen && start <= hashKey && hashKey <= end)
    return shard as FakeShard
  }

  /** Splits a shard, or merges two that adjoin. */
  reshard(): void {
    const open = this.#shards.filter(({ isOpen }) => isOpen).sort((a, b) => (a.start < b.start ? -1 : 1))
    const i = this.#random.below(open.length)
    const [shard, next] = [open[i] as FakeShard, open[i + 1]]
    shard.isOpen = false
    if (next !== undefined && this.#random.chance(0.5)) {
      next.isOpen = false
      this.#addShard(shard.start, next.end)
      return
    }
    const middle = (shard.start + shard.end) / 2n
    this.#addShard(shard.start, middle)
    this.#addShard(middle + 1n, shard.end)
  }

  #addShard(start: bigint, end: bigint): void {
    this.#shards.push({ shardId: `shard-${this.#shards.length}`, start, end, isOpen: true })
  }

  /** What a consumer gets: aggregates taken apart, without the records of other shards, in the order of their storing. */
  seen(): SeenRecord[] {
    return this.stored.flatMap(({ shardId, sequenceNumber, partitionKey, data }) => {
      const aggregated = readAggregatedRecord(data)
      if (aggregated === undefined)
        return [{ shardId, sequenceNumber, subSequenceNumber: 0, partitionKey, text: data.toString() }]
      const { start, end } = this.#shards.find((shard) => shard.shardId === shardId) as FakeShard
      return aggregated
        .filter((record) => {
          const hashKey = hashKeyOf(record.partitionKey, record.explicitHashKey)
          return start <= hashKey && hashKey <= end
        })
        .map(({ subSequenceNumber, ...record }) => ({
          shardId,
          sequenceNumber,
          subSequenceNumber,
          partitionKey: record.partitionKey,
          text: record.data.toString(),
        }))
    })
  }
}
