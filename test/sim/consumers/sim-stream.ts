import type {
  ShardBatch,
  ShardInfo,
  StartingPosition,
  StreamRecord,
  StreamSource,
} from '../../../src/consumers/retrieval/stream-source.ts'
import type { SeededRandom } from '../seeded-random.ts'
import type { SimMachine } from './sim-machine.ts'

interface SimShard {
  readonly shardId: string
  readonly parents: readonly string[]
  readonly first: bigint
  readonly last: bigint
  readonly records: StreamRecord[]
  children: SimShard[]
  /** Past the retention: not listed any more, and without records. */
  isGone: boolean
}

const end = 2n ** 128n
const pollMs = 2000
const recordsPerRead = 20

/** A stream that takes records and is resharded, in memory. Sequence numbers grow through all shards. */
export class SimStream {
  readonly shards = new Map<string, SimShard>()
  readonly #random: SeededRandom
  #sequence = 0

  constructor(shardCount: number, random: SeededRandom) {
    this.#random = random
    const width = end / BigInt(shardCount)
    for (let i = 0; i < shardCount; i++) {
      const first = width * BigInt(i)
      this.#add([], first, i === shardCount - 1 ? end - 1n : first + width - 1n)
    }
  }

  get openShards(): SimShard[] {
    return [...this.shards.values()].filter(({ children }) => children.length === 0)
  }

  put(shard: SimShard): void {
    const sequenceNumber = String(++this.#sequence)
    shard.records.push({ sequenceNumber, partitionKey: 'k', data: Buffer.alloc(10), approximateArrivalMs: 0 })
  }

  split(shard: SimShard): void {
    const middle = (shard.first + shard.last) / 2n
    if (middle === shard.last) return
    shard.children = [
      this.#add([shard.shardId], shard.first, middle),
      this.#add([shard.shardId], middle + 1n, shard.last),
    ]
  }

  /** With the neighbour above it, if that one is open. */
  merge(shard: SimShard): void {
    const neighbour = this.openShards.find(({ first }) => first === shard.last + 1n)
    if (neighbour === undefined) return
    const child = this.#add([shard.shardId, neighbour.shardId], shard.first, neighbour.last)
    shard.children = [child]
    neighbour.children = [child]
  }

  /** The stream as one machine reads it. */
  source(machine: SimMachine): StreamSource {
    return {
      nameOf: (shardId) => ({ stream: 'orders', shardId }),
      listShards: () => machine.receive(machine.travel().then(() => this.#list())),
      read: (shardId, start, signal) => this.#read(machine, shardId, start, signal),
    }
  }

  #list(): ShardInfo[] {
    const there = [...this.shards.values()].filter(({ isGone }) => !isGone)
    return there.map((shard) => ({
      ...infoOf(shard),
      isOpen: shard.children.length === 0,
    }))
  }

  async *#read(
    machine: SimMachine,
    shardId: string,
    start: StartingPosition,
    signal: AbortSignal,
  ): AsyncGenerator<ShardBatch> {
    const shard = this.shards.get(shardId) as SimShard
    let next = placeOf(shard, start)
    while (!signal.aborted) {
      await machine.receive(machine.travel())
      if (signal.aborted) return
      if (shard.isGone) {
        yield { records: [], millisBehindLatest: 0, children: [] }
        return
      }
      const records = shard.records.slice(next, next + recordsPerRead)
      next += records.length
      const isEnd = shard.children.length > 0 && next === shard.records.length
      const children = isEnd ? shard.children.map(infoOf) : undefined
      yield { records, millisBehindLatest: 0, children }
      if (isEnd) return
      await machine.sleep(pollMs, signal)
    }
  }

  #add(parents: string[], first: bigint, last: bigint): SimShard {
    const shardId = `shardId-${String(this.shards.size).padStart(12, '0')}`
    const shard: SimShard = { shardId, parents, first, last, records: [], children: [], isGone: false }
    this.shards.set(shardId, shard)
    for (let i = this.#random.below(3); i > 0; i--) this.put(shard)
    return shard
  }
}

function infoOf({ shardId, parents, first, last }: SimShard) {
  return { shardId, parents, startingHashKey: String(first), endingHashKey: String(last) }
}

function placeOf({ records }: SimShard, start: StartingPosition): number {
  if (start.type === 'TRIM_HORIZON') return 0
  if (start.type !== 'AT_SEQUENCE_NUMBER') throw new Error(`simulated streams know no ${start.type}`)
  return records.findIndex(({ sequenceNumber }) => sequenceNumber === start.sequenceNumber)
}
