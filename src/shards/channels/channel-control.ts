import type { Clock, Random } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import type { ControlLog } from '../control/control-log.ts'
import type { StreamControl } from '../control/stream-control.ts'
import type { Transitions } from '../control/transitions.ts'
import { type Owner, ownerOf } from '../owner.ts'
import type { RegionalQuotas } from '../quotas.ts'
import { withTags } from '../settings/tags.ts'
import { streamLabel } from '../stream-label.ts'
import type { StreamState } from '../stream-state.ts'
import type { ChannelId } from './channel-arn.ts'
import { type ChannelRequest, completeDestination, freshnessOf } from './channel-request.ts'
import {
  type ChannelChange,
  type ChannelState,
  type ChannelStatus,
  channelLabel,
  channelStatusOf,
} from './channel-state.ts'
import {
  channelExists,
  channelNeedsOnDemand,
  channelNotActive,
  channelNotFound,
  invalidChannel,
  streamHasChannels,
  tooManyChannels,
} from './errors.ts'

interface ChannelControlOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly log: ControlLog
  readonly control: StreamControl
  readonly quotas: RegionalQuotas
  readonly transitions: Transitions
}

/** Which channels there are on which streams, and what they are set to. What they deliver is src/firehose-sink's. */
export class ChannelControl {
  readonly #options: ChannelControlOptions
  readonly #listeners: ((channel: ChannelState) => void)[] = []

  constructor(options: ChannelControlOptions) {
    this.#options = options
  }

  /** Calls `listener` with what a channel has become, when that is durable. Listeners must not throw. */
  onChange(listener: (channel: ChannelState) => void): void {
    this.#listeners.push(listener)
  }

  /** Undefined for a deleted channel of which nothing is seen any more. */
  statusOf(channel: ChannelState): ChannelStatus | undefined {
    return channelStatusOf(channel, this.#options.transitions.nowMs())
  }

  find(id: ChannelId): ChannelState | undefined {
    const channel = this.#options.log.state.channels.get(id, id.id)
    return channel !== undefined && this.statusOf(channel) !== undefined ? channel : undefined
  }

  /** The channel, whatever its state. @throws CHANNEL_NOT_FOUND */
  get(id: ChannelId): ChannelState {
    const channel = this.find(id)
    if (channel === undefined) throw channelNotFound(id)
    return channel
  }

  /** The channels of one account in one region, by name. */
  list(owner: Owner): ChannelState[] {
    const { channels } = this.#options.log.state
    const seen = [...channels.ofOwner(owner)].filter((channel) => this.statusOf(channel) !== undefined)
    return seen.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  ofStream(stream: StreamState): ChannelState[] {
    return this.list(stream).filter((channel) => channel.stream === stream.name)
  }

  /** Every channel of everyone that is not deleted. */
  *all(): Generator<ChannelState> {
    for (const channel of this.#options.log.state.channels.all())
      if (channel.goneAtMs === undefined) yield channel
  }

  /** @param operation that cannot be while there are channels. @throws STREAM_HAS_CHANNELS */
  refuseAny(operation: string, stream: StreamState): void {
    if (this.ofStream(stream).length > 0) throw streamHasChannels(operation, stream)
  }

  /**
   * Makes a channel; durable when it resolves. Of a record that was acknowledged before it delivers nothing; of one that is put
   * after it has resolved, everything.
   * @throws STREAM_NOT_FOUND, STREAM_NOT_ACTIVE, CHANNEL_STREAM_MODE, CHANNEL_EXISTS, CHANNEL_QUOTA_EXCEEDED,
   *   CHANNEL_SETTING_INVALID, STREAM_TAGS_INVALID
   */
  create(owner: Owner, request: ChannelRequest): Promise<ChannelState> {
    const { control, log, quotas } = this.#options
    return control.mutate(owner, request.stream, async (stream) => {
      const { name, tags = {} } = request
      if (this.list(owner).some((channel) => channel.name === name)) throw channelExists({ ...owner, name })
      if (stream.mode !== 'ON_DEMAND') throw channelNeedsOnDemand(stream)
      refuseManagedKey(stream)
      const limit = quotas.of(owner).s3ChannelsPerStream
      if (this.ofStream(stream).length >= limit) throw tooManyChannels(stream, limit)
      const allTags = withTags(channelLabel({ ...owner, name }), [], tags)
      const channel = { ...this.#newChannel(stream, request), tags: allTags }
      await log.commit({ kind: 'channel-created', channel })
      this.#tell(channel)
      return channel
    })
  }

  /** Changes what an ACTIVE channel is set to, in what is given. Durable when it resolves. @throws CHANNEL_NOT_FOUND, CHANNEL_NOT_ACTIVE */
  update(
    id: ChannelId,
    settings: Pick<ChannelChange, 'freshnessSeconds' | 'logging'>,
  ): Promise<ChannelState> {
    return this.change(id, (channel) => {
      const status = this.statusOf(channel)
      if (status !== undefined && status !== 'ACTIVE') throw channelNotActive(channel, status)
      return { ...settings, updatingUntilMs: this.#options.transitions.endMs() }
    })
  }

  /** Says that the destination of a new channel was looked at. @param failure what it lacks. @throws CHANNEL_NOT_FOUND */
  async settle(id: ChannelId, failure?: string): Promise<void> {
    await this.change(id, () => ({ opened: true, ...(failure !== undefined && { failure }) }))
  }

  /**
   * Changes a channel; durable when it resolves. Resolves with what it is then.
   * @param decide gives the change for the channel as it is then. What it throws is thrown
   * @throws CHANNEL_NOT_FOUND
   */
  change(id: ChannelId, decide: (channel: ChannelState) => ChannelChange): Promise<ChannelState> {
    const { log } = this.#options
    return log.inTurn(async () => {
      const before = this.get(id)
      const change = decide(before)
      await log.commit({ kind: 'channel-changed', owner: ownerOf(before), id: before.id, change })
      const channel = { ...before, ...change }
      this.#tell(channel)
      return channel
    })
  }

  /** Deletes a channel with its positions, in one step. One that is being deleted stays so. @throws CHANNEL_NOT_FOUND */
  delete(id: ChannelId): Promise<void> {
    const { log, transitions } = this.#options
    return log.inTurn(async () => {
      const channel = this.get(id)
      if (channel.goneAtMs !== undefined) return
      const goneAtMs = transitions.endMs()
      const event = { kind: 'channel-deleted', owner: ownerOf(channel), id: channel.id, goneAtMs } as const
      await log.commit(event, [], [channel.positions])
      this.#tell({ ...channel, goneAtMs })
    })
  }

  #newChannel(stream: StreamState, request: ChannelRequest): ChannelState {
    const { store, clock, random, transitions } = this.#options
    const { name, roleArn, recordFormat, destination, freshnessSeconds, logging } = request
    const id = random.uuid()
    return {
      ...ownerOf(stream),
      name,
      id,
      stream: stream.name,
      streamCreatedMs: stream.createdMs,
      roleArn,
      recordFormat,
      createdMs: clock.nowMs(),
      activeAtMs: transitions.endMs(),
      opened: false,
      destination: completeDestination(destination, { name, id }),
      freshnessSeconds: freshnessOf(freshnessSeconds),
      logging: logging ?? { enabled: false },
      starts: stream.shards.map(({ log }) => ({ log, offset: store.bounds(log).end })),
      positions: store.newLogId(),
      tags: [],
    }
  }

  #tell(channel: ChannelState): void {
    for (const listener of this.#listeners) listener(channel)
  }
}

/** Source: https://docs.aws.amazon.com/streams/latest/dev/data-delivery-s3-about.html ("Encryption"). Text ours. */
function refuseManagedKey(stream: StreamState): void {
  if (!/(^|:)alias\/aws\/kinesis$/.test(stream.kmsKeyId ?? '')) return
  throw invalidChannel(
    `Channels are not supported on streams that are encrypted with alias/aws/kinesis, as ${streamLabel(stream)} is.`,
  )
}
