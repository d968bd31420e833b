import type { Clock } from '../../../base/index.ts'
import type { SinkRecord } from '../../destinations/destination.ts'
import type { Bootstrap } from './bootstrap.ts'

export interface KafkaTopic {
  readonly bootstrap: Bootstrap
  readonly topic: string
}

/** Connects to nothing yet. @throws what it needs and there is not */
export type OpenKafkaClient = (topic: KafkaTopic, clock: Clock) => Promise<KafkaClient>

/** What a source needs of a Kafka cluster, of one topic: a port, as brokers are in no unit test. */
export interface KafkaClient {
  /** The topic as it is now. @throws what the cluster or the network says */
  topic(): Promise<Topic>
  /**
   * Reads from one broker. Resolves as soon as there is something, and with nothing after a moment.
   * @throws what went wrong with all of it
   */
  fetch(
    broker: number,
    topic: Topic,
    from: readonly From[],
    bytesMax: number,
  ): Promise<readonly PartitionRead[]>
  /** The first offset of each partition whose record is of that time or later; where there is none, the end. @throws */
  offsets(at: OffsetsAt): Promise<ReadonlyMap<number, bigint>>
  close(): Promise<void>
}

export type OffsetsAt = 'earliest' | 'latest' | { readonly timeMs: number }

export interface Topic {
  /** Tells it from others that had its name. */
  readonly id: string
  /** In the order of their numbers, from 0. */
  readonly partitions: readonly { readonly leader: number }[]
}

export interface From {
  readonly partition: number
  readonly offset: bigint
}

export type PartitionRead = RecordsRead | ReadRefused

export interface RecordsRead {
  readonly kind: 'records'
  readonly partition: number
  readonly records: readonly SinkRecord[]
  /** Where to go on; behind the last record, or further where there are none that a reader gets. */
  readonly next: bigint
  /** Behind the newest record. */
  readonly end: bigint
}

export interface ReadRefused {
  readonly kind: 'refused'
  readonly partition: number
  /** Kafka's name: `NOT_LEADER_OR_FOLLOWER`. */
  readonly error: string
}

/** The offset that was asked for is not there: what was is gone, or was never. */
export const outOfRange = 'OFFSET_OUT_OF_RANGE'
