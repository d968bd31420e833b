import type { StateMachine } from '../../log/index.ts'
import type { ChannelState } from '../channels/channel-state.ts'
import type { ConsumerState } from '../consumers/consumer-state.ts'
import { ConsumerTable } from '../consumers/consumer-table.ts'
import { unknownControlEvent } from '../errors.ts'
import type { StreamQueueState } from '../queues/queue-state.ts'
import type { StreamState } from '../stream-state.ts'
import { type AccountState, AccountTable } from './account-table.ts'
import type { ControlEvent } from './control-event.ts'
import { OwnedTable } from './owned-table.ts'
import { StreamTable } from './stream-table.ts'

interface Snapshot {
  readonly tokenKey: Uint8Array | null
  readonly streams: readonly StreamState[]
  /** Absent in what was written before there were settings of accounts. */
  readonly accounts?: readonly AccountState[]
  /** Absent in what versions before enhanced fan-out wrote. */
  readonly consumers?: readonly ConsumerState[]
  /** Absent in what versions before queues over streams wrote. */
  readonly queues?: readonly StreamQueueState[]
  /** Absent in what versions before channels wrote. */
  readonly channels?: readonly ChannelState[]
}

/** What the control log amounts to. Changed by its events and by nothing else. */
export class ControlState implements StateMachine<ControlEvent> {
  readonly streams = new StreamTable()
  readonly accounts = new AccountTable()
  readonly consumers = new ConsumerTable()
  readonly queues = new OwnedTable<StreamQueueState>()
  readonly channels = new OwnedTable<ChannelState>()
  #tokenKey: Buffer | undefined

  /** Undefined in a new data folder. */
  get tokenKey(): Buffer | undefined {
    return this.#tokenKey
  }

  /** @throws STREAM_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  apply(event: ControlEvent, timeMs: number): void {
    switch (event.kind) {
      case 'token-key':
        this.#tokenKey = Buffer.from(event.key)
        break
      case 'stream-created':
        this.streams.forgetGone(event.stream, timeMs)
        this.streams.put(event.stream)
        break
      case 'stream-changed':
        this.streams.change(event.owner, event.name, event.change)
        break
      case 'stream-resharded':
        this.streams.reshard(event.owner, event.name, event)
        break
      case 'shards-expired':
        this.streams.expire(event.owner, event.name, event.indexes)
        break
      case 'stream-deleted':
        this.streams.change(event.owner, event.name, { goneAtMs: event.goneAtMs })
        this.streams.forgetGone(event.owner, timeMs)
        this.consumers.dropStream(event.owner, event.name)
        break
      case 'consumer-registered':
        this.consumers.forgetGone(event.consumer, event.consumer.stream, timeMs)
        this.consumers.put(event.consumer)
        break
      case 'consumer-deregistered':
        this.consumers.change(event.owner, event.name, event.consumer, { goneAtMs: event.goneAtMs })
        this.consumers.forgetGone(event.owner, event.name, timeMs)
        break
      case 'consumer-changed':
        this.consumers.change(event.owner, event.name, event.consumer, event.change)
        break
      case 'queue-created':
        this.queues.forgetGone(event.queue, timeMs)
        this.queues.put(event.queue)
        break
      case 'queue-changed':
        this.queues.change(event.owner, event.id, event.change)
        break
      case 'queue-deleted':
        this.queues.change(event.owner, event.id, { goneAtMs: event.goneAtMs })
        this.queues.forgetGone(event.owner, timeMs)
        break
      case 'channel-created':
        this.channels.forgetGone(event.channel, timeMs)
        this.channels.put(event.channel)
        break
      case 'channel-changed':
        this.channels.change(event.owner, event.id, event.change)
        break
      case 'channel-deleted':
        this.channels.change(event.owner, event.id, { goneAtMs: event.goneAtMs })
        this.channels.forgetGone(event.owner, timeMs)
        break
      case 'account-changed':
        this.accounts.change(event.owner, event.change)
        break
      default:
        throw unknownControlEvent((event satisfies never as { kind: unknown }).kind)
    }
  }

  snapshot(): Snapshot {
    return {
      tokenKey: this.#tokenKey ?? null,
      streams: [...this.streams.all()],
      accounts: [...this.accounts.all()],
      consumers: [...this.consumers.all()],
      queues: [...this.queues.all()],
      channels: [...this.channels.all()],
    }
  }

  restore(snapshot: unknown): void {
    const {
      tokenKey,
      streams,
      accounts = [],
      consumers = [],
      queues = [],
      channels = [],
    } = snapshot as Snapshot
    this.#tokenKey = tokenKey === null ? undefined : Buffer.from(tokenKey)
    this.streams.clear()
    for (const stream of streams) this.streams.put(stream)
    this.accounts.clear()
    for (const account of accounts) this.accounts.put(account)
    this.consumers.clear()
    for (const consumer of consumers) this.consumers.put(consumer)
    this.queues.clear()
    for (const queue of queues) this.queues.put(queue)
    this.channels.clear()
    for (const channel of channels) this.channels.put(channel)
  }
}
