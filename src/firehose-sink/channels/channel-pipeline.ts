import type { Clock, Logger, Random } from '../../base/index.ts'
import { type ChannelBucket, type ChannelState, channelArnOf } from '../../shards/index.ts'
import { BufferDelivery } from '../delivery/buffer-delivery.ts'
import { BufferGatherer, pieceBytes } from '../delivery/buffer-gatherer.ts'
import type { DeliveryPipeline } from '../delivery/delivery-loop.ts'
import type { DeliveryCounters } from '../delivery/firehose-metrics.ts'
import { OpenBuffers } from '../delivery/open-buffers.ts'
import { ProcessedGatherer } from '../delivery/processed-gatherer.ts'
import { type NamedObject, S3Destination } from '../destinations/s3/s3-destination.ts'
import { plainFormat } from '../formats/object-format.ts'
import type { ObjectStore, OwnedBucket } from '../objects/object-store.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { KeyTemplate } from './key-template.ts'
import { validationOf } from './record-validation.ts'

export interface ChannelPorts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly objects: ObjectStore
}

/**
 * A buffer is full at so many bytes, if the freshness of its data does not come first: AWS says "optimally sized objects", and not
 * how large. Three buffers of a channel are in memory at most.
 */
const bufferBytes = 64 * 1024 * 1024

/** Long enough for such a buffer over a slow line. */
const attemptMs = 15 * 60_000

/** Gathers, validates and delivers what comes to one channel. */
export function channelPipeline(
  channel: ChannelState,
  source: RecordSource,
  counters: DeliveryCounters,
  ports: ChannelPorts,
): DeliveryPipeline {
  const { bucket, storageClass, deadLetters } = channel.destination
  const gatherer = gathererOf(channel, { ...ports, source, counters })
  const common = { partitionKeys: [], objects: ports.objects }
  const records = new S3Destination({
    ...{ ...common, ...ownedBucket(bucket), ...(storageClass !== 'STANDARD' && { storageClass }) },
    ...{ ...namedBy(keysOf(channel)), format: plainFormat(compressionOf(channel)) },
  })
  const errors = new S3Destination({
    ...{ ...common, ...ownedBucket(deadLetters), format: plainFormat('UNCOMPRESSED') },
    ...namedBy((object) => errorKey(deadLetters.prefix, object)),
  })
  const delivery = new BufferDelivery({
    ...ports,
    label: { channel: channelArnOf(channel) },
    settings: { retryMs: undefined, attemptMs, errorOutputType: 'errors' },
    destination: records,
    errorsOf: () => errors,
    backup: undefined,
    retentionMs: source.retentionMs,
    counters,
  })
  return {
    next: (stop) => gatherer.next(stop),
    deliver: (full, stop) => delivery.deliver(full, stop),
    close: async () => {
      await gatherer.settled()
      await records.close()
    },
  }
}

/** What is valid is known piece by piece, when it is read: so no buffer takes long to validate. */
function gathererOf(
  { recordFormat, freshnessSeconds }: ChannelState,
  parts: ChannelPorts & { readonly source: RecordSource; readonly counters: DeliveryCounters },
): BufferGatherer | ProcessedGatherer {
  const buffer = { bufferBytes, bufferMs: freshnessSeconds * 1000 }
  const processor = validationOf(recordFormat)
  if (processor === undefined) return new BufferGatherer({ ...parts, settings: buffer })
  const buffers = new OpenBuffers({ ...buffer, partitionKeys: undefined, backsUp: false })
  const batches = new BufferGatherer({ ...parts, settings: { bufferBytes: pieceBytes, bufferMs: 0 } })
  return new ProcessedGatherer({ ...parts, batches, processor, buffers })
}

/** As the object store knows it. */
export function ownedBucket({ arn, owner }: ChannelBucket): Required<OwnedBucket> {
  return { bucket: arn.slice(arn.lastIndexOf(':') + 1), owner }
}

const namedBy = (keyOf: (object: NamedObject) => string) => ({ keyOf, fileNameOf: keyOf })

function compressionOf({ destination: { compression } }: ChannelState) {
  return compression === 'NONE' ? 'UNCOMPRESSED' : compression
}

/** The template was looked at when the channel was made. */
function keysOf({ name, id, stream, destination }: ChannelState): (object: NamedObject) => string {
  const template = KeyTemplate.parse(destination.keyTemplate, destination.compression) as KeyTemplate
  const names = { channelName: name, channelId: id, streamName: stream }
  return (object) => template.keyOf({ ...names, timeMs: object.timeMs }, object.id)
}

/** `…/2026-11-26-05-24-<uuid>.json`. AWS documents the prefix, and not what is behind it. */
function errorKey(prefix: string, { timeMs, id }: NamedObject): string {
  const minute = new Date(timeMs).toISOString().slice(0, 16).replaceAll(/[T:]/g, '-')
  return `${prefix}${minute}-${id}.json`
}
