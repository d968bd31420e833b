import type { LogId, Offset } from '../log/index.ts'
import type { Ticket } from './record-table.ts'

/**
 * What happens to the records of a queue. A record of the log of events holds a list of them, as msgpack: names and members are
 * part of the disk format. Times in milliseconds.
 */
export type QueueEvent =
  /** Records of a shard, taken in their order: they wait in the queue, and get the tickets from `first` on. */
  | {
      readonly kind: 'entered'
      readonly first: Ticket
      readonly log: LogId
      readonly offset: Offset
      readonly count: number
    }
  | {
      readonly kind: 'received'
      readonly atMs: number
      readonly dueMs: number
      readonly tickets: readonly Ticket[]
    }
  /** Acknowledged, or no longer kept by the stream. */
  | { readonly kind: 'removed'; readonly tickets: readonly Ticket[] }
  /** A changed visibility time-out. */
  | { readonly kind: 'hidden'; readonly ticket: Ticket; readonly dueMs: number }
  /** Received too often: dead letters from now on, which wait to be received as such. */
  | { readonly kind: 'died'; readonly tickets: readonly Ticket[] }
  | { readonly kind: 'restored'; readonly tickets: readonly Ticket[] }
