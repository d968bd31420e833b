import type { Clock } from '../../base/index.ts'
import type { Checkpoint } from '../leases/checkpoint.ts'
import type { HeldLease } from '../leases/held-lease.ts'
import type { ConsumerMetrics } from '../metrics.ts'
import type { ShardName } from '../retrieval/stream-source.ts'

/** The checkpoints of one shard, as its lease keeps them, with a measure of each that is written. */
export class Checkpoints {
  readonly #held: HeldLease
  readonly #name: ShardName
  readonly #clock: Clock
  readonly #metrics: ConsumerMetrics

  constructor(held: HeldLease, name: ShardName, clock: Clock, metrics: ConsumerMetrics) {
    this.#held = held
    this.#name = name
    this.#clock = clock
    this.#metrics = metrics
  }

  get saved(): Checkpoint {
    return this.#held.lease.checkpoint
  }

  /** @throws LEASE_LOST, what the lease store throws */
  async write(checkpoint: Checkpoint, children: readonly string[] = []): Promise<void> {
    const startedMs = this.#clock.monotonicMs()
    let success = false
    try {
      await this.#held.checkpoint(checkpoint, children)
      success = true
    } finally {
      const durationMs = this.#clock.monotonicMs() - startedMs
      this.#metrics.checkpointEnded({ ...this.#name, durationMs, success })
    }
  }
}
