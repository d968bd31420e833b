import type { LogStore } from '../../log/index.ts'
import type { DeliveryStreamState } from '../control/delivery-stream-state.ts'
import type { DeliveryStreams } from '../control/delivery-streams.ts'
import type { Positions } from '../control/firehose-event.ts'
import type { FirehoseLog } from '../control/firehose-log.ts'
import { deliveryStreamArnOf } from '../delivery-stream-arn.ts'
import type {
  DeliverySettings,
  DeliveryStreamLabel,
  DestinationPorts,
} from '../destinations/destination-kind.ts'
import { destinationKind } from '../destinations/destination-kinds.ts'
import { bucketErrors, bucketRecords } from '../destinations/s3/bucket-destinations.ts'
import type { ProcessingPorts } from '../processing/open-processing.ts'
import { type Processing, processingOf } from '../processing/processing-of.ts'
import { RecordProcessing } from '../processing/record-processing.ts'
import { RecordSizeLimit } from '../processing/record-size-limit.ts'
import type { RecordSource } from '../sources/record-source.ts'
import type { Sources } from '../sources/sources.ts'
import { BufferDelivery } from './buffer-delivery.ts'
import { BufferGatherer, pieceBytes } from './buffer-gatherer.ts'
import { DeliveryLoop, type DeliveryPipeline } from './delivery-loop.ts'
import type { FirehoseMetrics } from './firehose-metrics.ts'
import { OpenBuffers } from './open-buffers.ts'
import { ProcessedGatherer } from './processed-gatherer.ts'

export interface DeliveriesParts extends DestinationPorts, ProcessingPorts {
  readonly store: LogStore
  readonly log: FirehoseLog
  readonly streams: DeliveryStreams
  readonly metrics: FirehoseMetrics
  readonly sources: Sources
  /** The kinds that there are, unless a simulation has others. */
  readonly kindOf?: typeof destinationKind
}

interface Running {
  readonly stream: DeliveryStreamState
  readonly loop: DeliveryLoop
}

/** One loop for each delivery stream that there is, with the destination as it is set now. */
export class Deliveries {
  readonly #parts: DeliveriesParts
  readonly #running = new Map<number, Running>()
  /** Resolves when the changes that were told so far are done. */
  #changed: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: DeliveriesParts) {
    this.#parts = parts
    parts.streams.onChange((stream) => this.#follow(stream))
    for (const stream of parts.streams.all()) this.#start(stream)
  }

  /** The source of a delivery stream, to be asked how it is. Undefined while it is not open. */
  sourceOf({ log }: DeliveryStreamState): RecordSource | undefined {
    return this.#running.get(log)?.loop.source
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#changed
    await Promise.all([...this.#running.values()].map(({ loop }) => loop.stop()))
    this.#running.clear()
  }

  #follow(stream: DeliveryStreamState): void {
    const running = this.#running.get(stream.log)
    if (running?.stream.version === stream.version && stream.goneAtMs === undefined) return
    this.#changed = this.#changed.then(() => this.#restart(stream))
  }

  /** The loop before must be over: two could confirm against each other. */
  async #restart(stream: DeliveryStreamState): Promise<void> {
    await this.#running.get(stream.log)?.loop.stop()
    this.#running.delete(stream.log)
    if (stream.goneAtMs === undefined) this.#start(stream)
    else this.#parts.metrics.forget(stream.log)
  }

  #start(stream: DeliveryStreamState): void {
    if (this.#closed) return
    const { streams, log, metrics, clock, logger, sources } = this.#parts
    const loop = new DeliveryLoop({
      label: { deliveryStream: stream.name },
      positions: () => streams.positionsOf(stream),
      open: sources.opening(stream),
      pipeline: (source) => this.#pipelineOf(stream, source),
      confirm: (positions: Positions) => log.commit({ kind: 'delivered', log: stream.log, positions }),
      clock,
      logger,
      counters: metrics.of(stream.log),
    })
    this.#running.set(stream.log, { stream, loop })
    loop.start()
  }

  #pipelineOf(stream: DeliveryStreamState, source: RecordSource): DeliveryPipeline {
    const { metrics } = this.#parts
    const { kind: name, configuration } = stream.destination
    const kind = (this.#parts.kindOf ?? destinationKind)(name)
    const settings = kind.settings(configuration)
    const label = labelOf(stream)
    const counters = metrics.of(stream.log)
    const destination = kind.open(configuration, label, this.#parts)
    const gatherer = this.#gathererOf(stream, source, settings)
    const delivery = new BufferDelivery({
      ...this.#parts,
      label: { deliveryStream: label.arn },
      settings,
      destination,
      errorsOf: (type) => bucketErrors(settings.errors, type, label, this.#parts),
      backup: settings.backup && bucketRecords(settings.backup, label, this.#parts),
      retentionMs: source.retentionMs,
      counters,
    })
    return {
      next: (stop) => gatherer.next(stop),
      deliver: (buffer, stop) => delivery.deliver(buffer, stop),
      close: async () => {
        await gatherer.settled()
        await destination.close()
      },
    }
  }

  #gathererOf(stream: DeliveryStreamState, source: RecordSource, settings: DeliverySettings) {
    const { metrics } = this.#parts
    const parts = { ...this.#parts, source, counters: metrics.of(stream.log) }
    const processing = this.#processingOf(stream)
    if (processing === undefined) return new BufferGatherer({ ...parts, settings })
    const { processor, partitionKeys, batch = { bufferBytes: pieceBytes, bufferMs: 0 } } = processing
    const { bufferBytes, bufferMs } = settings
    const backsUp = settings.backup !== undefined
    const buffers = new OpenBuffers({ bufferBytes, bufferMs, partitionKeys, backsUp })
    const batches = new BufferGatherer({ ...parts, settings: batch })
    return new ProcessedGatherer({ ...parts, batches, processor, buffers })
  }

  /** Records of topics are of any size: first those that are too large are put aside. */
  #processingOf(stream: DeliveryStreamState): Processing | undefined {
    const processing = processingOf(stream.destination.configuration, labelOf(stream), this.#parts)
    if (stream.type !== 'MSKAsSource') return processing
    const sizeLimit = new RecordSizeLimit(this.#parts.metrics.of(stream.log))
    if (processing === undefined) return { processor: sizeLimit, batch: undefined, partitionKeys: undefined }
    return { ...processing, processor: new RecordProcessing([sizeLimit, processing.processor]) }
  }
}

function labelOf(stream: DeliveryStreamState): DeliveryStreamLabel {
  const { account, region, name, version, source } = stream
  const arn = deliveryStreamArnOf(stream, name)
  const sourceArn =
    source.KinesisStreamSourceConfiguration?.KinesisStreamARN ??
    source.MSKSourceConfiguration?.MSKClusterARN ??
    arn
  return { account, region, name, arn, versionId: String(version), sourceArn }
}
