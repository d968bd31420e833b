import type { LogStore } from '../../log/index.ts'
import { type ChannelRequest, type ChannelState, invalidChannel, type Streams } from '../../shards/index.ts'
import { FirehoseMetrics } from '../delivery/firehose-metrics.ts'
import { wrongBucket } from '../destinations/s3/s3-configuration.ts'
import { StreamWatch } from '../sources/kinesis/stream-watch.ts'
import { ChannelDelivery } from './channel-delivery.ts'
import type { ChannelPorts } from './channel-pipeline.ts'
import { KeyTemplate } from './key-template.ts'

export interface ChannelDeliveriesParts extends ChannelPorts {
  readonly store: LogStore
  readonly kinesis: Streams
}

/** As long as the id of any channel. */
const anyId = '00000000-0000-0000-0000-000000000000'

/** What the channels on the streams of this server deliver. */
export class ChannelDeliveries {
  readonly metrics = new FirehoseMetrics()
  readonly #parts: ChannelDeliveriesParts
  readonly #watch: StreamWatch
  readonly #deliveries = new Map<string, ChannelDelivery>()
  /** Of deleted channels, until they are over. */
  readonly #ending = new Set<Promise<unknown>>()
  #closed = false

  constructor(parts: ChannelDeliveriesParts) {
    this.#parts = parts
    this.#watch = new StreamWatch(parts.kinesis)
    const { channels } = parts.kinesis
    channels.onChange((channel) => this.#follow(channel))
    for (const channel of channels.all()) this.#follow(channel)
  }

  /** What of a request this server cannot do; AWS has the rules, the texts are ours. @throws CHANNEL_SETTING_INVALID */
  check({ name, stream, destination }: ChannelRequest): void {
    const { bucket, deadLetters = bucket, keyTemplate, compression, storageClass = 'STANDARD' } = destination
    const wrongName = wrongBucket(bucket.arn) ?? wrongBucket(deadLetters.arn)
    if (wrongName !== undefined) throw invalidChannel(wrongName)
    if (storageClass !== 'STANDARD' && this.#parts.objects.hasStorageClasses !== true)
      throw invalidChannel(`StorageClass ${storageClass} is not available on this server.`)
    if (keyTemplate === undefined) return
    const template = KeyTemplate.parse(keyTemplate, compression)
    const values = { channelName: name, channelId: anyId, streamName: stream, timeMs: 0 }
    const wrong = typeof template === 'string' ? template : template.tooLongFor(values)
    if (wrong !== undefined) throw invalidChannel(`OutputKeyTemplate is not valid: ${wrong}.`)
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#deliveries.values()].map((delivery) => delivery.close()))
    await Promise.all(this.#ending)
  }

  #follow(channel: ChannelState): void {
    if (this.#closed) return
    if (channel.goneAtMs === undefined) this.#deliveryOf(channel).follow(channel)
    else this.#end(channel)
  }

  #deliveryOf(channel: ChannelState): ChannelDelivery {
    let delivery = this.#deliveries.get(channel.id)
    if (delivery === undefined) {
      const { channels } = this.#parts.kinesis
      const counters = this.metrics.of(channel.positions)
      delivery = new ChannelDelivery({ ...this.#parts, channels, watch: this.#watch, counters })
      this.#deliveries.set(channel.id, delivery)
    }
    return delivery
  }

  #end({ id, positions }: ChannelState): void {
    const ended = this.#deliveries.get(id)?.close()
    this.#deliveries.delete(id)
    this.metrics.forget(positions)
    if (ended === undefined) return
    this.#ending.add(ended)
    void ended.finally(() => this.#ending.delete(ended))
  }
}
