import type { KinesisClient } from '@aws-sdk/client-kinesis'
import {
  type Clock,
  type Logger,
  type Random,
  silentLogger,
  systemRandom,
  wakefulClock,
} from '../base/index.ts'
import { bufferFull, producerClosed, producerOptionInvalid } from './errors.ts'
import { KinesisTarget } from './kinesis/kinesis-target.ts'
import { guardedMetrics, noMetrics, type ProducerMetrics } from './metrics.ts'
import { bytesOf, checkRecord, PendingRecord, type ProducerRecord, type PutResult } from './record.ts'
import { Dispatcher } from './sending/dispatcher.ts'
import { Outstanding } from './sending/outstanding.ts'
import { ShardDirectory } from './sending/shard-directory.ts'
import { awsShardLimits, type ShardLimits } from './sending/shard-rate.ts'
import type { StreamTarget } from './sending/stream-target.ts'

export interface ProducerOptions {
  /** Of the AWS SDK, with any endpoint. Stays the caller's. */
  readonly client: KinesisClient
  readonly stream: string
  /** Packs small records of a shard into one of the stream, as the KPL does; consumers take them apart. True. */
  readonly aggregation?: boolean
  /** How large such a record gets. 51,200 bytes. */
  readonly aggregateBytesMax?: number
  /** Keeps the records of each partition key in the order of their puts, whatever fails. False. */
  readonly preserveOrder?: boolean
  /** How long records gather before they are sent. 100 ms. */
  readonly bufferedMs?: number
  /** A record that is not put within this time is rejected. 30,000 ms. */
  readonly ttlMs?: number
  /** What the records without a result may hold of memory, with 600 bytes for each beside its own, and a last one beyond it. 16 MiB: what one shard takes in half of a `ttlMs`. */
  readonly bufferBytesMax?: number
  /** Requests at a time. 8. */
  readonly requestsMax?: number
  /** What is sent to each shard in a second. AWS's: 1 MiB and 1,000 records. `off`: as much as there is. */
  readonly shardLimits?: ShardLimits | 'off'
  /** Aborts requests and rejects all records that have no result. */
  readonly signal?: AbortSignal
  readonly metrics?: ProducerMetrics
  readonly logger?: Logger
  readonly clock?: Clock
  readonly random?: Random
}

const bufferBytesStandard = 16 * 1024 * 1024
/** Source: the KPL's AggregationMaxSize. */
const aggregateBytesStandard = 51_200
/** Source: the KPL's RecordTtl and RecordMaxBufferedTime. */
const ttlMsStandard = 30_000
const bufferedMsStandard = 100

/**
 * Puts records into a stream, many at a time: each `put` is a promise of that record's result, and what fails is tried again by
 * itself. A record that was put is durable; one that was rejected may be in the stream all the same, as when the answer was lost.
 *
 *   const producer = await Producer.start({ client, stream: 'orders' })
 *   for await (const order of orders) {
 *     await producer.ready()
 *     producer.put({ partitionKey: order.customer, data: JSON.stringify(order) }).catch(report)
 *   }
 *   await producer.close()
 */
export class Producer {
  readonly #outstanding: Outstanding
  readonly #directory: ShardDirectory
  readonly #dispatcher: Dispatcher
  readonly #aborting: AbortController
  readonly #clock: Clock
  readonly #ttlMs: number
  readonly #running: Promise<void>
  #puts = 0
  #isClosed = false

  private constructor(
    target: StreamTarget,
    directory: ShardDirectory,
    options: Omit<ProducerOptions, 'client' | 'stream'>,
    aborting: AbortController,
  ) {
    const { ttlMs = ttlMsStandard, clock = wakefulClock, shardLimits = awsShardLimits } = options
    const { logger = silentLogger } = options
    this.#outstanding = new Outstanding(options.bufferBytesMax ?? bufferBytesStandard)
    this.#directory = directory
    this.#aborting = aborting
    this.#clock = clock
    this.#ttlMs = ttlMs
    this.#dispatcher = new Dispatcher({
      target,
      directory,
      preserveOrder: options.preserveOrder ?? false,
      aggregateSizeMax:
        options.aggregation === false ? 0 : (options.aggregateBytesMax ?? aggregateBytesStandard),
      bufferedMs: options.bufferedMs ?? bufferedMsStandard,
      ttlMs,
      requestsMax: options.requestsMax ?? 8,
      shardLimits: shardLimits === 'off' ? undefined : shardLimits,
      ended: (record) => this.#outstanding.remove(record),
      clock,
      random: options.random ?? systemRandom,
      logger,
      metrics: guardedMetrics(options.metrics ?? noMetrics, logger),
      signal: aborting.signal,
    })
    this.#running = this.#dispatcher.run(() => this.#isClosed && this.#outstanding.count === 0)
  }

  /**
   * Resolves when the stream's shards are known.
   * @throws PRODUCER_OPTION_INVALID, and what the client throws: for one, that there is no such stream
   */
  static start(options: ProducerOptions): Promise<Producer> {
    return Producer.startOn(new KinesisTarget(options.client, options.stream), options)
  }

  /** The same, of any target: for tests without a network. */
  static async startOn(
    target: StreamTarget,
    options: Omit<ProducerOptions, 'client' | 'stream'>,
  ): Promise<Producer> {
    checkOptions(options)
    const { clock = wakefulClock, logger = silentLogger, signal } = options
    const aborting = new AbortController()
    const directory = new ShardDirectory(target, clock, logger, aborting.signal)
    const abort = () => aborting.abort()
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
    await directory.read()
    return new Producer(target, directory, options, aborting)
  }

  /** The number of records without a result yet. */
  get outstanding(): number {
    return this.#outstanding.count
  }

  /** Resolves when there is room for a record: the back-pressure for whoever puts more than the stream takes. */
  ready(): Promise<void> {
    return this.#outstanding.ready()
  }

  /**
   * Resolves when the record is durable, with where it is.
   * @throws PRODUCER_RECORD_INVALID, PRODUCER_BUFFER_FULL when the caller didn't wait for `ready`, PRODUCER_RECORD_EXPIRED,
   * PRODUCER_REQUEST_REFUSED, PRODUCER_CLOSED
   */
  put(record: ProducerRecord): Promise<PutResult> {
    try {
      return this.#admit(record).promise
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #admit({ partitionKey, explicitHashKey, data }: ProducerRecord): PendingRecord {
    if (this.#isClosed || this.#aborting.signal.aborted) throw producerClosed()
    const record = { partitionKey, explicitHashKey, data: bytesOf(data) }
    checkRecord(record, this.#directory.recordSizeMax)
    const putMs = this.#clock.monotonicMs()
    const pending = new PendingRecord(record, { number: this.#puts, putMs, expiresMs: putMs + this.#ttlMs })
    if (this.#outstanding.isFull) throw bufferFull(this.#outstanding.bytesMax)
    this.#puts++
    this.#outstanding.add(pending)
    this.#dispatcher.add(pending)
    return pending
  }

  /** Sends what there is. Resolves when every record that was put before has its result, good or bad. */
  async flush(): Promise<void> {
    this.#dispatcher.hurry()
    await this.#outstanding.settled()
  }

  /** Flushes, and takes no more. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.flush()
    this.#dispatcher.wake()
    await this.#running
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function checkOptions(options: Omit<ProducerOptions, 'client' | 'stream'>): void {
  const atLeast = (name: keyof typeof options, min: number) => {
    const value = options[name]
    if (value !== undefined && !(typeof value === 'number' && value >= min))
      throw producerOptionInvalid(name, `must be a number of at least ${min}`)
  }
  atLeast('bufferedMs', 0)
  atLeast('ttlMs', 1)
  atLeast('bufferBytesMax', 1)
  atLeast('requestsMax', 1)
  atLeast('aggregateBytesMax', 0)
  const { shardLimits } = options
  if (typeof shardLimits !== 'object') return
  if (!(shardLimits.bytesPerSecond > 0 && shardLimits.recordsPerSecond >= 1))
    throw producerOptionInvalid('shardLimits', 'must be 1 record a second or more, and more than 0 bytes')
}
