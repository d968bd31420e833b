import type { Clock, Logger, Random } from '../base/index.ts'
import type { LogStore } from '../log/index.ts'
import type {
  EntryOutcome,
  OutgoingMessage,
  QueueCounts,
  ReceivedMessage,
  ReceiveRequest,
  SendOutcome,
  VisibilityChange,
} from './message.ts'
import type { Owner, QueueSettings, QueueState, Tag } from './queue-state.ts'

export interface QueuesOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** `off` lifts AWS's quotas, throttles and waiting times. */
  readonly limits: 'aws' | 'off'
}

/* THE INTERFACE, until the classes behind it are there (they will have these names and members). */

export interface QueueRequest {
  readonly name: string
  /** What the request gives; what it leaves out is the default, and is not compared with a queue that is there. */
  readonly settings?: Partial<QueueSettings>
  readonly tags?: readonly Tag[]
}

/** What a change makes of a queue; members that are absent stay. */
export interface QueueChange {
  readonly settings?: Partial<QueueSettings>
  readonly tags?: readonly Tag[]
}

/** The control plane: which queues there are, and what they are set to. */
export interface QueueControl {
  /**
   * Makes a queue, or finds the one of that name which has the same settings. Durable when it resolves.
   * A name that ends in `.fifo` makes a FIFO queue.
   * @throws QUEUE_EXISTS, QUEUE_DELETED_RECENTLY, QUEUE_SETTING_INVALID
   */
  create(owner: Owner, request: QueueRequest): Promise<QueueState>
  /** Deletes a queue with its messages, in one step. @throws QUEUE_NOT_FOUND */
  delete(owner: Owner, name: string): Promise<void>
  find(owner: Owner, name: string): QueueState | undefined
  /** @throws QUEUE_NOT_FOUND */
  get(owner: Owner, name: string): QueueState
  /** By name. */
  list(owner: Owner, prefix?: string): QueueState[]
  /** Every queue of everyone. */
  all(): Iterable<QueueState>
  /**
   * Changes what a queue is set to; durable when it resolves.
   * @param decide gives the change for the queue as it is then, undefined for none. What it throws is thrown
   * @throws QUEUE_NOT_FOUND, QUEUE_SETTING_INVALID
   */
  change(owner: Owner, name: string, decide: (queue: QueueState) => QueueChange | undefined): Promise<void>
  /** The queues that have this one as their dead-letter queue, by name. @throws QUEUE_NOT_FOUND */
  deadLetterSources(owner: Owner, name: string): QueueState[]
}

/** The data plane of one queue. */
export interface Queue {
  readonly state: QueueState
  /**
   * Sends up to 10 messages, in one commit; each stands for itself. Resolves when those that are sent are durable.
   * @param senderId the caller's account
   * @throws MESSAGE_BATCH_TOO_LARGE (all together over 1 MiB), QUEUE_RATE_EXCEEDED, QUEUE_NOT_FOUND (deleted meanwhile), and what
   *   LogStore.commit throws; then none is sent
   */
  send(messages: readonly OutgoingMessage[], senderId: string): Promise<SendOutcome[]>
  /**
   * Receives what is there; with a waiting time, waits for the first message that comes.
   * @param signal ends the waiting with an empty answer
   * @throws QUEUE_OVER_LIMIT, QUEUE_RATE_EXCEEDED, QUEUE_NOT_FOUND (deleted meanwhile), LOG_CORRUPT, and what LogStore.commit throws
   */
  receive(request: ReceiveRequest, signal?: AbortSignal): Promise<ReceivedMessage[]>
  /**
   * Deletes up to 10 messages; each stands for itself. To delete what is deleted, or was received again since, is no error
   * on a standard queue. Entries: RECEIPT_INVALID, RECEIPT_EXPIRED (FIFO).
   */
  delete(receiptHandles: readonly string[]): Promise<EntryOutcome[]>
  /** Entries: RECEIPT_INVALID, MESSAGE_NOT_IN_FLIGHT, RECEIPT_EXPIRED (FIFO), VISIBILITY_OVER_LIMIT (12 h since the receive). */
  changeVisibility(changes: readonly VisibilityChange[]): Promise<EntryOutcome[]>
  /** Deletes every message sent before. @throws QUEUE_PURGE_IN_PROGRESS */
  purge(): Promise<void>
  counts(): Promise<QueueCounts>
}

export interface MoveTaskRequest {
  readonly sourceArn: string
  /** Where to; back to where each message came from if absent. */
  readonly destinationArn?: string
  /** 1 to 500. */
  readonly messagesPerSecondMax?: number
}

export interface MoveTask {
  readonly handle: string
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED'
  readonly sourceArn: string
  readonly destinationArn: string | undefined
  readonly messagesPerSecondMax: number | undefined
  readonly moved: number
  /** At the start; undefined if it was not known. */
  readonly toMove: number | undefined
  readonly failureReason: string | undefined
  readonly startedMs: number
}

export interface MoveTasks {
  /** @returns the task's handle. @throws QUEUE_NOT_FOUND, MOVE_TASK_INVALID, MOVE_TASK_RUNNING */
  start(owner: Owner, request: MoveTaskRequest): Promise<string>
  /** @returns how many messages were moved. @throws MOVE_TASK_NOT_FOUND */
  cancel(owner: Owner, handle: string): Promise<number>
  /** The newest first, at most 10. @throws QUEUE_NOT_FOUND */
  list(owner: Owner, sourceArn: string, countMax: number): MoveTask[]
}

/** The queues of everyone: `control` to make and find them, `open` to use them. */
export interface Queues {
  readonly control: QueueControl
  readonly moveTasks: MoveTasks
  readonly clock: Clock
  /** The queue, to send to and receive from. @throws QUEUE_NOT_FOUND */
  open(owner: Owner, name: string): Queue
  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  close(): Promise<void>
}

/** Opens the queues that the store holds. */
export declare function openQueues(options: QueuesOptions): Promise<Queues>
