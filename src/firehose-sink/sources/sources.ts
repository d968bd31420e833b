import type { Logger } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import { parseStreamArn, type StreamName, type Streams } from '../../shards/index.ts'
import type { DeliveryStreamState, SourceConfigurations } from '../control/delivery-stream-state.ts'
import type { Positions } from '../control/firehose-event.ts'
import { invalidSetting } from '../errors.ts'
import { DirectPutSource } from './direct-put-source.ts'
import { type KafkaParts, kafkaStart, openingKafka } from './kafka/open-kafka.ts'
import { RemoteSource, remoteStart } from './kinesis/remote-source.ts'
import { StreamSource } from './kinesis/stream-source.ts'
import { StreamWatch } from './kinesis/stream-watch.ts'
import type { OpenSource } from './record-source.ts'

export interface SourcesParts extends KafkaParts {
  readonly store: LogStore
  readonly logger: Logger
  /** The Kinesis streams of this server. */
  readonly kinesis: Streams
}

/** Where delivery streams have their records from. */
export class Sources {
  readonly #parts: SourcesParts
  readonly #watch: StreamWatch

  constructor(parts: SourcesParts) {
    this.#parts = parts
    this.#watch = new StreamWatch(parts.kinesis)
  }

  /**
   * Where a new delivery stream begins to read: at the newest records of a Kinesis stream, or where it says in a topic of Kafka.
   * Source: https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html ("from the LATEST position")
   * @returns what gives the positions when its turn has come: an endpoint elsewhere is asked before, as it may hang
   * @throws FIREHOSE_SETTING_INVALID for a source that there is not, as does what is returned
   */
  async starting({
    KinesisStreamSourceConfiguration: kinesis,
    MSKSourceConfiguration: kafka,
  }: SourceConfigurations): Promise<() => Positions> {
    if (kafka !== undefined) {
      const positions = await kafkaStart(kafka, this.#parts)
      return () => positions
    }
    if (kinesis === undefined) return () => ({})
    const arn = kinesis.KinesisStreamARN
    const url = this.#parts.endpoints.find(arn)
    if (url === undefined) return () => this.#startOf(arn)
    try {
      const positions = await remoteStart({ arn, url }, this.#parts.clock.nowMs())
      return () => positions
    } catch (error) {
      const { message } = error as Error
      throw invalidSetting(`${arn} cannot be read at ${new URL(url).host}: ${message}`)
    }
  }

  /** How to open the source of a delivery stream. */
  opening({ log, name, source }: DeliveryStreamState): OpenSource {
    const { store, clock, logger, endpoints } = this.#parts
    const kafka = source.MSKSourceConfiguration
    if (kafka !== undefined) return openingKafka(kafka, this.#parts)
    const arn = source.KinesisStreamSourceConfiguration?.KinesisStreamARN
    if (arn === undefined)
      return async (positions) => new DirectPutSource({ store, clock, logger, log, name }, positions)
    const url = endpoints.find(arn)
    if (url !== undefined) return (positions) => RemoteSource.open({ arn, url }, clock, positions)
    const stream = parseStreamArn(arn) as StreamName
    return async (positions) => new StreamSource({ store, watch: this.#watch, stream }, positions)
  }

  #startOf(arn: string): Positions {
    const { store, kinesis: streams } = this.#parts
    const name = parseStreamArn(arn)
    const stream = name && streams.control.findActive(name, name.name)
    if (stream === undefined) throw invalidSetting(`${arn} is no stream of this server.`)
    return Object.fromEntries(stream.shards.map(({ log }) => [log, String(store.bounds(log).end)]))
  }
}
