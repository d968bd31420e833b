import { type Clock, passOnBug } from '../../../base/index.ts'
import type { SinkRecord } from '../../destinations/destination.ts'
import {
  type Backlog,
  nothing,
  type RecordSource,
  type ReportTrouble,
  type SourceBatch,
} from '../record-source.ts'
import { Backoff } from './backoff.ts'
import { errorText } from './error-text.ts'
import { FetchSize } from './fetch-size.ts'
import { type KafkaClient, outOfRange, type PartitionRead, type RecordsRead } from './kafka-client.ts'
import type { Partition } from './partition.ts'
import { Partitions } from './partitions.ts'

export interface KafkaSourceParts {
  readonly client: KafkaClient
  readonly clock: Clock
  /** Is told what fails and will be tried again. */
  readonly report: ReportTrouble
}

/** New partitions are looked for so often; partitions that have moved or have no broker, sooner. */
const topicMsMax = 30_000
const topicMsMin = 1000

/**
 * A topic of a Kafka cluster, all of its partitions, without a consumer group: positions are the delivery stream's own. Each
 * broker has one request at a time, and is asked again when its answer was taken, so that memory is bounded by the brokers; one
 * that fails holds up its own partitions only, and is tried again after pauses that grow.
 */
export class KafkaSource implements RecordSource {
  /** What was read need not be read again, so nothing is given up for its age. */
  readonly retentionMs = Number.POSITIVE_INFINITY
  readonly #parts: KafkaSourceParts
  readonly #partitions: Partitions
  /** Brokers that are being asked. */
  readonly #busy = new Set<number>()
  readonly #brokers = new Map<number, Backoff>()
  /** Nobody is asked for more while one of them waits. */
  readonly #answers: SourceBatch[] = []
  readonly #size = new FetchSize()
  readonly #topicBackoff: Backoff
  #topicDueMs = 0
  #isAskingForTopic = false
  #turn = 0
  #isClosed = false
  #wake: () => void = () => undefined

  constructor(parts: KafkaSourceParts, positions: ReadonlyMap<string, string>) {
    this.#parts = parts
    this.#partitions = new Partitions(parts.clock, positions)
    this.#topicBackoff = new Backoff(parts.clock)
  }

  async read(bytesMax: number, signal: AbortSignal): Promise<SourceBatch> {
    while (!signal.aborted) {
      const answer = this.#answers.shift()
      if (answer !== undefined) return answer
      this.#ask(bytesMax)
      await this.#untilChange(signal)
    }
    return nothing
  }

  /** The topic keeps its records for as long as it is set to. */
  async delivered(): Promise<void> {}

  backlog(): Backlog {
    const records = this.#partitions.backlog()
    return records === undefined ? {} : { records }
  }

  partitionNames(): ReadonlyMap<string, string> {
    return this.#partitions.names()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#parts.client.close()
  }

  /** Begins all requests that may be begun now. */
  #ask(bytesMax: number): void {
    const bytes = this.#size.next(bytesMax)
    const isStale = this.#parts.clock.monotonicMs() >= this.#topicDueMs
    if (isStale && this.#topicBackoff.isDue && !this.#isAskingForTopic) void this.#follow()
    for (const [broker, partitions] of this.#partitions.readable())
      if (!this.#busy.has(broker) && this.#backoffOf(broker).isDue)
        void this.#fetch(broker, partitions, bytes)
  }

  async #follow(): Promise<void> {
    const { client, clock } = this.#parts
    this.#isAskingForTopic = true
    try {
      const gone = this.#partitions.follow(await client.topic())
      if (Object.keys(gone).length > 0) this.#answers.push({ records: [], positions: gone })
      this.#topicBackoff.succeeded()
      const waitMs = this.#partitions.areLeaderless() ? topicMsMin : topicMsMax
      this.#topicDueMs = clock.monotonicMs() + waitMs
    } catch (error) {
      this.#failed(this.#topicBackoff, error)
    } finally {
      this.#isAskingForTopic = false
      this.#wake()
    }
  }

  async #fetch(broker: number, partitions: readonly Partition[], bytes: number): Promise<void> {
    const topic = this.#partitions.topic!
    const from = partitions.map(({ number, next }) => ({ partition: number, offset: next }))
    this.#busy.add(broker)
    for (const partition of partitions) partition.isBeingRead = true
    let batch = nothing
    try {
      const reads = await this.#parts.client.fetch(broker, topic, from, bytes)
      this.#backoffOf(broker).succeeded()
      // Of a topic that was made anew meanwhile, positions are not kept any more.
      if (topic === this.#partitions.topic || topic.id === this.#partitions.topic?.id)
        batch = await this.#take(partitions, reads)
      this.#size.came(bytes, batch.records)
    } catch (error) {
      this.#failed(this.#backoffOf(broker), error)
    }
    for (const partition of partitions) partition.isBeingRead = false
    this.#busy.delete(broker)
    if (Object.keys(batch.positions).length > 0) this.#answers.push(batch)
    this.#wake()
  }

  async #take(partitions: readonly Partition[], reads: readonly PartitionRead[]): Promise<SourceBatch> {
    const records: SinkRecord[] = []
    const positions: Record<string, string> = {}
    const lost: Partition[] = []
    const asked = new Map(partitions.map((partition) => [partition.number, partition]))
    for (const read of reads) {
      const partition = asked.get(read.partition)
      if (partition === undefined) continue
      if (read.kind === 'records') {
        if (this.#moveTo(partition, read)) positions[partition.key] = String(read.next)
        for (const record of read.records) records.push(record)
      } else if (read.error === outOfRange) lost.push(partition)
      else this.#failed(partition.backoff, new Error(`partition ${partition.number}: ${read.error}`))
    }
    if (lost.length > 0) await this.#beginAgain(lost)
    return { records, positions }
  }

  /** @returns whether there was anything to read */
  #moveTo(partition: Partition, { next, end }: RecordsRead): boolean {
    partition.backoff.succeeded()
    partition.end = end
    if (next === partition.next) return false
    partition.next = next
    partition.turn = ++this.#turn
    return true
  }

  /** At what the partitions still have, or have again after an unclean election. */
  async #beginAgain(partitions: readonly Partition[]): Promise<void> {
    const earliest = await this.#parts.client.offsets('earliest')
    for (const partition of partitions) {
      const first = earliest.get(partition.number)
      if (first === undefined) continue
      if (partition.wasBegun || partition.next > 0n)
        this.#report(
          `partition ${partition.number} does not have offset ${partition.next} any more: it is read from ${first} on`,
        )
      partition.next = first
    }
  }

  #failed(backoff: Backoff, error: unknown): void {
    passOnBug(error)
    backoff.failed()
    this.#topicDueMs = 0
    this.#report(errorText(error))
  }

  #report(message: string): void {
    if (!this.#isClosed) this.#parts.report('KAFKA', message)
  }

  #backoffOf(broker: number): Backoff {
    let backoff = this.#brokers.get(broker)
    if (backoff === undefined) {
      backoff = new Backoff(this.#parts.clock)
      this.#brokers.set(broker, backoff)
    }
    return backoff
  }

  /** Until something has come, or something may be tried again. */
  async #untilChange(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts
    if (this.#answers.length > 0) return
    const nowMs = clock.monotonicMs()
    const due = [
      Math.max(this.#topicDueMs, this.#topicBackoff.dueMs),
      ...[...this.#brokers.values()].map(({ dueMs }) => dueMs),
      ...this.#partitions.dueTimes(),
    ]
    const firstMs = due.reduce(
      (first, dueMs) => (dueMs > nowMs ? Math.min(first, dueMs) : first),
      nowMs + topicMsMax,
    )
    const woken = new AbortController()
    this.#wake = () => woken.abort()
    await clock.sleep(firstMs - nowMs, AbortSignal.any([signal, woken.signal]))
  }
}
