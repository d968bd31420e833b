import type { KinesisClient } from '@aws-sdk/client-kinesis'
import {
  type Clock,
  type Logger,
  type Random,
  silentLogger,
  systemRandom,
  wakefulClock,
} from '../base/index.ts'
import { fanOut, registerConsumer } from './kinesis/fan-out.ts'
import { streamIdentifierOf } from './kinesis/kinesis-shapes.ts'
import { KinesisSource } from './kinesis/kinesis-source.ts'
import { polling } from './kinesis/polling.ts'
import { StreamsSource } from './kinesis/streams-source.ts'
import { type DefaultLeaseStore, defaultLeaseStore } from './lease-stores/default-lease-store.ts'
import type { LeaseStore } from './leases/lease-store.ts'
import type { InitialPosition } from './leases/shard-sync.ts'
import type { RecordBatch, ShardProcessor } from './processing/shard-processor.ts'
import type { StreamSource } from './retrieval/stream-source.ts'
import { Worker } from './worker.ts'

interface CommonOptions {
  /** Of the AWS SDK, with any endpoint. Stays the caller's. */
  readonly client: KinesisClient
  /** Reads by enhanced fan-out, as the consumer of this name, which is registered if it is not there. Absent: by polling. */
  readonly fanOut?: string
  /** How often a shard without new records is polled. 1,000 ms. */
  readonly pollMs?: number
  /** Where an application without leases begins. TRIM_HORIZON. */
  readonly start?: 'TRIM_HORIZON' | 'LATEST' | { readonly timestampMs: number }
  /** `manual`: the application calls `writeCheckpoint`. `automatic`: batches are saved when they are done. Automatic. */
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
  readonly logger?: Logger
  readonly clock?: Clock
  readonly random?: Random
}

/** One stream, or several whose shards are shared out together: those that an application reads do not change while it runs. */
type StreamOptions =
  | { readonly stream: string; readonly streams?: undefined }
  | { readonly streams: readonly string[]; readonly stream?: undefined }

/** What is done with the records: one function for the batches of all shards, or a processor for each shard. */
type ProcessingOptions =
  | { readonly process: (batch: RecordBatch) => Promise<void> | void; readonly processorOf?: undefined }
  | {
      readonly processorOf: (shardId: string, stream: string) => ShardProcessor
      readonly process?: undefined
    }

/**
 * Workers of one application share the stream's shards. By its name alone its leases are in this server, if the client
 * talks to it, and else in a table of DynamoDB of that name; `leases` says so of another place.
 */
type ApplicationOptions =
  | { readonly application: string; readonly leases?: undefined }
  | { readonly leases: LeaseStore; readonly application?: undefined }

export type ConsumerOptions = CommonOptions & StreamOptions & ApplicationOptions & ProcessingOptions

/**
 * Consumes a stream together with others of its application, in any number of processes: each shard is processed by one
 * of them at a time, in the order of its records and from where the last one left it, and each record at least once.
 * When the stream is resharded, a shard's records come after those of its parents. Keeps the process alive until it is stopped.
 *
 *   const consumer = await Consumer.start({
 *     client: new KinesisClient({ endpoint: 'http://127.0.0.1:4567', region: 'us-east-1' }),
 *     stream: 'orders',
 *     application: 'billing',
 *     process: async ({ records }) => { … },
 *   })
 *   …
 *   await consumer.stop()
 */
export class Consumer {
  readonly #worker: Worker
  readonly #closeStore: () => void

  private constructor(worker: Worker, closeStore: () => void) {
    this.#worker = worker
    this.#closeStore = closeStore
  }

  /**
   * Resolves when the stream's shards are known; records come from then on.
   * @throws what the client and the lease store throw
   */
  static async start(options: ConsumerOptions): Promise<Consumer> {
    const { store, close } = await storeOf(options)
    try {
      const worker = await workerOf(options, store)
      await worker.start()
      return new Consumer(worker, close)
    } catch (error) {
      close()
      throw error
    }
  }

  /** The ids of the shards that this one processes now; of several streams `account:stream:creationEpoch:shardId`. */
  get shards(): string[] {
    return this.#worker.leases.map(({ key }) => key)
  }

  /** Each shard comes to the end of its batch, is saved, and is free for others. */
  async stop(): Promise<void> {
    await this.#worker.stop()
    this.#closeStore()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }
}

async function storeOf({ client, leases, application }: ConsumerOptions): Promise<DefaultLeaseStore> {
  if (leases !== undefined) return { store: leases, close: () => undefined }
  return await defaultLeaseStore(client, application)
}

async function workerOf(options: ConsumerOptions, store: LeaseStore): Promise<Worker> {
  /* A program that does nothing but consume goes on until it is stopped. */
  const { clock = wakefulClock, random = systemRandom, logger = silentLogger } = options
  const { start = 'TRIM_HORIZON', checkpoints = 'automatic', failoverMs = 10_000 } = options
  const { workerName = 'worker' } = options
  return new Worker({
    name: `${workerName}-${random.uuid()}`,
    source: await sourceOf(options, clock, logger),
    store,
    processorOf: processorsOf(options),
    initialPosition: typeof start === 'object' ? 'AT_TIMESTAMP' : (start satisfies InitialPosition),
    initialTimestampMs: typeof start === 'object' ? start.timestampMs : 0,
    checkpointIntervalMs: checkpoints === 'manual' ? undefined : (options.checkpointIntervalMs ?? 1_000),
    failoverMs,
    handOverMs: options.handOverMs ?? 30_000,
    shardSyncMs: options.shardSyncMs ?? 60_000,
    leasesMax: options.shardsMax ?? Number.POSITIVE_INFINITY,
    clock,
    random: () => random.bytes(4).readUInt32LE() / 2 ** 32,
    logger,
  })
}

function processorsOf(options: ConsumerOptions): (shardId: string, stream: string) => ShardProcessor {
  if (options.processorOf !== undefined) return options.processorOf
  const { process } = options
  return () => ({ process })
}

async function sourceOf(options: ConsumerOptions, clock: Clock, logger: Logger): Promise<StreamSource> {
  const { client, stream, streams } = options
  if (streams === undefined) return oneSource(options, stream, clock, logger)
  const sources = [...new Set(streams)].map(async (each) => {
    const identifier = await streamIdentifierOf(client, each)
    return [identifier, await oneSource(options, each, clock, logger)] as const
  })
  return new StreamsSource(new Map(await Promise.all(sources)))
}

async function oneSource(
  options: ConsumerOptions,
  stream: string,
  clock: Clock,
  logger: Logger,
): Promise<StreamSource> {
  const { client, fanOut: consumerName, pollMs = 1_000 } = options
  const source = { client, stream, clock, logger }
  if (consumerName === undefined) return new KinesisSource(source, polling(source, pollMs))
  const consumerArn = await registerConsumer(client, stream, consumerName, clock)
  return new KinesisSource(source, fanOut(source, consumerArn))
}
