import type { Clock, Logger, Random } from '../base/index.ts'
import type { LogId, LogStore } from '../log/index.ts'
import { ClosedCounts } from './closed-counts.ts'
import { parseQueueArn } from './control/queue-arn.ts'
import { QueueControl } from './control/queue-control.ts'
import { QueueControlLog } from './control/queue-control-log.ts'
import type { Owner, QueueState } from './control/queue-state.ts'
import { queueNotFound } from './errors.ts'
import type { QueueCounts } from './message/message.ts'
import { PageTokens } from './page-tokens.ts'
import { Queue, type QueueParts } from './queue.ts'
import type { QueueCounters } from './queue-counters.ts'
import { Receipts } from './receiving/receipts.ts'
import { MoveTasks } from './redrive/move-tasks.ts'
import type { Destination } from './redrive/mover.ts'
import { Timers } from './timers.ts'

export interface QueuesOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** `off` lifts AWS's quotas, throttles and waiting times. */
  readonly limits: 'aws' | 'off'
}

const receiptKeySize = 32

/** Opens the queues that the store holds. @throws as QueueControlLog.open */
export async function openQueues(options: QueuesOptions): Promise<Queues> {
  const log = await QueueControlLog.open(options)
  if (log.state.receiptKey === undefined) {
    await log.commit({ kind: 'receipt-key', key: options.random.bytes(receiptKeySize) })
  }
  return new Queues(options, log)
}

/** The queues of everyone: `control` to make and find them, `open` to use them. */
export class Queues {
  readonly control: QueueControl
  readonly moveTasks: MoveTasks
  readonly pageTokens: PageTokens
  readonly clock: Clock
  readonly #log: QueueControlLog
  readonly #parts: QueueParts
  readonly #timers: Timers
  /** Those in use since the start. What a queue remembers is read when it is first used. */
  readonly #open = new Map<LogId, Promise<Queue>>()
  /** Those of them that are read. */
  readonly #opened = new Map<LogId, Queue>()
  readonly #closedCounts: ClosedCounts

  /** See `openQueues`. */
  constructor(options: QueuesOptions, log: QueueControlLog) {
    this.clock = options.clock
    this.control = new QueueControl({ ...options, log })
    this.control.changed = (state) => this.#changed(state)
    this.#log = log
    this.pageTokens = new PageTokens(log.state.receiptKey!, options.random)
    this.#timers = new Timers(options.clock)
    this.#closedCounts = new ClosedCounts(options)
    this.#parts = {
      ...options,
      timers: this.#timers,
      receipts: new Receipts(log.state.receiptKey!),
      deadLetterTarget: (queue) => this.#deadLetterTarget(queue),
    }
    this.moveTasks = new MoveTasks({
      ...options,
      log,
      control: this.control,
      openQueue: (state) => this.#queueOf(state),
      destination: (state) => this.#destination(state),
    })
  }

  /** The queue, to send to and receive from. @throws QUEUE_NOT_FOUND, LOG_CORRUPT */
  async open(owner: Owner, name: string): Promise<Queue> {
    const queue = await this.#queueOf(this.control.get(owner, name))
    // Deleted while it was read.
    if (queue.state.deletedMs !== undefined) throw queueNotFound()
    return queue
  }

  /** The same without waiting; undefined as well for one that has not been used since the start. */
  opened(owner: Owner, name: string): Queue | undefined {
    const state = this.control.find(owner, name)
    return state && this.#opened.get(state.messages)
  }

  /** Whether `opened` would give that queue. */
  isOpened(queue: Queue): boolean {
    return this.#opened.get(queue.state.messages) === queue
  }

  /**
   * How many messages a queue has, and what has gone through it since it was first used. One that nobody uses stays closed, and has no
   * `counters`; but one in which messages are hidden, or have expired, is opened.
   * @throws as open
   */
  async counts(state: QueueState): Promise<{ counts: QueueCounts; counters: QueueCounters | undefined }> {
    const still = this.#open.has(state.messages) ? undefined : await this.#closedCounts.of(state)
    if (still !== undefined) return { counts: still, counters: undefined }
    const queue = await this.open(state, state.name)
    return { counts: await queue.counts(), counters: queue.counters }
  }

  /** The queue of that ARN as it is now, for messages that are moved to it. */
  destination(arn: string): Destination | undefined {
    const name = parseQueueArn(arn)
    const queue = name && this.control.find(name, name.name)
    return queue && this.#destination(queue)
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  async close(): Promise<void> {
    await this.endWaiting()
    await this.moveTasks.close()
    this.#timers.close()
    for (const queue of await this.#allOpened()) await queue.close()
    await this.#log.settled()
  }

  /** Answers every receive that waits, with nothing. To be called when the server begins to stop. */
  async endWaiting(): Promise<void> {
    for (const queue of await this.#allOpened()) queue.endWaiting()
  }

  async #allOpened(): Promise<Queue[]> {
    const settled = await Promise.allSettled(this.#open.values())
    return settled.flatMap((open) => (open.status === 'fulfilled' ? [open.value] : []))
  }

  #queueOf(state: QueueState): Promise<Queue> {
    const known = this.#open.get(state.messages)
    if (known !== undefined) return known
    const opening = Queue.open(this.#parts, state)
    this.#open.set(state.messages, opening)
    opening.then(
      (queue) => {
        // Not one that was deleted while it was read.
        if (this.#open.get(state.messages) === opening) this.#opened.set(state.messages, queue)
      },
      () => this.#open.delete(state.messages),
    )
    return opening
  }

  #changed(state: QueueState): void {
    const open = this.#open.get(state.messages)
    if (state.deletedMs !== undefined) {
      this.#open.delete(state.messages)
      this.#opened.delete(state.messages)
    }
    void open?.then(
      (queue) => queue.update(state),
      () => undefined,
    )
  }

  #deadLetterTarget({ settings }: QueueState): Destination | undefined {
    return this.destination(settings.redrivePolicy?.deadLetterTargetArn ?? '')
  }

  #destination(queue: QueueState): Destination {
    const wake = (open: Queue) => open.sent()
    return { queue, sent: () => void this.#queueOf(queue).then(wake, () => undefined) }
  }
}
