import { checkpointNotAllowed } from '../errors.ts'
import { type Checkpoint, compareCheckpoints, isStart } from '../leases/checkpoint.ts'
import type { ConsumerRecord } from '../retrieval/user-records.ts'
import type { Checkpoints } from './checkpoints.ts'

/**
 * How far a worker has come with a shard.
 *
 * Invariant: `saved <= processed <= delivered`, unless the application has saved a part of the batch at hand.
 */
export class Progress {
  readonly #checkpoints: Checkpoints
  #processed: Checkpoint
  #delivered: Checkpoint

  constructor(checkpoints: Checkpoints) {
    this.#checkpoints = checkpoints
    this.#processed = checkpoints.saved
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
    if (isStart(this.#processed) || !isBefore(this.#checkpoints.saved, this.#processed)) return
    await this.#checkpoints.write(this.#processed)
  }

  /** @throws LEASE_LOST, CHECKPOINT_NOT_ALLOWED */
  async saveAt(record: ConsumerRecord): Promise<void> {
    const checkpoint = checkpointAt(record)
    const { saved } = this.#checkpoints
    if (isBefore(this.#delivered, checkpoint)) throw checkpointNotAllowed('The record was not delivered.')
    if (isBefore(checkpoint, saved)) throw checkpointNotAllowed('The record is before the last checkpoint.')
    if (isBefore(saved, checkpoint)) await this.#checkpoints.write(checkpoint)
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
