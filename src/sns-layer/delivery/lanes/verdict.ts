import type { Destination, OutgoingMessage, Work } from '../../../sqs-layer/index.ts'

/** What becomes of a delivery after an attempt. */
export type Verdict =
  /** It is over: delivered, or given up. */
  | { readonly kind: 'done'; readonly isHealthy: boolean }
  /** It is tried again. */
  | { readonly kind: 'put-off'; readonly dueMs: number }
  /** It is over, and goes to a dead-letter queue. */
  | {
      readonly kind: 'move'
      readonly to: Destination
      readonly message: OutgoingMessage
      readonly senderId: string
    }

/** Who gets the deliveries of a lane. */
export interface Recipient {
  /** Undefined: as many as there are. */
  readonly deliveriesPerSecond: number | undefined
  /** Never rejects, and resolves soon when `signal` aborts; what it says then does not count. */
  attempt(work: Work, signal: AbortSignal): Promise<Verdict>
}
