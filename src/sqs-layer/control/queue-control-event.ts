import type { LogId } from '../../log/index.ts'
import type { MoveTaskChange, MoveTaskState } from './move-task-state.ts'
import type { Owner, QueueChange, QueueState } from './queue-state.ts'

interface OfQueue {
  readonly owner: Owner
  readonly name: string
}

/**
 * What happens in the control plane of the queues. The control log holds these, as msgpack: names and members are part of
 * the disk format.
 */
export type QueueControlEvent =
  /** The key that seals receipt handles, made once in the life of a data folder. */
  | { readonly kind: 'receipt-key'; readonly key: Uint8Array }
  | { readonly kind: 'queue-created'; readonly queue: QueueState }
  | ({ readonly kind: 'queue-changed'; readonly change: QueueChange } & OfQueue)
  | ({ readonly kind: 'queue-deleted' } & OfQueue)
  | { readonly kind: 'move-task-started'; readonly task: MoveTaskState }
  | {
      readonly kind: 'move-task-changed'
      readonly source: LogId
      readonly id: string
      readonly change: MoveTaskChange
    }
