import { type Clock, hasCode, type Logger, passOnBug, type Random } from '../../base/index.ts'
import type { MoveTaskChange, MoveTaskState, MoveTaskStatus } from '../control/move-task-state.ts'
import { parseQueueArn } from '../control/queue-arn.ts'
import type { QueueControl } from '../control/queue-control.ts'
import type { QueueControlLog } from '../control/queue-control-log.ts'
import type { Owner, QueueState } from '../control/queue-state.ts'
import { invalidMoveTask, moveTaskNotFound, moveTaskRunning, queueNotFound } from '../errors.ts'
import type { Queue } from '../queue.ts'
import type { Destination } from './mover.ts'

/** Messages a commit. */
const batchMax = 10
/** How often what was moved is written down, in messages. */
const progressMessages = 1000

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

export interface MoveTasksParts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly log: QueueControlLog
  readonly control: QueueControl
  openQueue(state: QueueState): Promise<Queue>
  destination(state: QueueState): Destination
}

/** A task that runs. */
interface Running {
  readonly task: MoveTaskState
  readonly stop: AbortController
  moved: number
  done: Promise<void>
}

/** Moves the messages of dead-letter queues back, or elsewhere, in the background. What runs when the server stops goes on after the next start. */
export class MoveTasks {
  readonly #parts: MoveTasksParts
  /** By the id of the task. */
  readonly #running = new Map<string, Running>()
  #closed = false

  constructor(parts: MoveTasksParts) {
    this.#parts = parts
    for (const task of [...parts.log.state.moveTasks.all()]) if (isActive(task)) this.#run(task)
  }

  /** @returns the task's handle. @throws QUEUE_NOT_FOUND (the source), MOVE_TASK_INVALID, MOVE_TASK_RUNNING */
  start(owner: Owner, request: MoveTaskRequest): Promise<string> {
    const { log, clock, random } = this.#parts
    return log.inTurn(async () => {
      const source = this.#sourceOf(owner, request.sourceArn)
      this.#checkDestination(source, request.destinationArn)
      if (log.state.moveTasks.ofSource(source.messages).some(isActive)) throw moveTaskRunning()
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
      this.#run(task)
      return handleOf(task)
    })
  }

  /** Resolves when it moves no more. @returns how many messages were moved. @throws MOVE_TASK_NOT_FOUND */
  async cancel(owner: Owner, handle: string): Promise<number> {
    const named = parseHandle(handle)
    const running = named && this.#running.get(named.taskId)
    if (running === undefined) throw moveTaskNotFound()
    const { task } = running
    const isOwn = task.account === owner.account && task.region === owner.region
    if (!isOwn || task.sourceArn !== named?.sourceArn) throw moveTaskNotFound()
    running.stop.abort()
    await running.done
    return running.moved
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
    for (const { stop } of this.#running.values()) stop.abort()
    await Promise.all([...this.#running.values()].map(({ done }) => done))
  }

  #view(task: MoveTaskState): MoveTask {
    const running = this.#running.get(task.id)
    return {
      handle: handleOf(task),
      status: running?.stop.signal.aborted ? 'CANCELLING' : task.status,
      sourceArn: task.sourceArn,
      destinationArn: task.destinationArn ?? undefined,
      messagesPerSecondMax: task.messagesPerSecondMax ?? undefined,
      moved: running?.moved ?? task.moved,
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

  #checkDestination(source: QueueState, arn: string | undefined): void {
    const { control } = this.#parts
    if (control.deadLetterSources(source, source.name).length === 0)
      throw invalidMoveTask('Source queue must be configured as a Dead Letter Queue.')
    if (arn === undefined) return
    const name = parseQueueArn(arn)
    const isOwn = name?.account === source.account && name.region === source.region
    const destination = isOwn ? control.find(name, name.name) : undefined
    if (destination === undefined)
      throw invalidMoveTask('The resource that you specified for the DestinationArn parameter doesn’t exist.')
    if (destination.messages === source.messages)
      throw invalidMoveTask('The source and the destination queue must not be the same.')
    if (destination.isFifo !== source.isFifo)
      throw invalidMoveTask('The source and the destination queue must be of the same type.')
  }

  #run(task: MoveTaskState): void {
    const running: Running = {
      task,
      stop: new AbortController(),
      moved: task.moved,
      done: Promise.resolve(),
    }
    this.#running.set(task.id, running)
    running.done = this.#moveAll(running)
      .catch((error: unknown): MoveTaskChange => {
        passOnBug(error)
        this.#parts.logger.warn({ err: error, task: task.id }, 'a task that moves messages has failed')
        return {
          status: 'FAILED',
          failureReason: hasCode(error, 'QUEUE_NOT_FOUND') ? noQueue : 'InternalError',
        }
      })
      .then((change) => this.#end(running, change))
  }

  async #end(running: Running, change: MoveTaskChange): Promise<void> {
    const { task, moved } = running
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

  async #moveAll(running: Running): Promise<MoveTaskChange> {
    const { clock, control, openQueue } = this.#parts
    const { task, stop } = running
    const rate = task.messagesPerSecondMax ?? Number.POSITIVE_INFINITY
    const countMax = Math.min(batchMax, rate)
    for (let noted = running.moved; ; ) {
      if (stop.signal.aborted) return { status: 'CANCELLED' }
      const left = task.toMove - running.moved
      const name = parseQueueArn(task.sourceArn)!
      const source = control.find(name, name.name)
      if (source?.messages !== task.source) return { status: 'FAILED', failureReason: noQueue }
      if (left <= 0) return { status: 'COMPLETED' }
      const queue = await openQueue(source)
      const { moved, failure } = await queue.moveOut(Math.min(countMax, left), (arn) =>
        this.#destinationOf(task.destinationArn ?? arn),
      )
      running.moved += moved
      if (failure !== undefined) return { status: 'FAILED', failureReason: failure }
      if (moved === 0) return { status: 'COMPLETED' }
      if (running.moved - noted >= progressMessages) {
        noted = running.moved
        await this.#note(task, { moved: noted })
      }
      if (Number.isFinite(rate)) await clock.sleep((moved * 1000) / rate, stop.signal)
    }
  }

  #destinationOf(arn: string | undefined): Destination | string {
    const name = parseQueueArn(arn ?? '')
    if (name === undefined) return 'CouldNotDetermineMessageSource'
    const queue = this.#parts.control.find(name, name.name)
    return queue === undefined ? noQueue : this.#parts.destination(queue)
  }
}

const noQueue = 'AWS.SimpleQueueService.NonExistentQueue'

const isActive = ({ status }: MoveTaskState) => status === 'RUNNING'

/** As AWS's: base64 of JSON with the task's id and the ARN of its source. */
function handleOf({ id, sourceArn }: MoveTaskState): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString('base64')
}

function parseHandle(handle: string): { taskId: string; sourceArn: string } | undefined {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString()) as Record<
      string,
      unknown
    >
    return typeof taskId === 'string' && typeof sourceArn === 'string' ? { taskId, sourceArn } : undefined
  } catch {
    return undefined
  }
}
