import { checkpointNotAllowed } from '../errors.ts'
import { type Checkpoint, compareCheckpoints, isStart } from '../leases/checkpoint.ts'
import type { HeldLease } from '../leases/held-lease.ts'
import type { ConsumerRecord } from '../retrieval/user-records.ts'

/**
 * How far a worker has come with a shard.
 *
 * Invariant: `saved <= processed <= delivered`, unless the application has saved a part of the batch at hand.
 */
export class Progress {
  readonly #held: HeldLease
  #processed: Checkpoint
  #delivered: Checkpoint

  constructor(held: HeldLease) {
    this.#held = held
    this.#processed = held.lease.checkpoint
    this.#delivered = this.#processed
  }

  /** The last record that the application is through with. */
  get processed(): Checkpoint {
    return this.#processed
  }

  deliver(last: ConsumerRecord): void {
    this.#delivered = checkpointAt(last)
  }

  process(): void {
    this.#processed = this.#delivered
  }

  /** @throws LEASE_LOST */
  async save(): Promise<void> {
    const { checkpoint } = this.#held.lease
    if (isStart(this.#processed) || !isBefore(checkpoint, this.#processed)) return
    await this.#held.checkpoint(this.#processed)
  }

  /** @throws LEASE_LOST, CHECKPOINT_NOT_ALLOWED */
  async saveAt(record: ConsumerRecord): Promise<void> {
    const checkpoint = checkpointAt(record)
    const saved = this.#held.lease.checkpoint
    if (isBefore(this.#delivered, checkpoint)) throw checkpointNotAllowed('The record was not delivered.')
    if (isBefore(checkpoint, saved)) throw checkpointNotAllowed('The record is before the last checkpoint.')
    if (isBefore(saved, checkpoint)) await this.#held.checkpoint(checkpoint)
  }
}

function checkpointAt({ sequenceNumber, subSequenceNumber }: ConsumerRecord): Checkpoint {
  return { sequenceNumber, subSequenceNumber }
}

/** Any checkpoint at a record is behind the one of a shard's start. */
function isBefore(a: Checkpoint, b: Checkpoint): boolean {
  if (isStart(a) || isStart(b)) return isStart(a) && !isStart(b)
  return compareCheckpoints(a, b) < 0
}
