import { passOnBug, type Random } from '../../base/index.ts'
import type { MoveTaskChange, MoveTaskState, MoveTaskStatus } from '../control/move-task-state.ts'
import { parseQueueArn } from '../control/queue-arn.ts'
import type { QueueControlLog } from '../control/queue-control-log.ts'
import type { Owner, QueueState } from '../control/queue-state.ts'
import { moveTaskNotFound, moveTaskRunning, queueNotFound, tooManyMoveTasks } from '../errors.ts'
import { checkMove } from './check-move.ts'
import { moveTaskHandleOf, parseMoveTaskHandle } from './move-task-handle.ts'
import { MoveTaskRun, type MoveTaskRunParts } from './move-task-run.ts'

/** Source: Amazon SQS Developer Guide, "Configuring a dead-letter queue redrive": active tasks per account. */
const activeMax = 100

export interface MoveTaskRequest {
  readonly sourceArn: string
  /** Where to; back to where each message came from if absent. */
  readonly destinationArn?: string | undefined
  /** 1 to 500; as fast as it goes if absent. */
  readonly messagesPerSecondMax?: number | undefined
}

export interface MoveTask {
  /** To cancel it by. */
  readonly handle: string
  readonly status: MoveTaskStatus
  readonly sourceArn: string
  readonly destinationArn: string | undefined
  readonly messagesPerSecondMax: number | undefined
  readonly moved: number
  /** What there was to move at the start. */
  readonly toMove: number
  readonly failureReason: string | undefined
  readonly startedMs: number
}

export interface MoveTasksParts extends Omit<MoveTaskRunParts, 'note'> {
  readonly random: Random
  readonly log: QueueControlLog
}

/** A task that runs. */
interface Running {
  readonly run: MoveTaskRun
  /** Resolves when how it has ended is written down. */
  readonly done: Promise<void>
}

/** Moves the messages of dead-letter queues back, or elsewhere, in the background. What runs when the server stops goes on after the next start. */
export class MoveTasks {
  readonly #parts: MoveTasksParts
  /** By the id of the task. */
  readonly #running = new Map<string, Running>()
  #closed = false

  constructor(parts: MoveTasksParts) {
    this.#parts = parts
    for (const task of [...parts.log.state.moveTasks.all()]) if (isActive(task)) this.#begin(task)
  }

  /** @returns the task's handle. @throws QUEUE_NOT_FOUND (the source), MOVE_TASK_INVALID, MOVE_TASK_RUNNING, MOVE_TASKS_OVER_LIMIT */
  start(owner: Owner, request: MoveTaskRequest): Promise<string> {
    const { log, clock, random, control } = this.#parts
    return log.inTurn(async () => {
      const source = this.#sourceOf(owner, request.sourceArn)
      checkMove(control, source, request.destinationArn)
      if (log.state.moveTasks.ofSource(source.messages).some(isActive)) throw moveTaskRunning()
      this.#checkActive(owner)
      const { visible } = await (await this.#parts.openQueue(source)).counts()
      const task: MoveTaskState = {
        account: source.account,
        region: source.region,
        id: random.uuid(),
        source: source.messages,
        sourceArn: request.sourceArn,
        destinationArn: request.destinationArn ?? null,
        messagesPerSecondMax: request.messagesPerSecondMax ?? null,
        startedMs: clock.nowMs(),
        toMove: visible,
        status: 'RUNNING',
        moved: 0,
        failureReason: null,
      }
      await log.commit({ kind: 'move-task-started', task })
      this.#begin(task)
      return moveTaskHandleOf(task)
    })
  }

  /** Resolves when it moves no more. @returns how many messages were moved. @throws MOVE_TASK_NOT_FOUND */
  async cancel(owner: Owner, handle: string): Promise<number> {
    const named = parseMoveTaskHandle(handle)
    const running = named && this.#running.get(named.taskId)
    if (running === undefined) throw moveTaskNotFound()
    const { task } = running.run
    const isOwn = task.account === owner.account && task.region === owner.region
    if (!isOwn || task.sourceArn !== named?.sourceArn) throw moveTaskNotFound()
    running.run.stop()
    await running.done
    return running.run.moved
  }

  /** The newest first. @throws QUEUE_NOT_FOUND */
  list(owner: Owner, sourceArn: string, countMax: number): MoveTask[] {
    const { messages } = this.#sourceOf(owner, sourceArn)
    const tasks = this.#parts.log.state.moveTasks.ofSource(messages)
    return [...tasks]
      .reverse()
      .slice(0, countMax)
      .map((task) => this.#view(task))
  }

  /** Resolves when nothing is moved any more. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { run } of this.#running.values()) run.stop()
    await Promise.all([...this.#running.values()].map(({ done }) => done))
  }

  #view(task: MoveTaskState): MoveTask {
    const run = this.#running.get(task.id)?.run
    return {
      handle: moveTaskHandleOf(task),
      status: run?.isStopping ? 'CANCELLING' : task.status,
      sourceArn: task.sourceArn,
      destinationArn: task.destinationArn ?? undefined,
      messagesPerSecondMax: task.messagesPerSecondMax ?? undefined,
      moved: run?.moved ?? task.moved,
      toMove: task.toMove,
      failureReason: task.failureReason ?? undefined,
      startedMs: task.startedMs,
    }
  }

  #sourceOf(owner: Owner, arn: string): QueueState {
    const name = parseQueueArn(arn)
    if (name === undefined || name.account !== owner.account || name.region !== owner.region)
      throw queueNotFound()
    return this.#parts.control.get(owner, name.name)
  }

  /** Of an account in a region. */
  #checkActive({ account, region }: Owner): void {
    if (this.#parts.limits === 'off') return
    let active = 0
    for (const { run } of this.#running.values()) {
      if (run.task.account === account && run.task.region === region) active++
    }
    if (active >= activeMax) throw tooManyMoveTasks(activeMax)
  }

  #begin(task: MoveTaskState): void {
    const run = new MoveTaskRun({ ...this.#parts, note: (of, change) => this.#note(of, change) }, task)
    const done = run.run().then((change) => this.#end(run, change))
    this.#running.set(task.id, { run, done })
  }

  async #end({ task, moved }: MoveTaskRun, change: MoveTaskChange): Promise<void> {
    // What a stop of the server has interrupted goes on later.
    const end = this.#closed && change.status === 'CANCELLED' ? { moved } : { ...change, moved }
    await this.#note(task, end)
    this.#running.delete(task.id)
  }

  /** Written down in turn; a store that takes nothing any more has said so itself. */
  async #note({ source, id }: MoveTaskState, change: MoveTaskChange): Promise<void> {
    const { log } = this.#parts
    await log
      .inTurn(() => log.commit({ kind: 'move-task-changed', source, id, change }))
      .catch((error: unknown) => passOnBug(error))
  }
}

const isActive = ({ status }: MoveTaskState) => status === 'RUNNING'
