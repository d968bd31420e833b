import type { ChannelChange, ChannelState } from '../channels/channel-state.ts'
import type { ConsumerChange, ConsumerState } from '../consumers/consumer-state.ts'
import type { Owner } from '../owner.ts'
import type { StreamQueueChange, StreamQueueState } from '../queues/queue-state.ts'
import type { ClosedShard, ShardState, StreamChange, StreamState } from '../stream-state.ts'
import type { AccountChange } from './account-table.ts'

/** Which stream an event is about: the one that has the name at that moment. */
interface OfStream {
  readonly owner: Owner
  readonly name: string
}

interface ById {
  readonly owner: Owner
  readonly id: string
}

/**
 * What happens in the control plane. The control log holds these, as msgpack: names and members are part of the disk
 * format.
 */
export type ControlEvent =
  /** The key that seals iterators and tokens, made once in the life of a data folder. */
  | { readonly kind: 'token-key'; readonly key: Uint8Array }
  /** A new stream, or a new one by the name of one that is gone. */
  | { readonly kind: 'stream-created'; readonly stream: StreamState }
  | ({ readonly kind: 'stream-changed'; readonly change: StreamChange } & OfStream)
  /** Shards are split and merged, and nothing of it is seen before all of it. One may be opened as closed already. */
  | ({
      readonly kind: 'stream-resharded'
      readonly closed: readonly ClosedShard[]
      readonly opened: readonly ShardState[]
      readonly change: StreamChange
    } & OfStream)
  /** Closed shards whose records are all too old are gone, their logs with them. */
  | ({ readonly kind: 'shards-expired'; readonly indexes: readonly number[] } & OfStream)
  /** Its consumers go with it. */
  | ({ readonly kind: 'stream-deleted'; readonly goneAtMs: number } & OfStream)
  /** What an account has set for all its streams in a region. */
  | { readonly kind: 'account-changed'; readonly owner: Owner; readonly change: AccountChange }
  /** A new consumer of a stream, or a new one by the name of one that is gone. */
  | { readonly kind: 'consumer-registered'; readonly consumer: ConsumerState }
  /** `name` is that of the stream. */
  | ({
      readonly kind: 'consumer-deregistered'
      readonly consumer: string
      readonly goneAtMs: number
    } & OfStream)
  | ({
      readonly kind: 'consumer-changed'
      readonly consumer: string
      readonly change: ConsumerChange
    } & OfStream)
  /** A new queue over a stream. */
  | { readonly kind: 'queue-created'; readonly queue: StreamQueueState }
  | ({ readonly kind: 'queue-changed'; readonly change: StreamQueueChange } & ById)
  | ({ readonly kind: 'queue-deleted'; readonly goneAtMs: number } & ById)
  /** A new channel on a stream. */
  | { readonly kind: 'channel-created'; readonly channel: ChannelState }
  | ({ readonly kind: 'channel-changed'; readonly change: ChannelChange } & ById)
  | ({ readonly kind: 'channel-deleted'; readonly goneAtMs: number } & ById)
