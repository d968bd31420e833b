import type { LogId } from '../../log/index.ts'
import type { Owner } from '../../shards/index.ts'
import type { DeliveryStreamChange, DeliveryStreamState } from './delivery-stream-state.ts'

/**
 * Up to where a delivery stream has delivered, by partition of its source: where to go on. An offset, a sequence number,
 * or what else the source goes by. Null: the partition is no more.
 */
export type Positions = Readonly<Record<string, string | null>>

/** What happens to delivery streams. Their log holds these, as msgpack: names and members are part of the disk format. */
export type FirehoseEvent =
  | { readonly kind: 'created'; readonly stream: DeliveryStreamState; readonly positions: Positions }
  | {
      readonly kind: 'changed'
      readonly owner: Owner
      readonly name: string
      readonly change: DeliveryStreamChange
    }
  | { readonly kind: 'deleted'; readonly owner: Owner; readonly name: string; readonly goneAtMs: number }
  /** Of a delivery stream that is deleted nothing is left to apply this to. */
  | { readonly kind: 'delivered'; readonly log: LogId; readonly positions: Positions }
