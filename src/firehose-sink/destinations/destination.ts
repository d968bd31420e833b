/** A record on its way from a source to a destination. */
export interface SinkRecord {
  readonly data: Buffer
  /** When its source took it in. */
  readonly arrivalMs: number
  /** Where it is in its source, for error lines: an offset or a sequence number. */
  readonly position: string
  /** As it came, when that was compressed and it is not any more: so it is told if its processing fails. */
  readonly compressed?: Buffer
  /** What dynamic partitioning has found in it. */
  readonly partitionKeys?: Readonly<Record<string, string>>
}

/** One attempt to deliver a buffer, or what of it earlier attempts have left. */
export interface Delivery {
  /** Of the buffer, kept over all attempts, a UUID: idempotency key, request id, name of an object. */
  readonly id: string
  /** From 1. */
  readonly attempt: number
  /** In the order of their source. On the next attempt: those that are not confirmed and worth it, in the same order. */
  readonly records: readonly SinkRecord[]
  /** Aborts when the attempt is over for whoever waits: nothing that comes afterwards counts. */
  readonly signal: AbortSignal
}

/** A record that the destination did not confirm. */
export interface FailedRecord {
  /** In `Delivery.records`. */
  readonly index: number
  readonly code: string
  readonly message: string
  /** Worth another attempt within the retry duration. */
  readonly retryable: boolean
  /** More members for the line that says so in the error output: `esIndexName` and the like. */
  readonly details?: Readonly<Record<string, string>>
}

/** Where records go. One delivery is under way at a time. */
export interface Destination {
  /**
   * Resolves when every record is confirmed or in what it resolves with.
   * @returns the records that the destination did not confirm
   * @throws CodedError FIREHOSE_DELIVERY_FAILED: nothing is confirmed, all may be tried again
   */
  deliver(delivery: Delivery): Promise<readonly FailedRecord[]>
  close(): Promise<void>
}
