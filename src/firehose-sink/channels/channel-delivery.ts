import { type CodedError, hasCode, passOnBug } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import { type ChannelState, channelArnOf, type Streams } from '../../shards/index.ts'
import { DeliveryLoop } from '../delivery/delivery-loop.ts'
import type { DeliveryCounters } from '../delivery/firehose-metrics.ts'
import { streamRecordsOf } from '../sources/kinesis/stream-records.ts'
import { StreamSource } from '../sources/kinesis/stream-source.ts'
import type { StreamWatch } from '../sources/kinesis/stream-watch.ts'
import { type ChannelPorts, channelPipeline, ownedBucket } from './channel-pipeline.ts'
import { ChannelPositions } from './channel-positions.ts'

export interface ChannelDeliveryParts extends ChannelPorts {
  readonly store: LogStore
  readonly channels: Streams['channels']
  readonly watch: StreamWatch
  readonly counters: DeliveryCounters
}

/** Before a bucket is looked at again that could not be. */
const lookAgainMs = 5000

/** One channel at work: it is opened, then its loop delivers, with what it is set to now. */
export class ChannelDelivery {
  readonly #parts: ChannelDeliveryParts
  #positions: ChannelPositions | undefined
  #running: { readonly loop: DeliveryLoop; readonly freshnessSeconds: number } | undefined
  /** Resolves when what it was told so far is done. */
  #told: Promise<unknown> = Promise.resolve()
  readonly #closed = new AbortController()

  constructor(parts: ChannelDeliveryParts) {
    this.#parts = parts
  }

  /** To be told what the channel has become. */
  follow(channel: ChannelState): void {
    this.#told = this.#told.then(() => this.#follow(channel))
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed.abort()
    await this.#told
    await this.#stop()
    await this.#positions?.settled()
  }

  async #follow(channel: ChannelState): Promise<void> {
    try {
      if (!this.#isClosed && channel.failure === undefined) await this.#advance(channel)
    } catch (error) {
      passOnBug(error)
      if (this.#isClosed) return
      const { logger } = this.#parts
      logger.error(
        { err: error, channel: channelArnOf(channel) },
        'the channel does not deliver until the next start',
      )
    }
  }

  async #advance(channel: ChannelState): Promise<void> {
    if (!channel.opened) return await this.#open(channel)
    if (this.#running?.freshnessSeconds === channel.freshnessSeconds) return
    await this.#stop()
    await this.#start(channel)
  }

  /** Looks at the buckets for as long as that takes: an endpoint may be away. */
  async #open(channel: ChannelState): Promise<void> {
    const { channels, clock, counters, logger } = this.#parts
    while (!this.#isClosed) {
      try {
        return await channels.settle(channel, await this.#lackOf(channel))
      } catch (error) {
        if (!hasCode(error, 'FIREHOSE_DELIVERY_FAILED')) throw error
        const { code, message } = error as CodedError
        counters.lastError = { atMs: clock.nowMs(), code, message }
        logger.warn({ err: error, channel: channelArnOf(channel) }, 'the channel is not ACTIVE yet')
        await clock.sleep(lookAgainMs, this.#closed.signal)
      }
    }
  }

  async #lackOf({ destination }: ChannelState): Promise<string | undefined> {
    const { objects } = this.#parts
    for (const bucket of [destination.bucket, destination.deadLetters]) {
      const lack = await objects.lackOf?.(ownedBucket(bucket), this.#closed.signal)
      if (lack !== undefined) return lack
    }
    return undefined
  }

  get #isClosed(): boolean {
    return this.#closed.signal.aborted
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
