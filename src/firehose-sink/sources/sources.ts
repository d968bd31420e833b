import type { Clock, Logger } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import { parseStreamArn, type StreamName, type Streams } from '../../shards/index.ts'
import type { DeliveryStreamState, SourceConfigurations } from '../control/delivery-stream-state.ts'
import type { Positions } from '../control/firehose-event.ts'
import { invalidSetting } from '../errors.ts'
import { DirectPutSource } from './direct-put-source.ts'
import { StreamSource } from './kinesis/stream-source.ts'
import { StreamWatch } from './kinesis/stream-watch.ts'
import type { OpenSource } from './record-source.ts'

export interface SourcesParts {
  readonly store: LogStore
  readonly clock: Clock
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
   * Where a new delivery stream begins to read: at the newest records of a Kinesis stream.
   * Source: https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html ("from the LATEST position")
   * @throws FIREHOSE_SETTING_INVALID for a source that there is not
   */
  startPositions({ KinesisStreamSourceConfiguration: kinesis }: SourceConfigurations): Positions {
    if (kinesis === undefined) return {}
    const { store, kinesis: streams } = this.#parts
    const name = parseStreamArn(kinesis.KinesisStreamARN)
    const stream = name && streams.control.findActive(name, name.name)
    if (stream === undefined) throw invalidSetting(`${kinesis.KinesisStreamARN} is no stream of this server.`)
    return Object.fromEntries(stream.shards.map(({ log }) => [log, String(store.bounds(log).end)]))
  }

  /** How to open the source of a delivery stream. */
  opening({ log, name, source }: DeliveryStreamState): OpenSource {
    const { store, clock, logger } = this.#parts
    const arn = source.KinesisStreamSourceConfiguration?.KinesisStreamARN
    if (arn === undefined)
      return async (positions) => new DirectPutSource({ store, clock, logger, log, name }, positions)
    const stream = parseStreamArn(arn) as StreamName
    return async (positions) => new StreamSource({ store, watch: this.#watch, stream }, positions)
  }
}
