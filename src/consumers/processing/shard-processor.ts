import type { Checkpoint } from '../leases/checkpoint.ts'
import type { ConsumerRecord } from '../retrieval/user-records.ts'

/** What an application does with one shard, from when its worker has it until it has it no more. */
export interface ShardProcessor {
  /** Aborts when the application wants no more of the shard: it is let go, and begins again at its last checkpoint, here or elsewhere. */
  readonly givesUp?: AbortSignal
  /** Before the first batch. */
  initialize?(shard: ShardContext): Promise<void> | void
  /**
   * Batches come one at a time, in order. When it rejects, the same batch comes again after a while: what can't be
   * processed must be dealt with here.
   */
  process(batch: RecordBatch): Promise<void> | void
  /** The shard is another worker's: no checkpoint can be written any more. */
  leaseLost?(): Promise<void> | void
  /** The last record was processed. With manual checkpoints it has to call `writeCheckpoint`, or the shard comes again. */
  shardEnded?(end: ShardEnd): Promise<void> | void
  /** The worker stops, or hands the shard over: the last chance for a checkpoint. */
  shutdownRequested?(end: ShardEnd): Promise<void> | void
}

export interface ShardContext {
  readonly stream: string
  readonly shardId: string
  /**
   * Grows each time the shard changes hands. Whoever keeps the results can refuse what comes with a smaller one than it
   * has seen: a worker that was cut off does not know it yet.
   */
  readonly fencingToken: number
  /** Where the shard was left: the first record comes after it. */
  readonly checkpoint: Checkpoint
  /** Aborts when the lease is lost. */
  readonly signal: AbortSignal
}

export interface RecordBatch extends ShardContext {
  /** At least one. */
  readonly records: readonly ConsumerRecord[]
  readonly millisBehindLatest: number
  /** All up to `record` is processed, and does not come again; without it, the whole batch.
   *  @throws LEASE_LOST, CHECKPOINT_NOT_ALLOWED for a record of another batch or before the last checkpoint */
  writeCheckpoint(record?: ConsumerRecord): Promise<void>
}

export interface ShardEnd {
  /** @throws LEASE_LOST */
  writeCheckpoint(): Promise<void>
}
