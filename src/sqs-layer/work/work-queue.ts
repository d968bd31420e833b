import { type Clock, hasCode, type Logger } from '../../base/index.ts'
import type { Append, LogId, LogStore, Offset } from '../../log/index.ts'
import { place } from '../backlog/message-table.ts'
import { defaultSettings, type QueueState } from '../control/queue-state.ts'
import type { QueueData } from '../event-log/queue-data.ts'
import { QueueEventWriter } from '../event-log/queue-events.ts'
import type { Commit } from '../event-log/queue-log.ts'
import type { OutgoingMessage } from '../message/message.ts'
import type { StoredMessage } from '../message/message-reader.ts'
import { openData } from '../open-data.ts'
import type { Picker } from '../picking/picker.ts'
import { Gatherer } from '../receiving/gatherer.ts'
import type { Destination } from '../redrive/mover.ts'
import { Trimming } from '../trimming.ts'
import { newMessageAppend } from './new-message-append.ts'

/** Which logs a work queue is. */
export interface WorkQueueLogs {
  readonly messages: LogId
  readonly events: LogId
}

export interface WorkQueueOptions extends WorkQueueLogs {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  /** For the log of the server. */
  readonly name: string
  /** Whether the messages of a group are given out one after the other. */
  readonly isFifo: boolean
}

/** A message that is being worked on. It is its holder's until it is done, put off, moved or given back. */
export interface Work {
  readonly offset: Offset
  /** When it came. */
  readonly storedMs: number
  readonly body: Uint8Array
  readonly groupId: string | undefined
  /** How often it was put off. */
  readonly attempts: number
  /** When it was first put off; 0 if it never was. */
  readonly firstAttemptMs: number
  /** Its place in memory. */
  readonly slot: number
}

/**
 * A queue whose consumer is this server: no receipts, no calls, no time-outs. The logs, the memory and the order are those of a queue of
 * SQS. What is taken is so in memory only: after a crash it is there again, with the attempts that were put off counted.
 *
 * Messages come in by appends of `workAppend` in commits of others.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions
  readonly #data: QueueData
  readonly #picker: Picker
  readonly #gatherer: Gatherer
  readonly #trimming: Trimming

  private constructor(options: WorkQueueOptions, state: QueueState, data: QueueData, picker: Picker) {
    const parts = { ...options, data, picker, queue: () => state }
    this.#options = options
    this.#data = data
    this.#picker = picker
    this.#gatherer = new Gatherer(parts)
    this.#trimming = new Trimming(parts)
    data.changed = () => this.#trimming.trimIfDue()
  }

  /** @throws LOG_CORRUPT, QUEUE_EVENT_UNKNOWN */
  static async open(options: WorkQueueOptions): Promise<WorkQueue> {
    const state = stateOf(options)
    const { data, picker } = await openData(options, () => state)
    return new WorkQueue(options, state, data, picker)
  }

  /** Messages that are not gone. */
  get count(): number {
    return this.#data.backlog.total(this.#data.next)
  }

  /** Those of them that are being worked on or were put off: each takes memory. */
  get heldCount(): number {
    return this.#data.backlog.heldCount
  }

  /** When the first of what was put off can be taken again; Infinity if there is none. */
  get firstDueMs(): number {
    return this.#data.backlog.heap.firstDueMs
  }

  /** When there is something to take: 0 for now, Infinity if only a new message can bring something. */
  get availableMs(): number {
    const { backlog } = this.#data
    backlog.settle(this.#options.clock.nowMs())
    return this.#picker.isAvailable ? 0 : this.firstDueMs
  }

  /**
   * Takes what is there now, of a FIFO queue one message of each group.
   * @throws LOG_CORRUPT: then the messages of that block are hidden for a while
   */
  async take(countMax: number): Promise<Work[]> {
    const taken: Work[] = []
    while (taken.length < countMax) {
      const wanted = this.#options.isFifo ? 1 : countMax - taken.length
      const { given } = await this.#gatherer.gather(wanted, Number.POSITIVE_INFINITY)
      for (const { slot, message } of given) taken.push(this.#workOf(slot, message))
      if (given.length < wanted || !this.#options.isFifo) break
    }
    return taken
  }

  /** Removes it. Resolves when that is durable. @throws as LogStore.commit: then it is there again */
  async done(work: Work): Promise<void> {
    if (this.#isHeld(work)) await this.#commit(work, new QueueEventWriter().removed([work.offset])).done
  }

  /** Counts an attempt, and hides it until `dueMs`. Resolves when that is durable. @throws as `done` */
  async putOff(work: Work, dueMs: number): Promise<void> {
    if (!this.#isHeld(work)) return
    const nowMs = this.#options.clock.nowMs()
    await this.#commit(work, new QueueEventWriter().received([work.offset], nowMs, dueMs)).done
  }

  /**
   * Moves it to a queue, in one step, as a new message there. Resolves when that is durable.
   * @returns false if that queue is being deleted: then it is here still, as if it had not been taken
   * @throws as `done`
   */
  async move(work: Work, to: Destination, message: OutgoingMessage, senderId: string): Promise<boolean> {
    if (!this.#isHeld(work)) return true
    const { store, clock } = this.#options
    const { append } = newMessageAppend(store, to.queue, message, senderId, clock.nowMs())
    const { isTaken, done } = this.#commit(work, new QueueEventWriter().removed([work.offset]), [append])
    try {
      await done
    } catch (error) {
      if (!isTaken && hasCode(error, 'LOG_DROPPED')) return false
      throw error
    } finally {
      store.release(append.frames)
    }
    to.sent()
    return true
  }

  /** It is there again, as if it had not been taken. */
  giveBack(work: Work): void {
    if (this.#isHeld(work)) this.#data.backlog.giveBack(work.slot)
  }

  /** Removes all that is there, in one step, what is being worked on too. Resolves when that is durable. @throws as `done` */
  async clear(): Promise<void> {
    await this.#data.commit(new QueueEventWriter().dropped(this.#data.next)).done
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async close(): Promise<void> {
    await this.#trimming.settled()
    await this.#data.settled()
    await this.#data.durable().catch(() => undefined)
  }

  #workOf(slot: number, { offset, storedMs, record }: StoredMessage): Work {
    const { table } = this.#data.backlog
    const attempts = table.receives[slot]!
    const firstAttemptMs = attempts === 0 ? 0 : table.firstReceivedMs[slot]!
    const { body, groupId } = record
    return { offset, storedMs, body, groupId, attempts, firstAttemptMs, slot }
  }

  #commit(work: Work, events: QueueEventWriter, appends: readonly Append[] = []): Commit {
    const commit = this.#data.commit(events, appends)
    if (!commit.isTaken) this.giveBack(work)
    return commit
  }

  /** Not if all was removed meanwhile. */
  #isHeld({ slot, offset }: Work): boolean {
    const { table } = this.#data.backlog
    return table.offset[slot] === offset && table.place[slot] === place.taken
  }
}

function stateOf({ name, isFifo, messages, events }: WorkQueueOptions): QueueState {
  return {
    account: '',
    region: '',
    name,
    isFifo,
    createdMs: 0,
    modifiedMs: 0,
    messages,
    events,
    idSeed: new Uint8Array(16),
    // Who takes the messages says when they are too old.
    settings: { ...defaultSettings, messageRetentionPeriod: Number.POSITIVE_INFINITY },
    tags: [],
  }
}
