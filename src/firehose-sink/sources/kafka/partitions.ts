import type { Clock } from '../../../base/index.ts'
import type { Positions } from '../../control/firehose-event.ts'
import type { Topic } from './kafka-client.ts'
import { Partition, partitionKey } from './partition.ts'

/** The partitions of one topic as it is now. */
export class Partitions {
  readonly #clock: Clock
  /** Where those go on that were read before this source was opened. */
  readonly #positions: ReadonlyMap<string, string>
  /** Keys that there may be positions of. */
  readonly #known: Set<string>
  #topic: Topic | undefined
  #partitions: Partition[] = []

  constructor(clock: Clock, positions: ReadonlyMap<string, string>) {
    this.#clock = clock
    this.#positions = positions
    this.#known = new Set(positions.keys())
  }

  get topic(): Topic | undefined {
    return this.#topic
  }

  /** Takes note of the topic as it is now. @returns the partitions that are no more, as positions */
  follow(topic: Topic): Positions {
    if (topic.id !== this.#topic?.id) this.#partitions = []
    this.#topic = topic
    for (const [number, { leader }] of topic.partitions.entries()) {
      this.#partitions[number] ??= this.#begin(topic.id, number)
      this.#partitions[number].leader = leader
    }
    const now = new Set(this.#partitions.map(({ key }) => key))
    const gone = [...this.#known].filter((key) => !now.has(key))
    for (const key of gone) this.#known.delete(key)
    return Object.fromEntries(gone.map((key) => [key, null]))
  }

  /** What can be read now, by the broker that has it; first what had nothing for longest. */
  readable(): Map<number, Partition[]> {
    const ready = this.#partitions.filter(
      ({ leader, isBeingRead, backoff }) => leader >= 0 && !isBeingRead && backoff.isDue,
    )
    return Map.groupBy(
      ready.sort((a, b) => a.turn - b.turn),
      ({ leader }) => leader,
    )
  }

  /** Whether some have no broker at the moment. */
  areLeaderless(): boolean {
    return this.#partitions.some(({ leader }) => leader < 0)
  }

  /** When those may be tried again that have failed. */
  dueTimes(): number[] {
    return this.#partitions.map(({ backoff }) => backoff.dueMs)
  }

  /** How many records were not read yet; undefined before all partitions were asked. */
  backlog(): number | undefined {
    if (this.#partitions.length === 0) return undefined
    let records = 0
    for (const { next, end } of this.#partitions) {
      if (end === undefined) return undefined
      records += Math.max(0, Number(end - next))
    }
    return records
  }

  names(): ReadonlyMap<string, string> {
    return new Map(this.#partitions.map(({ key, number }) => [key, String(number)]))
  }

  #begin(topicId: string, number: number): Partition {
    const key = partitionKey(topicId, number)
    this.#known.add(key)
    return new Partition(this.#clock, topicId, number, this.#positions.get(key))
  }
}
