import type { HeldLease } from '../leases/held-lease.ts'
import type { ShardConsumer } from './shard-consumer.ts'

/** A lease in a worker's hands: first it may have to wait for the former owner, then its shard is processed. */
export class Holding {
  readonly held: HeldLease
  /** When it was taken (monotonic). */
  readonly sinceMs: number
  readonly #over: () => void
  #consumer: ShardConsumer | undefined
  #running: Promise<void> = Promise.resolve()

  /** @param over called once, when the worker has nothing to do with the lease any more */
  constructor(held: HeldLease, sinceMs: number, over: () => void) {
    this.held = held
    this.sinceMs = sinceMs
    this.#over = over
  }

  get isBegun(): boolean {
    return this.#consumer !== undefined
  }

  get consumer(): ShardConsumer | undefined {
    return this.#consumer
  }

  begin(consumer: ShardConsumer): void {
    this.#consumer = consumer
    this.#running = consumer.run().finally(this.#over)
  }

  /** For one that was never begun. */
  forget(): void {
    this.#over()
  }

  /** Resolves when it is over, which what processes the shard brings about itself. */
  async end(): Promise<void> {
    if (this.isBegun) return this.#running
    try {
      await this.held.release()
    } finally {
      this.forget()
    }
  }
}
