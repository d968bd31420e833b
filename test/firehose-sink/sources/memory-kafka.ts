import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../../src/base/index.ts'
import type {
  From,
  KafkaClient,
  OffsetsAt,
  PartitionRead,
  Topic,
} from '../../../src/firehose-sink/sources/kafka/kafka-client.ts'
import { partitionKey } from '../../../src/firehose-sink/sources/kafka/partition.ts'

interface KeptRecord {
  readonly text: string
  readonly timeMs: number
}

interface KeptPartition {
  leader: number
  /** The first offset that is still there. */
  start: number
  readonly records: KeptRecord[]
}

/** One topic of a cluster of Kafka, in memory, with brokers that can be out of reach. Answers at once, also with nothing. */
export class MemoryKafka {
  readonly down = new Set<number>()
  readonly fetches: { broker: number; from: readonly From[] }[] = []
  /** By broker: what it has read is answered when this resolves. */
  readonly gates = new Map<number, Promise<void>>()
  /** How many answers have gone out. */
  answered = 0
  #id = 0
  #partitions: KeptPartition[] = []
  readonly #clock: Clock

  constructor(clock: Clock, partitions: number) {
    this.#clock = clock
    this.make(partitions)
  }

  /** The topic anew, with another id. */
  make(partitions: number): void {
    this.#id++
    this.#partitions = []
    this.grow(partitions)
  }

  grow(partitions: number): void {
    while (this.#partitions.length < partitions)
      this.#partitions.push({ leader: this.#partitions.length % 2, start: 0, records: [] })
  }

  move(partition: number, leader: number): void {
    this.#partitions[partition]!.leader = leader
  }

  put(partition: number, ...texts: string[]): void {
    const timeMs = this.#clock.nowMs()
    for (const text of texts) this.#partitions[partition]!.records.push({ text, timeMs })
  }

  /** As when retention has passed. */
  trim(partition: number, start: number): void {
    this.#partitions[partition]!.start = start
  }

  open(): Promise<KafkaClient> {
    return Promise.resolve({
      topic: () => this.#topic(),
      fetch: (broker, topic, from) => this.#fetch(broker, topic, from),
      offsets: (at) => this.#offsets(at),
      close: () => Promise.resolve(),
    })
  }

  async #topic(): Promise<Topic> {
    await nextTurn()
    if (this.down.has(0) && this.down.has(1)) throw new Error('no broker can be reached')
    return { id: `topic-${this.#id}`, partitions: this.#partitions.map(({ leader }) => ({ leader })) }
  }

  async #fetch(broker: number, { id }: Topic, from: readonly From[]): Promise<PartitionRead[]> {
    this.fetches.push({ broker, from })
    await nextTurn()
    if (this.down.has(broker)) throw new Error(`broker ${broker} cannot be reached`)
    const answer = from.map((one) => this.#read(broker, id, one))
    await this.gates.get(broker)
    this.answered++
    return answer
  }

  #read(broker: number, id: string, { partition, offset }: From): PartitionRead {
    const refused = (error: string) => ({ kind: 'refused', partition, error }) as const
    const kept = this.#partitions[partition]
    if (kept === undefined || id !== `topic-${this.#id}`) return refused('UNKNOWN_TOPIC_ID')
    if (kept.leader !== broker) return refused('NOT_LEADER_OR_FOLLOWER')
    const end = kept.records.length
    if (offset < kept.start || offset > end) return refused('OFFSET_OUT_OF_RANGE')
    // A few at a time: sources have to come again.
    const some = kept.records.slice(Number(offset), Number(offset) + 3)
    const records = some.map(({ text, timeMs }, i) => ({
      data: Buffer.from(text),
      arrivalMs: timeMs,
      position: `${partitionKey(id, partition)}:${Number(offset) + i}`,
    }))
    return { kind: 'records', partition, records, next: offset + BigInt(some.length), end: BigInt(end) }
  }

  async #offsets(at: OffsetsAt): Promise<ReadonlyMap<number, bigint>> {
    await this.#topic()
    return new Map(this.#partitions.map((kept, number) => [number, BigInt(offsetOf(kept, at))]))
  }
}

function offsetOf({ start, records }: KeptPartition, at: OffsetsAt): number {
  if (at === 'earliest') return start
  if (at === 'latest') return records.length
  const found = records.findIndex(({ timeMs }, offset) => offset >= start && timeMs >= at.timeMs)
  return found < 0 ? records.length : found
}
