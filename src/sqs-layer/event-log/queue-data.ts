import type { Clock, Logger } from '../../base/index.ts'
import type { Append, LogStore, Offset } from '../../log/index.ts'
import { Backlog } from '../backlog/backlog.ts'
import type { DeliveryOrder } from '../backlog/delivery-order.ts'
import { type MessageTable, place } from '../backlog/message-table.ts'
import type { QueueState } from '../control/queue-state.ts'
import { DeduplicationWindow } from './deduplication-window.ts'
import { type QueueEventSink, type QueueEventWriter, readQueueEvents } from './queue-events.ts'
import { type Commit, QueueLog } from './queue-log.ts'
import { eventsAt } from './queue-log-record.ts'
import { type QueueMemory, restoreSnapshot, snapshotOf } from './queue-snapshot.ts'

export interface QueueDataOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
}

export interface PreparedEvents {
  readonly append: Append
  taken(done: Promise<unknown>): void
}

/**
 * What is remembered of one queue's messages, and the one way to change it. A commit's events change the memory live by the
 * same code as at a restart, in the turn in which the store takes them in.
 */
export class QueueData implements QueueMemory {
  readonly backlog: Backlog
  readonly window = new DeduplicationWindow()
  purgedAtMs = Number.NEGATIVE_INFINITY
  /** Called after each commit that was taken in. */
  changed: () => void = () => undefined
  readonly #options: QueueDataOptions
  readonly #queue: QueueState
  readonly #sink: QueueEventSink
  #log: QueueLog | undefined
  /** The lowest message that is not gone; never falls. */
  #low: Offset = 0
  /** Of the cursor, as the log has it. */
  #loggedCursor: Offset = 0

  private constructor(
    options: QueueDataOptions,
    queue: QueueState,
    orderOf: (table: MessageTable) => DeliveryOrder,
  ) {
    this.#options = options
    this.#queue = queue
    this.backlog = new Backlog(orderOf)
    this.#sink = sinkOf(this)
  }

  /** @throws as QueueLog.open */
  static async open(
    options: QueueDataOptions,
    queue: QueueState,
    orderOf: (table: MessageTable) => DeliveryOrder,
  ): Promise<QueueData> {
    const data = new QueueData(options, queue, orderOf)
    data.#log = await QueueLog.open(
      { ...options, log: queue.events, snapshot: () => snapshotOf(data) },
      {
        restore: (bytes) => restoreSnapshot(bytes, data),
        replay: (bytes, start) => readQueueEvents(bytes, start, data.#sink),
      },
    )
    data.#loggedCursor = data.backlog.cursor
    return data
  }

  /** One past the newest durable message. */
  get end(): Offset {
    return this.#options.store.bounds(this.#queue.messages).end
  }

  /** The offset that the next message gets. */
  get next(): Offset {
    return this.#options.store.bounds(this.#queue.messages).next
  }

  /** The oldest message that is not gone; `cursor` if none before it is left. */
  get low(): Offset {
    const { table, cursor } = this.backlog
    if (cursor - this.#low > table.capacity) this.#low = Math.min(cursor, table.lowestOffset())
    else while (this.#low < cursor && table.find(this.#low) < 0) this.#low++
    return this.#low
  }

  /** Events for a commit of somebody else's. `taken` is to be called in the turn in which the store takes that in. */
  prepare(events: QueueEventWriter): PreparedEvents {
    const { cursor } = this.backlog
    if (cursor > this.#loggedCursor) events.advancedFirst(cursor)
    const frame = events.frame()
    return {
      append: this.#log!.prepare(frame),
      taken: (done) => {
        this.#log!.taken(frame, done)
        this.#follow(frame, cursor)
      },
    }
  }

  /** Commits events; if the store takes them in, the memory has followed when this returns. */
  commit(events: QueueEventWriter, appends: readonly Append[] = []): Commit {
    const { cursor } = this.backlog
    if (cursor > this.#loggedCursor) events.advancedFirst(cursor)
    const frame = events.frame()
    const commit = this.#log!.commit(frame, appends)
    if (commit.isTaken) this.#follow(frame, cursor)
    return commit
  }

  #follow(frame: Buffer, cursor: Offset): void {
    this.#loggedCursor = Math.max(this.#loggedCursor, cursor)
    readQueueEvents(frame, eventsAt, this.#sink)
    this.#log!.tidy()
    this.changed()
  }

  /** Resolves when what the memory says is durable: to be awaited before it is told. Rejects as the commits do. */
  durable(): Promise<unknown> {
    return this.#log!.durable()
  }

  async settled(): Promise<void> {
    await this.#log!.settled()
  }
}

function sinkOf(data: QueueData): QueueEventSink {
  const { backlog, window } = data
  const { table } = backlog
  return {
    delayed: (first, count, dueMs) => backlog.delay(first, count, dueMs),
    advanced: (cursor) => backlog.advance(cursor),
    received(offset, atMs, dueMs) {
      const slot = table.find(offset)
      if (slot >= 0) backlog.received(slot, atMs, dueMs)
    },
    removed(offset) {
      const slot = table.find(offset)
      if (slot >= 0) backlog.remove(slot)
    },
    hidden(offset, dueMs) {
      const slot = table.find(offset)
      if (slot >= 0 && table.place[slot] !== place.none) backlog.hideUntil(slot, dueMs)
    },
    dropped: (before) => backlog.dropBefore(before),
    purged(before, atMs) {
      backlog.dropBefore(before)
      data.purgedAtMs = atMs
    },
    identified: (offset, atMs, key) => window.add(key, offset, atMs),
  }
}
