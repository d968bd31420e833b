import { type Clock, type Logger, silentLogger, systemRandom, wakefulClock } from '../base/index.ts'
import { type ConsumerOptions, checkOptions, type ProcessorOf } from './consumer-options.ts'
import { fanOut, registerConsumer } from './kinesis/fan-out.ts'
import { streamIdentifierOf } from './kinesis/kinesis-shapes.ts'
import { KinesisSource } from './kinesis/kinesis-source.ts'
import { polling } from './kinesis/polling.ts'
import { StreamsSource } from './kinesis/streams-source.ts'
import { type DefaultLeaseStore, defaultLeaseStore } from './lease-stores/default-lease-store.ts'
import type { LeaseStore } from './leases/lease-store.ts'
import type { InitialPosition } from './leases/shard-sync.ts'
import { guardedMetrics, noMetrics } from './metrics.ts'
import { ShardIteration } from './processing/shard-iteration.ts'
import type { StreamSource } from './retrieval/stream-source.ts'
import { Worker } from './worker.ts'

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
 *
 * In place of `process`, a loop for each shard, which asks for batches when it wants them:
 *
 *   eachShard: async (shard) => {
 *     for await (const { records, writeCheckpoint } of shard) {
 *       …
 *       await writeCheckpoint()
 *     }
 *   }
 */
export class Consumer {
  readonly #worker: Worker
  readonly #closeStore: () => void
  readonly #stopped = Promise.withResolvers<void>()
  #stopping: Promise<void> | undefined

  private constructor(worker: Worker, closeStore: () => void) {
    this.#worker = worker
    this.#closeStore = closeStore
  }

  /**
   * Resolves when the stream's shards are known; records come from then on.
   * @throws CONSUMER_OPTION_INVALID, what the client and the lease store throw, and the reason of `signal` if that has aborted by then
   */
  static async start(options: ConsumerOptions): Promise<Consumer> {
    const { signal } = options
    checkOptions(options)
    signal?.throwIfAborted()
    const { store, close } = await storeOf(options)
    const consumer = new Consumer(await startWorker(options, store, close), close)
    if (signal?.aborted) await consumer.stop()
    signal?.throwIfAborted()
    const stop = () => void consumer.stop()
    signal?.addEventListener('abort', stop, { once: true })
    void consumer.stopped.then(() => signal?.removeEventListener('abort', stop))
    return consumer
  }

  /** The ids of the shards that this one processes now; of several streams `account:stream:creationEpoch:shardId`. */
  get shards(): string[] {
    return this.#worker.leases.map(({ key }) => key)
  }

  /** Resolves when the consumer has stopped, by `stop` or by its `signal`. */
  get stopped(): Promise<void> {
    return this.#stopped.promise
  }

  /**
   * Each shard comes to the end of its batch, is saved, and is free for others. What processes it is asked to come to its
   * end, and waited for. Resolves when all is done, however often it is called.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<void> {
    try {
      await this.#worker.stop()
    } finally {
      this.#closeStore()
      this.#stopped.resolve()
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }
}

async function storeOf({ client, leases, application }: ConsumerOptions): Promise<DefaultLeaseStore> {
  if (leases !== undefined) return { store: leases, close: () => undefined }
  return await defaultLeaseStore(client, application)
}

async function startWorker(options: ConsumerOptions, store: LeaseStore, close: () => void): Promise<Worker> {
  try {
    const worker = await workerOf(options, store)
    await worker.start()
    return worker
  } catch (error) {
    close()
    throw error
  }
}

async function workerOf(options: ConsumerOptions, store: LeaseStore): Promise<Worker> {
  /* A program that does nothing but consume goes on until it is stopped. */
  const { clock = wakefulClock, random = systemRandom, logger = silentLogger } = options
  const { start = 'TRIM_HORIZON', failoverMs = 10_000, workerName = 'worker' } = options
  const { checkpoints = options.eachShard === undefined ? 'automatic' : 'manual' } = options
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
    metrics: guardedMetrics(options.metrics ?? noMetrics, logger),
  })
}

function processorsOf(options: ConsumerOptions): ProcessorOf {
  const { process, processorOf, eachShard } = options
  if (processorOf !== undefined) return processorOf
  if (eachShard !== undefined) return () => new ShardIteration(eachShard)
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
