import type { LogId } from '../../log/index.ts'
import type { Owner } from './queue-state.ts'

export type MoveTaskStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED'

/** One task as the control log knows it. Plain data, never changed: a change is a new object. */
export interface MoveTaskState extends Owner {
  readonly id: string
  /** The log of the source's messages: a later queue of its name is another. */
  readonly source: LogId
  readonly sourceArn: string
  /** Null: back to where each message came from. */
  readonly destinationArn: string | null
  /** 1 to 500; null: as fast as it goes. */
  readonly messagesPerSecondMax: number | null
  readonly startedMs: number
  readonly toMove: number
  readonly status: MoveTaskStatus
  /** As of the last time that it was written down. */
  readonly moved: number
  readonly failureReason: string | null
}

export type MoveTaskChange = Partial<Pick<MoveTaskState, 'status' | 'moved' | 'failureReason'>>

/** Source: Amazon SQS API Reference, ListMessageMoveTasks: the ten most recent. */
const keptOfSource = 10

/** The tasks of all queues: of each the last ten. */
export class MoveTaskTable {
  /** By the source's log, the oldest first. */
  readonly #bySource = new Map<LogId, MoveTaskState[]>()

  /** The oldest first. */
  ofSource(source: LogId): readonly MoveTaskState[] {
    return this.#bySource.get(source) ?? []
  }

  *all(): Generator<MoveTaskState> {
    for (const tasks of this.#bySource.values()) yield* tasks
  }

  put(task: MoveTaskState): void {
    const tasks = this.ofSource(task.source)
    const at = tasks.findIndex(({ id }) => id === task.id)
    this.#bySource.set(task.source, at < 0 ? [...tasks.slice(1 - keptOfSource), task] : tasks.with(at, task))
  }

  change(source: LogId, id: string, change: MoveTaskChange): void {
    const task = this.ofSource(source).find((each) => each.id === id)
    if (task !== undefined) this.put({ ...task, ...change })
  }

  forgetSource(source: LogId): void {
    this.#bySource.delete(source)
  }

  clear(): void {
    this.#bySource.clear()
  }
}
