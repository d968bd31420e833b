import { passOnBug } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import { type ChannelState, channelArnOf, type Streams } from '../../shards/index.ts'
import { DeliveryLoop } from '../delivery/delivery-loop.ts'
import type { DeliveryCounters } from '../delivery/firehose-metrics.ts'
import { streamRecordsOf } from '../sources/kinesis/stream-records.ts'
import { StreamSource } from '../sources/kinesis/stream-source.ts'
import type { StreamWatch } from '../sources/kinesis/stream-watch.ts'
import { type ChannelPorts, channelPipeline } from './channel-pipeline.ts'
import { ChannelPositions } from './channel-positions.ts'

export interface ChannelDeliveryParts extends ChannelPorts {
  readonly store: LogStore
  readonly channels: Streams['channels']
  readonly watch: StreamWatch
  readonly counters: DeliveryCounters
}

/** One channel at work: it is opened, then its loop delivers, with what it is set to now. */
export class ChannelDelivery {
  readonly #parts: ChannelDeliveryParts
  #positions: ChannelPositions | undefined
  #running: { readonly loop: DeliveryLoop; readonly freshnessSeconds: number } | undefined
  /** Resolves when what it was told so far is done. */
  #told: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: ChannelDeliveryParts) {
    this.#parts = parts
  }

  /** To be told what the channel has become. */
  follow(channel: ChannelState): void {
    this.#told = this.#told.then(() => this.#follow(channel))
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#told
    await this.#stop()
    await this.#positions?.settled()
  }

  async #follow(channel: ChannelState): Promise<void> {
    try {
      if (!this.#closed && channel.failure === undefined) await this.#advance(channel)
    } catch (error) {
      passOnBug(error)
      const { logger } = this.#parts
      logger.error(
        { err: error, channel: channelArnOf(channel) },
        'the channel does not deliver until the next start',
      )
    }
  }

  async #advance(channel: ChannelState): Promise<void> {
    if (!channel.opened) return await this.#parts.channels.settle(channel)
    if (this.#running?.freshnessSeconds === channel.freshnessSeconds) return
    await this.#stop()
    await this.#start(channel)
  }

  async #start(channel: ChannelState): Promise<void> {
    const { store, watch, clock, logger, counters, channels } = this.#parts
    this.#positions ??= await ChannelPositions.open({ store, clock, logger }, channel)
    const positions = this.#positions
    const { stream: name, account, region, freshnessSeconds } = channel
    const stream = { account, region, name }
    const loop = new DeliveryLoop({
      label: { channel: channelArnOf(channel) },
      positions: () => (isThere(channels.find(channel)) ? positions.all : undefined),
      open: async (from) => new StreamSource({ store, watch, stream, recordsOf: streamRecordsOf }, from),
      pipeline: (source) => channelPipeline(channel, source, counters, this.#parts),
      confirm: (moved) => positions.move(moved),
      clock,
      logger,
      counters,
    })
    this.#running = { loop, freshnessSeconds }
    loop.start()
  }

  /** The loop before must be over: two could confirm against each other. */
  async #stop(): Promise<void> {
    await this.#running?.loop.stop()
    this.#running = undefined
  }
}

function isThere(channel: ChannelState | undefined): boolean {
  return channel !== undefined && channel.goneAtMs === undefined
}
