import { type Clock, hasCode, type Logger } from '../base/index.ts'
import type { LogStore } from '../log/index.ts'
import {
  type StreamQueueState,
  type StreamState,
  type Streams,
  streamQueueNotFound,
} from '../shards/index.ts'
import { type Receipts, type Timers, Waiters, WakeTimer } from '../sqs-layer/index.ts'
import { QueueCounters, type QueueCounts } from './queue-counters.ts'
import { QueueData } from './queue-data.ts'
import type { RecordKind } from './queue-records.ts'
import { type EntryOutcome, ReceiptWork, type VisibilityChange } from './receipt-work.ts'
import { type ReceivedRecord, type ReceiveRequest, Receiver } from './receiver.ts'
import { Retention } from './retention.ts'
import { ShardCursors } from './shard-cursors.ts'

export interface StreamQueueParts {
  readonly streams: Streams
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  readonly timers: Timers
  readonly receipts: Receipts
  readonly limits: 'aws' | 'off'
}

interface WaitingRequest extends ReceiveRequest {
  /** 0 to 20. */
  readonly waitTimeSeconds: number
}

/** What the parts of a queue see of it, which changes. */
interface Holder {
  state: StreamQueueState
  stream: StreamState
  isGone: boolean
}

/** The data plane of one queue over a stream. What each part does is in the part. */
export class StreamQueue {
  readonly counters = new QueueCounters()
  readonly #parts: StreamQueueParts
  readonly #holder: Holder
  readonly #data: QueueData
  readonly #cursors: ShardCursors
  readonly #receiver: Receiver
  readonly #receiptWork: ReceiptWork
  readonly #retention: Retention
  readonly #waiters: Readonly<Record<RecordKind, Waiters<ReceiveRequest, ReceivedRecord>>>
  readonly #wakeTimer: WakeTimer

  private constructor(parts: StreamQueueParts, holder: Holder, data: QueueData) {
    const { store } = parts
    const { records } = data
    this.#parts = parts
    this.#holder = holder
    this.#data = data
    this.#cursors = new ShardCursors({
      store,
      records,
      queue: holder.state,
      appended: () => this.#waiters.live.serve(),
    })
    const { counters } = this
    const queue = () => holder.state
    const stream = () => holder.stream
    this.#receiver = new Receiver({ ...parts, data, cursors: this.#cursors, counters, queue, stream })
    this.#receiptWork = new ReceiptWork({ ...parts, data, counters, queue })
    this.#retention = new Retention({ ...parts, records, cursors: this.#cursors })
    this.#waiters = { live: this.#waitersFor('live'), dead: this.#waitersFor('dead') }
    this.#wakeTimer = new WakeTimer({
      timers: parts.timers,
      heap: records.heap,
      isAwaited: () => this.#waitingCount > 0,
      wake: () => this.#serve(),
    })
    data.changed = () => this.#changed()
  }

  /** @throws as QueueLog.open */
  static async open(
    parts: StreamQueueParts,
    state: StreamQueueState,
    stream: StreamState,
  ): Promise<StreamQueue> {
    const data = await QueueData.open(parts, state.events)
    const queue = new StreamQueue(parts, { state, stream, isGone: false }, data)
    queue.#cursors.follow(stream)
    queue.#retention.arm()
    return queue
  }

  /** Takes over what the queue is set to, and which shards its stream has. */
  update(state: StreamQueueState, stream: StreamState): void {
    this.#holder.state = state
    if (stream === this.#holder.stream) return
    this.#holder.stream = stream
    this.#cursors.follow(stream)
    this.#waiters.live.serve()
  }

  /** The queue is deleted: everyone is told so from now on. */
  end(): void {
    this.#holder.isGone = true
    for (const waiters of Object.values(this.#waiters))
      waiters.rejectAll(streamQueueNotFound(this.#holder.state))
    void this.close()
  }

  /**
   * Receives what is there, or waits for the first record that comes. Records come as dead letters (`kind`) or otherwise.
   * @param signal ends the waiting with an empty answer
   * @throws STREAM_QUEUE_NOT_FOUND (deleted meanwhile), LOG_CORRUPT, and what LogStore.commit throws
   */
  receive(request: WaitingRequest, signal?: AbortSignal): Promise<ReceivedRecord[]> {
    return this.#whileThere(async () => {
      const { clock } = this.#parts
      const untilMs = clock.nowMs() + request.waitTimeSeconds * 1000
      const received = await this.#receiver.receive(request)
      const answer =
        received.length > 0 || request.waitTimeSeconds === 0
          ? received
          : await this.#waiters[request.kind].wait(request, untilMs, signal)
      if (answer.length === 0) this.counters.emptyReceives++
      return answer
    })
  }

  /**
   * Has records not given out again. One that is gone already is no error. Entries: STREAM_RECEIPT_INVALID,
   * STREAM_RECORD_NOT_HELD (received again since, or of the other kind).
   */
  acknowledge(kind: RecordKind, receiptHandles: readonly string[]): Promise<EntryOutcome[]> {
    return this.#whileThere(() => this.#receiptWork.acknowledge(kind, receiptHandles))
  }

  /** Entries: STREAM_RECEIPT_INVALID, STREAM_RECORD_NOT_HELD. */
  changeVisibility(kind: RecordKind, changes: readonly VisibilityChange[]): Promise<EntryOutcome[]> {
    return this.#whileThere(() => this.#receiptWork.changeVisibility(kind, changes))
  }

  /** Makes dead letters ordinary records again, which were never received. Entries: STREAM_RECEIPT_INVALID, STREAM_RECORD_NOT_HELD. */
  restore(receiptHandles: readonly string[]): Promise<EntryOutcome[]> {
    return this.#whileThere(() => this.#receiptWork.restore(receiptHandles))
  }

  /** How many records there are, as of now. */
  counts(): QueueCounts {
    const { records } = this.#data
    const { maxReceiveCount } = this.#holder.state.settings
    records.settle(this.#parts.clock.nowMs(), maxReceiveCount ?? Number.POSITIVE_INFINITY)
    const { held, deadCount, table } = records
    const live = table.slots.count - deadCount
    return {
      visible: this.#cursors.untaken() + live - held.live,
      inFlight: held.live,
      visibleDead: deadCount - held.dead,
      inFlightDead: held.dead,
    }
  }

  /** Answers every receive that waits, with nothing: the server stops. */
  endWaiting(): void {
    for (const waiters of Object.values(this.#waiters)) waiters.endAll()
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async close(): Promise<void> {
    this.#wakeTimer.cancel()
    this.#retention.close()
    this.#cursors.close()
    await this.#data.settled()
  }

  #waitersFor(kind: RecordKind): Waiters<ReceiveRequest, ReceivedRecord> {
    return new Waiters({
      timers: this.#parts.timers,
      isAvailable: () => this.#receiver.isAvailable(kind),
      receive: (request) => this.#receiver.receive(request),
      waiting: () => this.#wakeTimer.set(),
    })
  }

  get #waitingCount(): number {
    return this.#waiters.live.count + this.#waiters.dead.count
  }

  #changed(): void {
    this.#retention.arm()
    if (this.#waitingCount === 0) return
    this.#serve()
    this.#wakeTimer.set()
  }

  #serve(): void {
    this.#waiters.live.serve()
    this.#waiters.dead.serve()
  }

  async #whileThere<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#holder.isGone) throw streamQueueNotFound(this.#holder.state)
    try {
      return await work()
    } catch (error) {
      throw hasCode(error, 'LOG_DROPPED') ? streamQueueNotFound(this.#holder.state) : error
    }
  }
}
