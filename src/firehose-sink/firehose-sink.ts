import type { Clock, Logger, Random } from '../base/index.ts'
import type { Functions } from '../functions/index.ts'
import type { HttpClient } from '../http-client/index.ts'
import type { LogStore } from '../log/index.ts'
import { type Streams, Transitions } from '../shards/index.ts'
import { checkAvailable } from './available.ts'
import { ChannelDeliveries } from './channels/channel-deliveries.ts'
import type { DeliveryStreamState } from './control/delivery-stream-state.ts'
import { DeliveryStreams } from './control/delivery-streams.ts'
import { FirehoseLog } from './control/firehose-log.ts'
import { Deliveries } from './delivery/deliveries.ts'
import { type DeliveryStatus, deliveryStatus } from './delivery/delivery-status.ts'
import { FirehoseMetrics } from './delivery/firehose-metrics.ts'
import type { Configuration } from './destinations/destination-kind.ts'
import type { destinationKind } from './destinations/destination-kinds.ts'
import type { EndpointMap } from './destinations/endpoint-map.ts'
import type { Catalog } from './formats/parquet/conversion-settings.ts'
import type { ObjectStore } from './objects/object-store.ts'
import { DirectPuts } from './sources/direct-puts.ts'
import type { OpenKafkaClient } from './sources/kafka/kafka-client.ts'
import type { Backlog } from './sources/record-source.ts'
import { Sources } from './sources/sources.ts'
import { WorkerPool } from './workers/worker-pool.ts'

export interface FirehoseOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** The Kinesis streams of this server. */
  readonly kinesis: Streams
  readonly http: HttpClient
  readonly endpoints: EndpointMap
  /** Those that transform records. */
  readonly functions: Functions
  /** The tables that records can be converted by. None by default. */
  readonly catalog?: Catalog
  /** Where the objects of every bucket go. */
  readonly objects: ObjectStore
  /** See KafkaParts. */
  readonly openKafka?: OpenKafkaClient
  /** See Deliveries. */
  readonly kindOf?: typeof destinationKind
  /** `off` lifts AWS's throttles and quotas. */
  readonly limits: 'aws' | 'off'
  /** How long CREATING, DELETING, ENABLING and DISABLING are seen, in milliseconds. 0 by default. */
  readonly transitionMs?: number
}

/** The delivery streams of everyone. */
export class FirehoseSink {
  readonly streams: DeliveryStreams
  readonly puts: DirectPuts
  readonly sources: Sources
  /** What the channels on the Kinesis streams deliver, on the same engine. */
  readonly channels: ChannelDeliveries
  readonly metrics = new FirehoseMetrics()
  readonly transitions: Transitions
  readonly clock: Clock
  readonly limits: 'aws' | 'off'
  readonly endpoints: EndpointMap
  readonly #log: FirehoseLog
  readonly #deliveries: Deliveries
  readonly #pool = new WorkerPool()
  readonly #available: Parameters<typeof checkAvailable>[1]

  private constructor(options: FirehoseOptions, log: FirehoseLog) {
    const { clock, limits, endpoints, transitionMs = 0 } = options
    this.clock = clock
    this.limits = limits
    this.endpoints = endpoints
    this.transitions = new Transitions(clock, transitionMs)
    this.#log = log
    this.streams = new DeliveryStreams({ ...options, log, transitions: this.transitions })
    const { streams, metrics } = this
    const { catalog = {}, functions } = options
    this.#available = { catalog, functions }
    this.puts = new DirectPuts({ ...options, streams, metrics })
    this.sources = new Sources(options)
    this.channels = new ChannelDeliveries(options)
    const { sources } = this
    this.#deliveries = new Deliveries({
      ...options,
      catalog,
      pool: this.#pool,
      log,
      streams,
      metrics,
      sources,
    })
  }

  /** Opens the delivery streams that the store holds, and begins to deliver. @throws as FirehoseLog.open */
  static async open(options: FirehoseOptions): Promise<FirehoseSink> {
    return new FirehoseSink(options, await FirehoseLog.open(options))
  }

  /** How far each delivery stream has come, of everyone, one after the other. */
  *status(): Generator<DeliveryStatus> {
    const nowMs = this.clock.nowMs()
    for (const stream of this.streams.all()) {
      const status = this.streams.statusOf(stream)
      if (status === undefined) continue
      const positions = this.streams.positionsOf(stream) ?? new Map()
      const counters = this.metrics.of(stream.log)
      const source = this.#deliveries.sourceOf(stream)
      yield deliveryStatus(stream, { status, positions, counters, source, nowMs })
    }
  }

  /** What waits in the source of a delivery stream and was not read. Undefined while its source is not open. */
  backlogOf(stream: DeliveryStreamState): Backlog | undefined {
    return this.#deliveries.sourceOf(stream)?.backlog()
  }

  /** @throws CodedError FIREHOSE_SETTING_INVALID for a destination that needs what this server does not have */
  checkAvailable(configuration: Configuration): void {
    checkAvailable(configuration, this.#available)
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  async close(): Promise<void> {
    await Promise.all([this.#deliveries.close(), this.channels.close()])
    await this.#pool.close()
    await this.#log.settled()
  }
}
