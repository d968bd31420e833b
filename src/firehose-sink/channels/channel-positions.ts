import { type Clock, hasCode, type Logger } from '../../base/index.ts'
import { type LogStore, StateLog, type StateMachine } from '../../log/index.ts'
import type { ChannelState } from '../../shards/index.ts'
import type { Positions } from '../control/firehose-event.ts'
import { unknownFirehoseEvent } from '../errors.ts'

/** What happens to a channel's positions. Their log holds these, as msgpack: names and members are part of the disk format. */
interface ChannelEvent {
  readonly kind: 'delivered'
  readonly positions: Positions
}

interface Snapshot {
  readonly positions: Readonly<Record<string, string>>
}

class PositionTable implements StateMachine<ChannelEvent> {
  #positions: Map<string, string>

  constructor({ starts }: ChannelState) {
    this.#positions = new Map(starts.map(({ log, offset }) => [String(log), String(offset)]))
  }

  get positions(): ReadonlyMap<string, string> {
    return this.#positions
  }

  /** @throws FIREHOSE_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  apply({ kind, positions }: ChannelEvent): void {
    if (kind !== 'delivered') throw unknownFirehoseEvent(kind)
    for (const [partition, position] of Object.entries(positions))
      if (position === null) this.#positions.delete(partition)
      else this.#positions.set(partition, position)
  }

  snapshot(): Snapshot {
    return { positions: Object.fromEntries(this.#positions) }
  }

  restore(snapshot: unknown): void {
    this.#positions = new Map(Object.entries((snapshot as Snapshot).positions))
  }
}

/**
 * Up to where one channel has delivered: where it began, and the events of a log of its own, which is dropped with the channel in one
 * commit. So no crash leaves one without the other.
 */
export class ChannelPositions {
  readonly #table: PositionTable
  readonly #events: StateLog<ChannelEvent>

  private constructor(table: PositionTable, events: StateLog<ChannelEvent>) {
    this.#table = table
    this.#events = events
  }

  /** @throws as StateLog.open */
  static async open(
    parts: { readonly store: LogStore; readonly clock: Clock; readonly logger: Logger },
    channel: ChannelState,
  ): Promise<ChannelPositions> {
    const machine = new PositionTable(channel)
    const events = await StateLog.open<ChannelEvent>({ ...parts, log: channel.positions, machine })
    return new ChannelPositions(machine, events)
  }

  /** By partition: the log of a shard. */
  get all(): ReadonlyMap<string, string> {
    return this.#table.positions
  }

  /** Durable when it resolves. Of a channel that was deleted meanwhile nothing is left to move. @throws as LogStore.commit */
  async move(positions: Positions): Promise<void> {
    try {
      await this.#events.commit({ kind: 'delivered', positions })
    } catch (error) {
      if (!hasCode(error, 'LOG_DROPPED')) throw error
    }
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async settled(): Promise<void> {
    await this.#events.settled()
  }
}
