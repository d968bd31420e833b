import { type Clock, hasCode, type Logger, passOnBug } from '../../base/index.ts'
import type { MoveTaskChange, MoveTaskState } from '../control/move-task-state.ts'
import { parseQueueArn } from '../control/queue-arn.ts'
import type { QueueControl } from '../control/queue-control.ts'
import type { QueueState } from '../control/queue-state.ts'
import type { Queue } from '../queue.ts'
import type { Destination } from './mover.ts'

/** Messages a commit. */
const batchMax = 10
/** How often what was moved is written down, in messages. */
const progressMessages = 1000
/** Source: Amazon SQS Developer Guide, "Configuring a dead-letter queue redrive": a task runs 36 hours at the most. */
const runMsMax = 36 * 3_600_000

const noQueue = 'AWS.SimpleQueueService.NonExistentQueue'
/** Text ours, as AWS has published none. */
const tooLong = 'TaskRanTooLong'

export interface MoveTaskRunParts {
  readonly clock: Clock
  readonly logger: Logger
  readonly limits: 'aws' | 'off'
  readonly control: QueueControl
  openQueue(state: QueueState): Promise<Queue>
  destination(state: QueueState): Destination
  /** Writes down how far a task is. */
  note(task: MoveTaskState, change: MoveTaskChange): Promise<void>
}

/** One task while it moves messages, from its start, or the server's, to its end. */
export class MoveTaskRun {
  readonly task: MoveTaskState
  readonly #parts: MoveTaskRunParts
  readonly #stop = new AbortController()
  #moved: number

  constructor(parts: MoveTaskRunParts, task: MoveTaskState) {
    this.#parts = parts
    this.task = task
    this.#moved = task.moved
  }

  /** How many messages it has moved, in all its runs. */
  get moved(): number {
    return this.#moved
  }

  get isStopping(): boolean {
    return this.#stop.signal.aborted
  }

  stop(): void {
    this.#stop.abort()
  }

  /** Resolves with how the task has ended; CANCELLED if it was stopped. Never rejects, but for a bug. */
  async run(): Promise<MoveTaskChange> {
    try {
      return await this.#moveAll()
    } catch (error) {
      passOnBug(error)
      this.#parts.logger.warn({ err: error, task: this.task.id }, 'a task that moves messages has failed')
      return failed(hasCode(error, 'QUEUE_NOT_FOUND') ? noQueue : 'InternalError')
    }
  }

  async #moveAll(): Promise<MoveTaskChange> {
    const { clock } = this.#parts
    const { toMove, messagesPerSecondMax } = this.task
    const rate = messagesPerSecondMax ?? Number.POSITIVE_INFINITY
    for (let noted = this.#moved; ; ) {
      if (this.isStopping) return { status: 'CANCELLED' }
      if (this.#ranTooLong()) return failed(tooLong)
      const left = toMove - this.#moved
      if (left <= 0) return { status: 'COMPLETED' }
      const { moved, failure } = await this.#moveSome(Math.min(batchMax, rate, left))
      this.#moved += moved
      if (failure !== undefined) return failed(failure)
      if (moved === 0) return { status: 'COMPLETED' }
      if (this.#moved - noted >= progressMessages) {
        noted = this.#moved
        await this.#parts.note(this.task, { moved: noted })
      }
      if (Number.isFinite(rate)) await clock.sleep((moved * 1000) / rate, this.#stop.signal)
    }
  }

  async #moveSome(countMax: number): Promise<{ moved: number; failure: string | undefined }> {
    const { control, openQueue } = this.#parts
    const name = parseQueueArn(this.task.sourceArn)!
    const source = control.find(name, name.name)
    // Another queue of the same name is not meant.
    if (source?.messages !== this.task.source) return { moved: 0, failure: noQueue }
    const queue = await openQueue(source)
    return queue.moveOut(countMax, (arn) => this.#destinationOf(this.task.destinationArn ?? arn))
  }

  #destinationOf(arn: string | undefined): Destination | string {
    const name = parseQueueArn(arn ?? '')
    if (name === undefined) return 'CouldNotDetermineMessageSource'
    const queue = this.#parts.control.find(name, name.name)
    return queue === undefined ? noQueue : this.#parts.destination(queue)
  }

  #ranTooLong(): boolean {
    const { limits, clock } = this.#parts
    return limits === 'aws' && clock.nowMs() - this.task.startedMs >= runMsMax
  }
}

const failed = (failureReason: string): MoveTaskChange => ({ status: 'FAILED', failureReason })
