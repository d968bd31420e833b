import type { StateMachine } from '../../log/index.ts'
import { unknownQueueEvent } from '../errors.ts'
import { type MoveTaskState, MoveTaskTable } from './move-task-state.ts'
import type { QueueControlEvent } from './queue-control-event.ts'
import type { QueueState } from './queue-state.ts'
import { QueueTable } from './queue-table.ts'

/** Source: Amazon SQS API Reference, DeleteQueue: "you must wait at least 60 seconds". */
export const nameFreeAfterMs = 60_000

interface Snapshot {
  readonly receiptKey: Uint8Array | null
  readonly queues: readonly QueueState[]
  readonly moveTasks: readonly MoveTaskState[]
}

/** What the control log of the queues amounts to. Changed by its events and by nothing else. */
export class QueueControlState implements StateMachine<QueueControlEvent> {
  readonly queues = new QueueTable()
  readonly moveTasks = new MoveTaskTable()
  #receiptKey: Buffer | undefined

  /** Undefined in a new data folder. */
  get receiptKey(): Buffer | undefined {
    return this.#receiptKey
  }

  /** @throws QUEUE_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  apply(event: QueueControlEvent, timeMs: number): void {
    switch (event.kind) {
      case 'receipt-key':
        this.#receiptKey = Buffer.from(event.key)
        break
      case 'queue-created':
        this.queues.forgetDeleted(event.queue, timeMs - nameFreeAfterMs)
        this.queues.put(event.queue)
        break
      case 'queue-changed': {
        const queue = this.queues.get(event.owner, event.name)
        if (queue === undefined) break
        const settings = { ...queue.settings, ...event.change.settings }
        this.queues.put({ ...queue, ...event.change, settings, modifiedMs: timeMs })
        break
      }
      case 'queue-deleted': {
        const queue = this.queues.get(event.owner, event.name)
        if (queue !== undefined) {
          this.queues.put({ ...queue, deletedMs: timeMs })
          this.moveTasks.forgetSource(queue.messages)
        }
        this.queues.forgetDeleted(event.owner, timeMs - nameFreeAfterMs)
        break
      }
      case 'move-task-started':
        this.moveTasks.put(event.task)
        break
      case 'move-task-changed':
        this.moveTasks.change(event.source, event.id, event.change)
        break
      default:
        throw unknownQueueEvent((event satisfies never as { kind: unknown }).kind)
    }
  }

  snapshot(): Snapshot {
    return {
      receiptKey: this.#receiptKey ?? null,
      queues: [...this.queues.all()],
      moveTasks: [...this.moveTasks.all()],
    }
  }

  restore(snapshot: unknown): void {
    const { receiptKey, queues, moveTasks } = snapshot as Snapshot
    this.#receiptKey = receiptKey === null ? undefined : Buffer.from(receiptKey)
    this.queues.clear()
    for (const queue of queues) this.queues.put(queue)
    this.moveTasks.clear()
    for (const task of moveTasks) this.moveTasks.put(task)
  }
}
