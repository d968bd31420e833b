import type { KinesisClient } from '@aws-sdk/client-kinesis'
import type { Clock, Logger, Random } from '../base/index.ts'
import { consumerOptionInvalid } from './errors.ts'
import type { LeaseStore } from './leases/lease-store.ts'
import type { ConsumerMetrics } from './metrics.ts'
import type { ConsumeShard } from './processing/shard-iteration.ts'
import type { RecordBatch, ShardProcessor } from './processing/shard-processor.ts'

interface CommonOptions {
  /** Of the AWS SDK, with any endpoint. Stays the caller's. */
  readonly client: KinesisClient
  /** Reads by enhanced fan-out, as the consumer of this name, which is registered if it is not there. Absent: by polling. */
  readonly fanOut?: string
  /** How often a shard without new records is polled. 1,000 ms. */
  readonly pollMs?: number
  /** Where an application without leases begins. TRIM_HORIZON. */
  readonly start?: 'TRIM_HORIZON' | 'LATEST' | { readonly timestampMs: number }
  /**
   * `manual`: the application calls `writeCheckpoint`. `automatic`: batches are saved when they are done. Automatic; with
   * `eachShard` manual.
   */
  readonly checkpoints?: 'automatic' | 'manual'
  /** How often automatic checkpoints are written at most, for each shard. 1,000 ms. */
  readonly checkpointIntervalMs?: number
  /** A worker that was silent for so long has lost its leases. 10,000 ms. */
  readonly failoverMs?: number
  /** What a worker has to let go of a shard that another asks for. 30,000 ms. */
  readonly handOverMs?: number
  /** How often the list of shards is read. 60,000 ms. */
  readonly shardSyncMs?: number
  /** No more shards than this at a time. No bound. */
  readonly shardsMax?: number
  /** For people only; the worker's own id is appended. */
  readonly workerName?: string
  /** Aborting it stops the consumer as `stop` does, gracefully: `stopped` says when that is done. */
  readonly signal?: AbortSignal
  readonly metrics?: ConsumerMetrics
  readonly logger?: Logger
  readonly clock?: Clock
  readonly random?: Random
}

/** One stream, or several whose shards are shared out together: those that an application reads do not change while it runs. */
type StreamOptions =
  | { readonly stream: string; readonly streams?: undefined }
  | { readonly streams: readonly string[]; readonly stream?: undefined }

type Process = (batch: RecordBatch) => Promise<void> | void
export type ProcessorOf = (shardId: string, stream: string) => ShardProcessor

/** What is done with the records: one function for the batches of all shards, a processor for each shard, or a loop over its batches. */
type ProcessingOptions =
  | { readonly process: Process; readonly processorOf?: undefined; readonly eachShard?: undefined }
  | { readonly processorOf: ProcessorOf; readonly process?: undefined; readonly eachShard?: undefined }
  | { readonly eachShard: ConsumeShard; readonly process?: undefined; readonly processorOf?: undefined }

/**
 * Workers of one application share the stream's shards. By its name alone its leases are in this server, if the client
 * talks to it, and else in a table of DynamoDB of that name; `leases` says so of another place.
 */
type ApplicationOptions =
  | { readonly application: string; readonly leases?: undefined }
  | { readonly leases: LeaseStore; readonly application?: undefined }

export type ConsumerOptions = CommonOptions & StreamOptions & ApplicationOptions & ProcessingOptions

/** The least of each number: what is less would be work without a pause, or none. */
const least = {
  pollMs: 1,
  checkpointIntervalMs: 0,
  failoverMs: 100,
  handOverMs: 0,
  shardSyncMs: 100,
  shardsMax: 1,
} as const satisfies Partial<Record<keyof ConsumerOptions, number>>

/** What no type can say, or whoever has no types may have missed. @throws CONSUMER_OPTION_INVALID */
export function checkOptions(options: ConsumerOptions): void {
  for (const [name, min] of Object.entries(least) as [keyof typeof least, number][]) {
    const value = options[name]
    if (value !== undefined && !(typeof value === 'number' && value >= min))
      throw consumerOptionInvalid(`${name} must be a number of at least ${min}`)
  }
  const one = (...names: (keyof ConsumerOptions)[]) => {
    if (names.filter((name) => options[name] !== undefined).length !== 1)
      throw consumerOptionInvalid(`one of ${names.join(', ')} must be given`)
  }
  one('stream', 'streams')
  one('application', 'leases')
  one('process', 'processorOf', 'eachShard')
  if (options.streams?.length === 0) throw consumerOptionInvalid('streams must have one')
}
